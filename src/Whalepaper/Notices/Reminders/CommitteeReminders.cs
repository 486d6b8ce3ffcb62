using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Reminders;

/// <summary>Tells the committee that nobody said yet that a talk takes place.</summary>
internal class UnconfirmedReminder(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : IDeliveryContent
{
    public virtual string Kind => ReminderKinds.Unconfirmed;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (ReminderAbout.Of(delivery) is not { } about || await TalkTold.FindAsync(db, about.Id, cancellation) is not { State: TalkState.Claimed } talk || talk.StartsAt != about.StartsAt || talk.IsOf(reader.MemberId))
            return null;
        var standsBy = await db.Standbys.AnyAsync(s => s.MeetingId == talk.MeetingId && s.MemberId == reader.MemberId, cancellation);
        var names = string.Join(texts["And"], talk.Presenters.Select(presenter => presenter.Name));
        return new Message(
            texts["Unconfirmed.Subject", talk.Title, await hours.SayShortAsync(about.StartsAt, reader, cancellation)],
            texts[standsBy ? "Unconfirmed.Standby" : "Unconfirmed.Text", names, talk.Title, await hours.SayAsync(about.StartsAt, reader, cancellation)],
            house.Of($"/talks/{talk.Id}"), texts["Talk.Act.See"]);
    }
}

/// <summary>Tells who stands by the same.</summary>
internal sealed class StandbyReminder(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : UnconfirmedReminder(db, hours, house, texts)
{
    public override string Kind => ReminderKinds.Standby;
}

/// <summary>Tells the committee that a talk is near and not prepared.</summary>
internal sealed class UnreadyReminder(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : IDeliveryContent
{
    public string Kind => ReminderKinds.Unready;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (ReminderAbout.Of(delivery) is not { } about || await TalkTold.FindAsync(db, about.Id, cancellation) is not { IsAhead: true, IsPrepared: false } talk || talk.StartsAt != about.StartsAt)
            return null;
        var written = await db.PreparedParts.CountAsync(p => p.TalkId == talk.Id && p.PartId != null && p.Text != "", cancellation);
        var names = string.Join(texts["And"], talk.Presenters.Select(presenter => presenter.Name));
        return new Message(
            texts["Unready.Subject", talk.Title, await hours.SayShortAsync(about.StartsAt, reader, cancellation)],
            texts["Unready.Text", names, talk.Title, await hours.SayAsync(about.StartsAt, reader, cancellation), written, await db.OutlineParts.CountAsync(cancellation)],
            house.Of($"/talks/{talk.Id}"), texts["Talk.Act.See"]);
    }
}

/// <summary>Reminds whoever follows a track of its meeting.</summary>
internal sealed class MeetingReminder(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : IDeliveryContent
{
    public string Kind => ReminderKinds.Meeting;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (ReminderAbout.Of(delivery) is not { } about)
            return null;
        var meeting = await (
            from one in db.Meetings
            join track in db.Tracks on one.TrackId equals track.Id
            where one.Id == about.Id && one.CancelledAt == null
            select new { one.StartsAt, track.Code, track.Name, track.EnglishName }).AsNoTracking().SingleOrDefaultAsync(cancellation);
        if (meeting is null || meeting.StartsAt != about.StartsAt)
            return null;
        var ids = await db.Talks.Ahead().Where(t => t.MeetingId == about.Id && t.State != TalkState.Asked).OrderBy(t => t.Seat).ThenBy(t => t.Id).Select(t => t.Id).ToListAsync(cancellation);
        if (ids.Count == 0)
            return null;
        var line = await TalkTold.LinesAsync(db, ids, texts["And"], cancellation);
        var lines = ids.Select(line).Select(talk => texts["Meeting.Line", talk.Title, talk.Names].Value);
        var name = reader.Language == Language.English && meeting.EnglishName is { Length: > 0 } english ? english : meeting.Name;
        return new Message(
            texts["Meeting.Subject", await hours.SayShortAsync(about.StartsAt, reader, cancellation), name],
            $"{texts["Meeting.Lead", await hours.SayAsync(about.StartsAt, reader, cancellation), name].Value}\n{string.Join('\n', lines)}",
            house.Of($"/meetings/{about.Id}"), texts["Meeting.Act"]);
    }
}
