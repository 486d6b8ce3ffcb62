using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;

namespace Whalepaper.Admission.Panels;

/// <summary>Puts into words what is told about panels, trial talks and questions. Only that there is something: what was asked, and answered, stands on the page and in no letter.</summary>
internal sealed class PanelLetters(WhalepaperDb db, PublicAddress house, IStringLocalizer<PanelTexts> texts)
{
    /// <summary>Somebody was named.</summary>
    public const string Seat = "seat";

    /// <summary>Something was asked.</summary>
    public const string Asked = "question";

    /// <summary>Something was answered.</summary>
    public const string Answered = "answer";

    /// <summary>The trial talk got a date, or lost it.</summary>
    public const string Dated = "date";

    /// <summary>The trial talk moved.</summary>
    public const string Moved = "moved";

    /// <summary>The panel became too small.</summary>
    public const string Short = "short";

    private static readonly string[] all = [Seat, Asked, Answered, Dated, Moved, Short];

    /// <summary>What a delivery is about that tells somebody of their seat: who is named anew after they were taken off is told anew.</summary>
    public static string OfSeat(PanelSeat seat) => string.Create(CultureInfo.InvariantCulture, $"{Seat}:{seat.ApplicationId}:{seat.At.ToUnixTimeMilliseconds()}");

    /// <summary>What a delivery is about that tells that a panel became too small.</summary>
    public static string OfShort(int applicationId, Instant at) => string.Create(CultureInfo.InvariantCulture, $"{Short}:{applicationId}:{at.ToUnixTimeMilliseconds()}");

    /// <summary>Whether a delivery is about something of this.</summary>
    public static bool IsAbout(Delivery delivery) => all.Contains((delivery.About ?? "").Split(':')[0], StringComparer.Ordinal);

    /// <summary>Writes to who applies; null if it is no news any more.</summary>
    public async Task<Message?> ToApplicantAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (delivery.About?.Split(':') is not [Asked, var number] || Number(number) is not { } id)
            return null;
        // Of several questions the last tells of all.
        var found = await (
            from question in db.PanelQuestions
            join a in db.Applications on question.ApplicationId equals a.Id
            where question.Id == id && question.Answer == null && a.MemberId == reader.MemberId && a.EndedAt == null
                && !db.PanelQuestions.Any(later => later.ApplicationId == a.Id && later.Id > id && later.Answer == null)
            select (int?)a.Id).SingleOrDefaultAsync(cancellation);
        return found is { } application ? Of("Letter.Asked", "", application, "questions") : null;
    }

    /// <summary>Writes to somebody of the committee; null if it is no news any more, or none for them.</summary>
    public async Task<Message?> ToCommitteeAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (reader.MemberId is not { } me || await FindAsync(delivery.About, me, cancellation) is not var (id, key, place))
            return null;
        // Who has a tie by now, or no office any more, hears nothing of it.
        if (!await db.Members.AnyAsync(m => m.Id == me && (m.Role == Role.Committee || m.Role == Role.Organizer), cancellation))
            return null;
        var name = await db.ApplicationsOpenTo(me).Where(a => a.Id == id && a.EndedAt == null).Select(a => a.Member.Name).SingleOrDefaultAsync(cancellation);
        return name is null ? null : Of(key, name, id, place);
    }

    private async Task<(int Application, string Key, string Place)?> FindAsync(string? about, int me, CancellationToken cancellation)
    {
        switch ((about ?? "").Split(':'))
        {
            case [Seat, var application, var at] when Number(application) is { } id && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var moment):
                var since = Instant.FromUnixTimeMilliseconds(moment);
                return await db.PanelSeats.AnyAsync(seat => seat.ApplicationId == id && seat.MemberId == me && seat.At == since, cancellation) ? (id, "Letter.Seat", "panel") : null;
            case [Answered, var number] when Number(number) is { } id:
                return await db.PanelQuestions.Where(question => question.Id == id).Select(question => (int?)question.ApplicationId).SingleOrDefaultAsync(cancellation) is { } of ? (of, "Letter.Answered", $"question-{id}") : null;
            case [Dated, var number] when Number(number) is { } id:
                // What came after it tells more.
                var step = await db.ApplicationSteps.AsNoTracking().Where(s => s.Id == id && !db.ApplicationSteps.Any(later => later.ApplicationId == s.ApplicationId && later.Id > id))
                    .Select(s => new { s.ApplicationId, s.Kind }).SingleOrDefaultAsync(cancellation);
                return step is null ? null : (step.ApplicationId, $"Letter.{step.Kind}", "trial");
            case [Moved, var application, _] when Number(application) is { } id:
                return await db.Applications.AnyAsync(a => a.Id == id && a.State == ApplicationState.Planned && db.PanelSeats.Any(seat => seat.ApplicationId == id && seat.MemberId == me), cancellation) ? (id, "Letter.Moved", "trial") : null;
            case [Short, var application, _] when Number(application) is { } id:
                return await db.Applications.AnyAsync(a => a.Id == id && a.State == ApplicationState.Planned && db.PanelSeats.Count(seat => seat.ApplicationId == id) < PanelSeat.Least, cancellation) ? (id, "Letter.Short", "panel") : null;
            default:
                return null;
        }
    }

    private Message Of(string key, string name, int application, string place) =>
        new(texts[$"{key}.Subject", name], texts[key, name], house.Of(string.Create(CultureInfo.InvariantCulture, $"/applications/{application}#{place}")), texts["Letter.Act"]);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
