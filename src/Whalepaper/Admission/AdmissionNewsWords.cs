using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;

namespace Whalepaper.Admission;

/// <summary>Tells who applies what became of it. Only that something did: what was answered, written or decided stands on the page and in no letter.</summary>
internal sealed class AdmissionNewsWords(WhalepaperDb db, PublicAddress house, PanelLetters panels, IStringLocalizer<ApplicationTexts> texts) : IDeliveryContent
{
    public string Kind => AdmissionNews.Kind;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (PanelLetters.IsAbout(delivery))
            return await panels.ToApplicantAsync(delivery, reader, cancellation);
        if (await AdmissionTold.FindAsync(db, delivery.About, cancellation) is not { } told || told.MemberId != reader.MemberId)
            return null;
        var kinds = AdmissionNews.ToApplicant;
        // What came after it tells more.
        if (told.StepId is { } id && await db.ApplicationSteps.AnyAsync(s => s.ApplicationId == told.ApplicationId && s.Id > id && EF.Parameter(kinds).Contains(s.Kind), cancellation))
            return null;
        var isInvited = told.State is ApplicationState.Draft;
        var key = told.Step is { } kind ? $"News.{kind}" : isInvited ? "News.Invited" : "News.Message";
        return new Message(texts[$"{key}.Subject"], texts[key], house.Of(isInvited ? "/apply" : $"/applications/{told.ApplicationId}"), texts["News.Act"]);
    }
}

/// <summary>Tells the committee what waits for it.</summary>
internal sealed class AdmissionDeskWords(WhalepaperDb db, PublicAddress house, PanelLetters panels, IStringLocalizer<ApplicationTexts> texts) : IDeliveryContent
{
    public string Kind => AdmissionNews.DeskKind;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (PanelLetters.IsAbout(delivery))
            return await panels.ToCommitteeAsync(delivery, reader, cancellation);
        if (reader.MemberId is not { } me || await AdmissionTold.FindAsync(db, delivery.About, cancellation) is not { Runs: true } told)
            return null;
        // Who has a tie by now, or no office any more, hears nothing of it.
        if (!await db.Members.AnyAsync(m => m.Id == me && (m.Role == Role.Committee || m.Role == Role.Organizer), cancellation) || !await db.ApplicationsOpenTo(me).AnyAsync(a => a.Id == told.ApplicationId, cancellation))
            return null;
        if (told is { Step: ApplicationStepKind.Applied, State: not ApplicationState.Applied } or { Step: ApplicationStepKind.Recorded, State: not ApplicationState.Planned })
            return null;
        var key = told.Step is { } kind ? $"Desk.{kind}" : "Desk.Message";
        return new Message(texts[$"{key}.Subject", told.Name], texts[key, told.Name], house.Of($"/applications/{told.ApplicationId}"), texts["News.Act"]);
    }
}

/// <summary>What a delivery is about.</summary>
internal sealed record AdmissionTold(int ApplicationId, int MemberId, string Name, ApplicationState State, ApplicationStepKind? Step, int? StepId)
{
    /// <summary>Whether the application has not ended.</summary>
    public bool Runs => State < ApplicationState.Promoted;

    /// <summary>Reads it; null if there is nothing of it any more.</summary>
    public static async Task<AdmissionTold?> FindAsync(WhalepaperDb db, string? about, CancellationToken cancellation) => (about ?? "").Split(':') switch
    {
        ["step", var number] when Number(number) is { } id => await (
            from step in db.ApplicationSteps
            join a in db.Applications on step.ApplicationId equals a.Id
            where step.Id == id
            select new AdmissionTold(a.Id, a.MemberId, a.Member.Name, a.State, step.Kind, step.Id)).SingleOrDefaultAsync(cancellation),
        ["message", var number] when Number(number) is { } id => await (
            from message in db.ApplicationMessages
            join a in db.Applications on message.ApplicationId equals a.Id
            where message.Id == id
            select new AdmissionTold(a.Id, a.MemberId, a.Member.Name, a.State, null, null)).SingleOrDefaultAsync(cancellation),
        ["invited", var number] when Number(number) is { } id => await db.Applications.Where(a => a.Id == id && a.AppliedAt == null)
            .Select(a => new AdmissionTold(a.Id, a.MemberId, a.Member.Name, a.State, null, null)).SingleOrDefaultAsync(cancellation),
        _ => null,
    };

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
