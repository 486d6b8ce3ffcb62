using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Reminders;

/// <summary>Tells a presenter what somebody else did with their talk.</summary>
internal class TalkNewsWords(WhalepaperDb db, ReminderHours hours, TalkInvitation invitations, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : IDeliveryContent
{
    public virtual string Kind => ReminderKinds.News;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        var about = (delivery.About ?? "").Split(':');
        if (!int.TryParse(about[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        var step = await db.TalkSteps.AsNoTracking().Where(s => s.Id == id).Select(s => new { s.Id, s.TalkId, s.Kind, By = s.By == null ? null : s.By.Name, s.WhomId, Whom = s.Whom == null ? null : s.Whom.Name, s.Date, s.Word }).SingleOrDefaultAsync(cancellation);
        if (step is null || await TalkTold.FindAsync(db, step.TalkId, cancellation) is not { } talk)
            return null;
        if (about.Length > 1)
            return await LeftAsync(talk, step.Id, reader, cancellation);
        if (await IsOvertakenAsync(talk, step.Id, step.Kind, cancellation))
            return null;
        var key = step.Kind is TalkStepKind.HandedOver or TalkStepKind.Joined && step.WhomId == reader.MemberId ? $"{step.Kind}.You" : $"{step.Kind}";
        // The date as it is by now: what happened since is told with it.
        var isOver = step.Kind is TalkStepKind.Undated or TalkStepKind.Withdrawn or TalkStepKind.Cancelled;
        var date = isOver ? step.Date : talk.StartsAt;
        var when = date is { } at ? await hours.SayAsync(at, reader, cancellation) : texts["News.NoDate"].Value;
        var text = texts[$"News.{key}", talk.Title, when, step.By ?? "", step.Whom ?? ""].Value;
        if (!string.IsNullOrWhiteSpace(step.Word))
            text += $"\n\n{texts["News.Word", step.Word]}";
        return new Message(texts[$"News.{key}.Subject", talk.Title], text, house.Of($"/talks/{talk.Id}"), texts["Talk.Act.See"]) { Invitation = await InviteAsync(talk, isOver || !talk.IsOf(reader.MemberId), step.Date, delivery, reader, cancellation) };
    }

    // Takes the date before out of the calendar; where there was none, or it is the same again, there is nothing to say.
    private async Task<Message?> LeftAsync(TalkTold talk, int step, Reader reader, CancellationToken cancellation)
    {
        var before = await db.TalkSteps.Where(s => s.TalkId == talk.Id && s.Id < step && s.Date != null).OrderByDescending(s => s.Id).Select(s => s.Date).FirstOrDefaultAsync(cancellation);
        if (before is not { } former || former == talk.StartsAt || await InviteFormerAsync(talk, former, reader, cancellation) is not { } invitation)
            return null;
        return new Message(texts["News.Former.Subject", talk.Title], texts["News.Former", talk.Title, await hours.SayAsync(former, reader, cancellation)], house.Of($"/talks/{talk.Id}"), texts["Talk.Act.See"]) { Invitation = invitation };
    }

    // Only letters carry something for the calendar.
    private async Task<CalendarInvitation?> InviteAsync(TalkTold talk, bool isOver, Instant? former, Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (delivery.Channel is not ChannelNames.Mail || Kind is not ReminderKinds.News || reader.MemberId is not { } member)
            return null;
        if (!isOver)
            return talk.StartsAt is null ? null : await invitations.OfTalkAsync(talk.Id, member, false, cancellation);
        return former is { } at ? await InviteFormerAsync(talk, at, reader, cancellation) : null;
    }

    private async Task<CalendarInvitation?> InviteFormerAsync(TalkTold talk, Instant former, Reader reader, CancellationToken cancellation) =>
        await db.Meetings.Where(m => m.TrackId == db.Talks.Where(t => t.Id == talk.Id).Select(t => t.TrackId).First() && m.StartsAt == former).Select(m => (int?)m.Id).FirstOrDefaultAsync(cancellation) is { } meeting
            ? await invitations.OfTalkAsync(talk.Id, reader.MemberId!.Value, true, meeting, cancellation) : null;

    // What was undone or done anew since is told by what came after it.
    private async Task<bool> IsOvertakenAsync(TalkTold talk, int step, TalkStepKind kind, CancellationToken cancellation) => kind switch
    {
        TalkStepKind.Withdrawn or TalkStepKind.Cancelled => false,
        TalkStepKind.Dated or TalkStepKind.Undated => !talk.IsAhead || await db.TalkSteps.AnyAsync(s => s.TalkId == talk.Id && s.Id > step && (s.Kind == TalkStepKind.Dated || s.Kind == TalkStepKind.Undated), cancellation),
        _ => !talk.IsAhead,
    };
}

/// <summary>Tells the committee of the same.</summary>
internal sealed class CommitteeNewsWords(WhalepaperDb db, ReminderHours hours, TalkInvitation invitations, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : TalkNewsWords(db, hours, invitations, house, texts)
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
