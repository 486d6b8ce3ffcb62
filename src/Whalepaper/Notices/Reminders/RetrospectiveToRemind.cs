using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Reminders;

/// <summary>
/// An open look back, as far as reminders look at it: all who may answer, those who did as well. A row for each of them tells nothing; who answered by then is asked when
/// it is sent.
/// </summary>
internal sealed record RetrospectiveToRemind(int Id, Instant Since, Instant ClosesAt, IReadOnlyList<Remembered> People)
{
    // Once, so long before the end; of one that is open for less, at half of its time.
    private static readonly Duration before = Duration.FromDays(3);

    /// <summary>Reads those that come to their end.</summary>
    public static async Task<IReadOnlyList<RetrospectiveToRemind>> ReadAsync(WhalepaperDb db, Instant now, Duration horizon, DateTimeZone zone, CancellationToken cancellation)
    {
        var until = now + horizon + before;
        var open = await db.Retrospectives.Where(r => r.ClosedAt == null && r.ClosesAt > now && r.ClosesAt <= until).OrderBy(r => r.Id).Select(r => new { r.Id, r.OpenedAt, r.ClosesAt }).ToListAsync(cancellation);
        if (open.Count == 0)
            return [];
        int[] ids = [.. open.Select(r => r.Id)];
        var people = (await (
            from invitee in db.RetrospectiveInvitees
            join member in db.Members on invitee.MemberId equals member.Id
            where EF.Parameter(ids).Contains(invitee.RetrospectiveId) && member.ClaimedAt != null && member.LeftAt == null
            orderby invitee.MemberId
            select new { invitee.RetrospectiveId, invitee.MemberId, member.ZoneId }).ToListAsync(cancellation)).ToLookup(one => one.RetrospectiveId, one => new Remembered(one.MemberId, OwnZone.Of(one.ZoneId, zone)));
        return open.ConvertAll(r => new RetrospectiveToRemind(r.Id, r.OpenedAt, r.ClosesAt, [.. people[r.Id]]));
    }

    /// <summary>Every such reminder, on every way.</summary>
    public static IEnumerable<WantedReminder> Wants(ReminderFacts facts) =>
        from retrospective in facts.Retrospectives
        let rung = new Rung(ReminderLadder.Last, Duration.Min(before, (retrospective.ClosesAt - retrospective.Since) / 2))
        from person in retrospective.People
        from time in ReminderLadder.Times([rung], retrospective.ClosesAt, retrospective.Since, person.Zone, ReminderLadder.Quiet(facts.Settings))
        from channel in (string[])[ChannelNames.Inbox, ChannelNames.Mail]
        select new WantedReminder(
            RetrospectiveNews.Occasion(retrospective.Id, time.Word), person.MemberId, channel, RetrospectiveMessages.Reminder, new ReminderAbout(retrospective.Id, time.Word, retrospective.ClosesAt).ToString(), time.Due, time.Until, 0);
}
