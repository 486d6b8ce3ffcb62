using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Talks;

namespace Whalepaper.Notices.Reminders;

/// <summary>What one person was told of a talk at one time, on all ways.</summary>
/// <param name="Word">Which reminder it is.</param>
/// <param name="At">When it was due, or ended.</param>
/// <param name="Mail">How far the letter is; null if none was written.</param>
/// <param name="Inbox">How far the message in the inbox is; null if none was written.</param>
/// <param name="Fault">Why the letter did not arrive, where it was tried and failed.</param>
/// <param name="IsOpened">Whether the page behind its link was opened.</param>
/// <param name="IsRead">Whether it was read in the inbox.</param>
public sealed record SeenReminder(string Word, Instant At, DeliveryState? Mail, DeliveryState? Inbox, MailFault? Fault, bool IsOpened, bool IsRead);

/// <summary>What somebody was told of a talk.</summary>
public sealed record SeenByPerson(int MemberId, string Name, string Handle, IReadOnlyList<SeenReminder> Reminders);

/// <summary>Somebody with a talk soon whom nothing reached.</summary>
/// <param name="TalkId">The talk.</param>
/// <param name="Title">What it is about.</param>
/// <param name="StartsAt">Its hour.</param>
/// <param name="Name">Who shares it.</param>
/// <param name="Handle">The name in the address of their page.</param>
/// <param name="Fault">Why the last letter did not arrive; null if none was tried.</param>
public sealed record NeverReachedPresenter(int TalkId, string Title, Instant StartsAt, string Name, string Handle, MailFault? Fault);

/// <summary>What became of reminders, for the committee.</summary>
public static class ReminderSight
{
    /// <summary>So long before a talk the committee wants to know whom nothing reached.</summary>
    public static readonly Duration Soon = Duration.FromDays(14);

    private const int Most = 100;

    private static readonly Duration looksBack = Duration.FromDays(60);

    /// <summary>What was told of a talk, by person, in order of time. What its server said of somebody's address, and what they want to be told, is nobody else's matter.</summary>
    /// <param name="db">The database.</param>
    /// <param name="talkId">The talk's number.</param>
    /// <param name="only">Only what this member was told; null for all, which is for the committee.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<SeenByPerson>> SeenAsync(this WhalepaperDb db, int talkId, int? only, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await (
            from delivery in db.Deliveries.OfTalk(talkId)
            // A letter that was dropped was not wanted, or not needed any more: which of the two, its reader knows.
            where delivery.MemberId != null && (only == null || delivery.MemberId == only) && !(delivery.Channel == ChannelNames.Mail && delivery.State == DeliveryState.Dropped)
            join member in db.Members on delivery.MemberId equals member.Id
            orderby delivery.Id
            select new
            {
                delivery.Occasion,
                delivery.Channel,
                delivery.State,
                delivery.Due,
                delivery.EndedAt,
                delivery.Result,
                delivery.Attempts,
                Opened = delivery.OpenedAt != null,
                Read = db.InboxItems.Any(i => i.Uid == delivery.Uid && i.ReadAt != null),
                member.Id,
                member.Name,
                member.Handle,
            }).AsNoTracking().ToListAsync(cancellation);
        return [.. rows.GroupBy(row => (row.Id, row.Name, row.Handle)).OrderBy(person => person.Key.Name, StringComparer.Ordinal).Select(person => new SeenByPerson(
            person.Key.Id, person.Key.Name, person.Key.Handle, [.. person.GroupBy(row => row.Occasion, StringComparer.Ordinal).Select(one =>
            {
                var (mail, inbox) = (one.FirstOrDefault(row => row.Channel is ChannelNames.Mail), one.FirstOrDefault(row => row.Channel is ChannelNames.Inbox));
                return new SeenReminder(
                    one.Key.Split(':')[2], one.Min(row => row.EndedAt ?? row.Due), mail?.State, inbox?.State,
                    mail is { State: not DeliveryState.Sent, Result: { } said } && (mail.State is DeliveryState.Dead || mail.Attempts > 0) ? MailFaults.Of(said) : null, one.Any(row => row.Opened), one.Any(row => row.Read));
            }).OrderBy(one => one.At)]))];
    }

    /// <summary>Who has a talk soon and was not reached by anything that was sent about it, the nearest first.</summary>
    public static async Task<IReadOnlyList<NeverReachedPresenter>> NeverReachedAsync(this WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (until, since) = (now + Soon, now - looksBack);
        var soon = await (
            from talk in db.Talks.Ahead()
            where talk.State != TalkState.Asked && talk.Meeting != null && talk.Meeting.CancelledAt == null && talk.Meeting.StartsAt > now && talk.Meeting.StartsAt <= until
            join presenter in db.TalkPresenters on talk.Id equals presenter.TalkId
            where presenter.Member.ClaimedAt != null && presenter.Member.LeftAt == null
            orderby talk.Meeting!.StartsAt, talk.Id, presenter.Position
            select new { talk.Id, talk.Meeting!.StartsAt, presenter.MemberId, presenter.Member.Name, presenter.Member.Handle, Title = talk.Papers.OrderBy(p => p.Position).Select(p => p.Paper.Title).First() }).AsNoTracking().ToListAsync(cancellation);
        if (soon.Count == 0)
            return [];
        List<int> members = [.. soon.Select(one => one.MemberId).Distinct()];
        var told = (await db.Deliveries.AsNoTracking()
            .Where(d => d.MemberId != null && EF.Parameter(members).Contains(d.MemberId.Value) && d.At > since && d.Due <= now && (d.Kind == ReminderKinds.Talk || d.Kind == ReminderKinds.News))
            .OrderBy(d => d.Id).Select(d => new { d.Occasion, MemberId = d.MemberId!.Value, d.Channel, d.State, d.Result, Seen = d.OpenedAt != null || db.InboxItems.Any(i => i.Uid == d.Uid && i.ReadAt != null) }).ToListAsync(cancellation))
            .ToLookup(d => (TalkId: Number(d.Occasion), d.MemberId));
        return [.. soon
            .Where(one => told[(one.Id, one.MemberId)] is var rows && rows.Any(row => row is { Channel: ChannelNames.Inbox, State: DeliveryState.Sent }) && !rows.Any(row => row.Seen || row is { Channel: ChannelNames.Mail, State: DeliveryState.Sent }))
            .Select(one => new NeverReachedPresenter(one.Id, one.Title, one.StartsAt, one.Name, one.Handle,
                told[(one.Id, one.MemberId)].LastOrDefault(row => row is { Channel: ChannelNames.Mail, State: not DeliveryState.Dropped, Result: not null }) is { Result: { } said } ? MailFaults.Of(said) : null)).Take(Most)];
    }

    private static int Number(string occasion) => occasion.Split(':') is [_, var id, ..] && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
