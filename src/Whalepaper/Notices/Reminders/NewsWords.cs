using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Reminders;

/// <summary>Tells a presenter what somebody else did with their talk.</summary>
internal class TalkNewsWords(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : IDeliveryContent
{
    public virtual string Kind => ReminderKinds.News;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (!int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        var step = await db.TalkSteps.AsNoTracking().Where(s => s.Id == id).Select(s => new { s.Id, s.TalkId, s.Kind, By = s.By == null ? null : s.By.Name, s.ById, s.WhomId, Whom = s.Whom == null ? null : s.Whom.Name, s.Date, s.Word }).SingleOrDefaultAsync(cancellation);
        if (step is null || await TalkTold.FindAsync(db, step.TalkId, cancellation) is not { } talk || await IsOvertakenAsync(talk, step.Id, step.Kind, cancellation))
            return null;
        var key = step.Kind is TalkStepKind.HandedOver or TalkStepKind.Joined && step.WhomId == reader.MemberId ? $"{step.Kind}.You" : $"{step.Kind}";
        // The date as it is by now: what happened since is told with it.
        var date = step.Kind is TalkStepKind.Undated or TalkStepKind.Withdrawn or TalkStepKind.Cancelled ? step.Date : talk.StartsAt;
        var when = date is { } at ? await hours.SayAsync(at, reader, cancellation) : texts["News.NoDate"].Value;
        var text = texts[$"News.{key}", talk.Title, when, step.By ?? "", step.Whom ?? ""].Value;
        if (!string.IsNullOrWhiteSpace(step.Word))
            text += $"\n\n{texts["News.Word", step.Word]}";
        return new Message(texts[$"News.{key}.Subject", talk.Title], text, house.Of($"/talks/{talk.Id}"), texts["Talk.Act.See"]);
    }

    // What was undone or done anew since is told by what came after it.
    private async Task<bool> IsOvertakenAsync(TalkTold talk, int step, TalkStepKind kind, CancellationToken cancellation) => kind switch
    {
        TalkStepKind.Withdrawn or TalkStepKind.Cancelled => false,
        TalkStepKind.Dated or TalkStepKind.Undated => !talk.IsAhead || await db.TalkSteps.AnyAsync(s => s.TalkId == talk.Id && s.Id > step && (s.Kind == TalkStepKind.Dated || s.Kind == TalkStepKind.Undated), cancellation),
        _ => !talk.IsAhead,
    };
}

/// <summary>Tells the committee of the same.</summary>
internal sealed class CommitteeNewsWords(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : TalkNewsWords(db, hours, house, texts)
{
    public override string Kind => ReminderKinds.CommitteeNews;
}

/// <summary>Tells of a meeting that is at another hour, or does not take place.</summary>
internal sealed class MeetingNewsWords(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ReminderTexts> texts, IClock clock) : IDeliveryContent
{
    public string Kind => ReminderKinds.MeetingNews;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (!int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        var meeting = await (
            from one in db.Meetings
            join track in db.Tracks on one.TrackId equals track.Id
            where one.Id == id
            select new { one.StartsAt, IsCancelled = one.CancelledAt != null, one.CancelledBecause, Track = track }).AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (meeting is null || meeting.StartsAt <= clock.GetCurrentInstant())
            return null;
        var (name, key) = (meeting.Track.NameIn(reader.Language.Culture), meeting.IsCancelled ? "Cancelled" : "Moved");
        var text = texts[$"Meeting.{key}", name, await hours.SayAsync(meeting.StartsAt, reader, cancellation)].Value;
        if (meeting.IsCancelled && !string.IsNullOrWhiteSpace(meeting.CancelledBecause))
            text += $"\n\n{texts["News.Word", meeting.CancelledBecause]}";
        return new Message(texts[$"Meeting.{key}.Subject", name, await hours.SayShortAsync(meeting.StartsAt, reader, cancellation)], text, house.Of($"/meetings/{id}"), texts["Meeting.Act"]);
    }
}

/// <summary>Tells somebody that a talk is offered to them.</summary>
internal sealed class OfferWords(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : IDeliveryContent
{
    public string Kind => ReminderKinds.Offer;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (!int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        var offer = await db.Handovers.AsNoTracking().Where(h => h.Id == id && h.End == null && h.TakenAt == null && h.ToId == reader.MemberId).Select(h => new { h.TalkId, h.SwapId, From = h.From.Name, h.Word }).SingleOrDefaultAsync(cancellation);
        if (offer is null || await TalkTold.FindAsync(db, offer.TalkId, cancellation) is not { IsAhead: true } talk)
            return null;
        var text = texts[offer.SwapId is null ? "Offer.Text" : "Offer.Swap", offer.From, talk.Title, talk.StartsAt is { } at ? await hours.SayAsync(at, reader, cancellation) : texts["News.NoDate"].Value].Value;
        if (!string.IsNullOrWhiteSpace(offer.Word))
            text += $"\n\n{texts["News.Word", offer.Word]}";
        return new Message(texts["Offer.Subject", offer.From, talk.Title], text, house.Of($"/talks/{talk.Id}"), texts["Offer.Act"]);
    }
}
