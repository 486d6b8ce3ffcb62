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
        return (delivery.About ?? "").Split(':') switch
        {
            [var step] when Number(step) is { } id => await OfStepAsync(id, isOfFormer: false, delivery, reader, cancellation),
            [var step, "left"] when Number(step) is { } id => await OfStepAsync(id, isOfFormer: true, delivery, reader, cancellation),
            ["meeting", var meeting, var talk] when Number(meeting) is { } at && Number(talk) is { } id => await OfMeetingAsync(id, at, delivery, reader, cancellation),
            _ => null,
        };
    }

    private async Task<Message?> OfStepAsync(int id, bool isOfFormer, Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        var step = await db.TalkSteps.AsNoTracking().Where(s => s.Id == id).Select(s => new Step(s.Id, s.TalkId, s.Kind, s.By == null ? null : s.By.Name, s.WhomId, s.Whom == null ? null : s.Whom.Name, s.Date, s.Word)).SingleOrDefaultAsync(cancellation);
        if (step is null || await TalkTold.FindAsync(db, step.TalkId, cancellation) is not { } talk)
            return null;
        if (isOfFormer)
            return await LeftAsync(talk, step, reader, cancellation);
        if (await IsOvertakenAsync(talk, step, reader, cancellation))
            return null;
        var key = step.Kind is TalkStepKind.HandedOver or TalkStepKind.Joined or TalkStepKind.Left or TalkStepKind.SteppedIn && step.WhomId == reader.MemberId ? $"{step.Kind}.You" : $"{step.Kind}";
        // The date as it is by now: what happened since is told with it.
        var isOver = step.Kind is TalkStepKind.Undated or TalkStepKind.Withdrawn or TalkStepKind.Cancelled;
        var date = isOver ? step.Date : talk.StartsAt;
        var when = date is { } at ? await hours.SayAsync(at, reader, cancellation) : texts["News.NoDate"].Value;
        // Who is still a presenter of it shares it with whoever stepped in for another.
        if (step.Kind is TalkStepKind.SteppedIn && step.WhomId != reader.MemberId && talk.IsOf(reader.MemberId))
            key = "SteppedIn.With";
        var text = texts[$"News.{key}", talk.Title, when, step.By ?? "", step.Whom ?? ""].Value;
        if (!string.IsNullOrWhiteSpace(step.Word))
            text += $"\n\n{texts["News.Word", step.Word]}";
        return new Message(texts[$"News.{key}.Subject", talk.Title], text, house.Of($"/talks/{talk.Id}"), texts["Talk.Act.See"])
        {
            // An hour that has begun is nothing for a calendar any more.
            Invitation = step.Kind is TalkStepKind.SteppedIn ? null : await InviteAsync(talk, isOver || !talk.IsOf(reader.MemberId), step.Date, delivery, reader, cancellation),
        };
    }

    // The meeting of one's own talk is at another hour, or does not take place.
    private async Task<Message?> OfMeetingAsync(int talkId, int meetingId, Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (await TalkTold.FindAsync(db, talkId, cancellation) is not { IsAhead: true } talk || talk.MeetingId != meetingId || !talk.IsOf(reader.MemberId) || await db.Deliveries.IsRepeatedAsync(delivery, cancellation))
            return null;
        var meeting = await db.Meetings.AsNoTracking().Where(m => m.Id == meetingId).Select(m => new { m.StartsAt, IsCancelled = m.CancelledAt != null, m.CancelledBecause }).SingleAsync(cancellation);
        var key = meeting.IsCancelled ? "News.Meeting.Cancelled" : "News.Meeting.Moved";
        var text = texts[key, talk.Title, await hours.SayAsync(meeting.StartsAt, reader, cancellation)].Value;
        if (meeting.IsCancelled && !string.IsNullOrWhiteSpace(meeting.CancelledBecause))
            text += $"\n\n{texts["News.Word", meeting.CancelledBecause]}";
        return new Message(texts[$"{key}.Subject", talk.Title, await hours.SayShortAsync(meeting.StartsAt, reader, cancellation)], text, house.Of($"/talks/{talk.Id}"), texts["Talk.Act.See"])
        {
            Invitation = delivery.Channel is ChannelNames.Mail && (meeting.IsCancelled || talk.State is not TalkState.Asked) ? await invitations.OfTalkAsync(talk.Id, reader.MemberId!.Value, meeting.IsCancelled, cancellation) : null,
        };
    }

    // Takes the date before out of a calendar that was written to; where there was none, or it is the same again, there is nothing to say.
    private async Task<Message?> LeftAsync(TalkTold talk, Step step, Reader reader, CancellationToken cancellation)
    {
        var hasLeft = step.Kind is TalkStepKind.Left;
        if (hasLeft && talk.IsOf(reader.MemberId))
            return null;
        var before = hasLeft ? step.Date : await db.TalkSteps.Where(s => s.TalkId == talk.Id && s.Id < step.Id && s.Date != null).OrderByDescending(s => s.Id).Select(s => s.Date).FirstOrDefaultAsync(cancellation);
        if (before is not { } former || (former == talk.StartsAt && !hasLeft) || !await WasInvitedAsync(talk, reader, cancellation) || await InviteFormerAsync(talk, former, reader, cancellation) is not { } invitation)
            return null;
        return new Message(texts[hasLeft ? "News.Former.Left.Subject" : "News.Former.Subject", talk.Title], texts[hasLeft ? "News.Former.Left" : "News.Former", talk.Title, await hours.SayAsync(former, reader, cancellation)], house.Of($"/talks/{talk.Id}"), texts["Talk.Act.See"]) { Invitation = invitation };
    }

    private Task<bool> WasInvitedAsync(TalkTold talk, Reader reader, CancellationToken cancellation) => db.Deliveries.OfTalk(talk.Id)
        .AnyAsync(d => d.MemberId == reader.MemberId && d.Channel == ChannelNames.Mail && d.State == DeliveryState.Sent && (d.Kind == ReminderKinds.Talk || d.Kind == ReminderKinds.News), cancellation);

    // Only letters carry something for the calendar.
    private async Task<CalendarInvitation?> InviteAsync(TalkTold talk, bool isOver, Instant? former, Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (delivery.Channel is not ChannelNames.Mail || Kind is not ReminderKinds.News || reader.MemberId is not { } member)
            return null;
        if (!isOver)
            return talk.StartsAt is null || talk.State is TalkState.Asked ? null : await invitations.OfTalkAsync(talk.Id, member, false, cancellation);
        return former is { } at ? await InviteFormerAsync(talk, at, reader, cancellation) : null;
    }

    private async Task<CalendarInvitation?> InviteFormerAsync(TalkTold talk, Instant former, Reader reader, CancellationToken cancellation) =>
        await db.Meetings.Where(m => m.TrackId == db.Talks.Where(t => t.Id == talk.Id).Select(t => t.TrackId).First() && m.StartsAt == former).Select(m => (int?)m.Id).FirstOrDefaultAsync(cancellation) is { } meeting
            ? await invitations.OfTalkAsync(talk.Id, reader.MemberId!.Value, true, meeting, cancellation) : null;

    // What was undone or done anew since is told by what came after it.
    private async Task<bool> IsOvertakenAsync(TalkTold talk, Step step, Reader reader, CancellationToken cancellation) => step.Kind switch
    {
        // Often it is given before a letter leaves.
        TalkStepKind.Withdrawn or TalkStepKind.Cancelled or TalkStepKind.SteppedIn => false,
        TalkStepKind.Dated or TalkStepKind.Undated => !talk.IsAhead || await db.TalkSteps.AnyAsync(s => s.TalkId == talk.Id && s.Id > step.Id && (s.Kind == TalkStepKind.Dated || s.Kind == TalkStepKind.Undated), cancellation),
        TalkStepKind.Claimed or TalkStepKind.Asked => !talk.IsAhead || !talk.IsOf(reader.MemberId),
        TalkStepKind.Joined or TalkStepKind.Left => !talk.IsAhead || talk.IsOf(step.WhomId) != step.Kind is TalkStepKind.Joined || await IsDoneAnewAsync(step, cancellation),
        _ => !talk.IsAhead || await IsDoneAnewAsync(step, cancellation),
    };

    private Task<bool> IsDoneAnewAsync(Step step, CancellationToken cancellation) =>
        db.TalkSteps.AnyAsync(s => s.TalkId == step.TalkId && s.Id > step.Id && s.Kind == step.Kind && s.WhomId == step.WhomId, cancellation);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed record Step(int Id, int TalkId, TalkStepKind Kind, string? By, int? WhomId, string? Whom, Instant? Date, string? Word);
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
        if (meeting is null || meeting.StartsAt <= clock.GetCurrentInstant() || await db.Deliveries.IsRepeatedAsync(delivery, cancellation))
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
        return new Message(texts[offer.SwapId is null ? "Offer.Subject" : "Offer.Swap.Subject", offer.From, talk.Title], text, house.Of($"/talks/{talk.Id}"), texts["Offer.Act"]);
    }
}
