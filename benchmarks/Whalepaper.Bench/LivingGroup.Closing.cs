using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Participation.Closing;

namespace Whalepaper.Bench;

/// <summary>A topic that is over, with what everybody did in it.</summary>
internal sealed partial class LivingGroup
{
    /// <summary>How many entries of the ledger each member has.</summary>
    public const int Acts = 10;

    // One in so many came to nothing, did something else, and is low.
    private const int LowOf = 10;

    private static readonly TimeSpan patience = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Lets the newest topic be over, with ten weekly meetings and members of the inner group with ten entries of the ledger each: nine in ten were at every meeting, one in ten at none. Written down by the
    /// database itself and meeting by meeting, as it comes to be.
    /// </summary>
    /// <param name="count">How many members.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>What the group counts the topic as, and one member of many meetings.</returns>
    public async Task<(int Topic, Member Member)> LiveThroughAsync(int count, CancellationToken cancellation)
    {
        _db.Database.SetCommandTimeout(patience);
        var began = _now - Duration.FromDays(100);
        var topic = await _db.Topics.OrderByDescending(topic => topic.Number).FirstAsync(cancellation);
        var track = await _db.TopicTracks.Where(list => list.TopicId == topic.Id).OrderBy(list => list.Position).Select(list => list.TrackId).FirstAsync(cancellation);
        topic.Open(began);
        topic.Run(began.InUtc().Date, _now.InUtc().Date);
        for (var n = 0; n < Acts; n++)
        {
            var at = began + Duration.FromDays(7 * (n + 1));
            _db.Add(new Meeting(topic.Id, track, at.InUtc().Date, at, 90, began));
        }

        await _db.SaveChangesAsync(cancellation);
        topic.Close(_now - Duration.FromDays(1));
        await _db.SaveChangesAsync(cancellation);
        await JoinAsync(count, (_now - Duration.FromDays(300)).ToUnixTimeMilliseconds(), cancellation);
        await ActAsync(topic.Id, track, _now.ToUnixTimeMilliseconds(), cancellation);
        await RestAsync(cancellation);
        return (topic.Number, await _db.Members.AsNoTracking().Where(member => member.Handle == "many-1").SingleAsync(cancellation));
    }

    /// <summary>Decides that all who were low move to the open group, and lets the days pass until that can be done.</summary>
    public async Task DecideAsync(CancellationToken cancellation)
    {
        var (now, committee) = (_clock.GetCurrentInstant().ToUnixTimeMilliseconds(), await CommitteeAsync(cancellation));
        await _db.Database.ExecuteSqlAsync($"""UPDATE "TopicClosings" SET "ObjectUntil" = {now} WHERE "State" = {(int)ClosingState.Told}""", cancellation);
        await _db.Database.ExecuteSqlAsync(
            $"""
            UPDATE "ClosingCases" SET "Decision" = {(int)ClosingDecision.ToOpen}, "DecidedById" = {committee}, "DecidedAt" = {now}, "ObjectUntil" = {now}
            WHERE "ToldAt" IS NOT NULL AND "ClosingId" = (SELECT "Id" FROM "TopicClosings" WHERE "State" = {(int)ClosingState.Told})
            """,
            cancellation);
        await RestAsync(cancellation);
    }

    /// <summary>How many were low in the last closing, and how many of them stand where they were moved to.</summary>
    public async Task<(int Low, int Moved)> MovedAsync(CancellationToken cancellation)
    {
        var closing = await _db.TopicClosings.MaxAsync(closing => closing.Id, cancellation);
        var cases = _db.ClosingCases.Where(one => one.ClosingId == closing && one.ToldAt != null);
        return (await cases.CountAsync(cancellation), await cases.CountAsync(one => one.BeforeStanding != null && one.UndoneAt == null && one.Member.Standing == Standing.Open, cancellation));
    }

    /// <summary>Waits until all inboxes are filled, and does what lies between two steps of a closing, which are days apart.</summary>
    public async Task RestAsync(CancellationToken cancellation)
    {
        while (await WaitingAsync(ChannelNames.Inbox, cancellation) > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        await TidyAsync(cancellation);
    }

    /// <summary>What an engine does by itself within minutes: PostgreSQL tidies up and looks at what lies in its tables, SQLite writes its journal back.</summary>
    public Task TidyAsync(CancellationToken cancellation) =>
        _db.Database.ExecuteSqlRawAsync(_db.Database.IsNpgsql() ? "VACUUM (ANALYZE)" : "PRAGMA wal_checkpoint(TRUNCATE)", cancellation);

    private Task<int> CommitteeAsync(CancellationToken cancellation) => _db.Members.Where(member => member.Role == Role.Committee).OrderBy(member => member.Id).Select(member => member.Id).FirstAsync(cancellation);

    // Words that both engines understand.
    private async Task JoinAsync(int count, long since, CancellationToken cancellation)
    {
        var committee = await CommitteeAsync(cancellation);
        await _db.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
            INSERT INTO "Members" ("Handle", "Name", "NormalizedName", "KnownSince", "ClaimedAt", "Standing", "StandingSince", "Version", "Links")
            SELECT 'many-' || n, 'Member of many ' || n, 'MEMBER OF MANY ' || n, {since}, {since}, {(int)Standing.Inner}, {since}, 0, committee."Links" FROM numbers CROSS JOIN "Members" AS committee WHERE committee."Id" = {committee}
            """,
            cancellation);
        await _db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Accounts" ("MemberId", "CreatedAt", "UserName", "NormalizedUserName", "Email", "NormalizedEmail", "EmailConfirmed", "SecurityStamp", "TwoFactorEnabled", "LockoutEnabled", "AccessFailedCount")
            SELECT "Id", {since}, "Handle" || '@people.example', upper("Handle") || '@PEOPLE.EXAMPLE', "Handle" || '@people.example', upper("Handle") || '@PEOPLE.EXAMPLE', TRUE, 'stamp', FALSE, TRUE, 0
            FROM "Members" WHERE "Handle" LIKE 'many-%'
            """,
            cancellation);
    }

    // Only at meetings that were: those that the topic still had ahead go when it is closed, and nobody was at any.
    private async Task ActAsync(int topic, int track, long now, CancellationToken cancellation)
    {
        var committee = await CommitteeAsync(cancellation);
        await _db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Attendances" ("MeetingId", "MemberId", "By", "ById", "At")
            SELECT meeting."Id", member."Id", {(int)Meetings.Attending.AttendedBy.List}, {committee}, meeting."StartsAt" FROM "Meetings" AS meeting CROSS JOIN "Members" AS member
            WHERE meeting."TopicId" = {topic} AND meeting."StartsAt" < {now} AND member."Standing" = {(int)Standing.Inner} AND (member."Id" % {LowOf} <> 0 OR member."Role" <> 0) ORDER BY meeting."Id", member."Id"
            """,
            cancellation);
        await _db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "LedgerEntries" ("MemberId", "Kind", "MeetingId", "TopicId", "TrackId", "At", "AttendanceId")
            SELECT "MemberId", {(int)Participation.LedgerKind.Attended}, "MeetingId", {topic}, {track}, "At", "Id" FROM "Attendances" ORDER BY "Id"
            """,
            cancellation);
        await _db.Database.ExecuteSqlAsync(
            $"""
            WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {Acts})
            INSERT INTO "ManualEntries" ("MemberId", "TopicId", "TrackId", "HalfPoints", "Reason", "ById", "Key", "At", "Version")
            SELECT member."Id", {topic}, {track}, 1, 'Answered in the chat.', {committee}, member."Id" || '-' || n, {now}, 0 FROM numbers CROSS JOIN "Members" AS member
            WHERE member."Standing" = {(int)Standing.Inner} AND member."Id" % {LowOf} = 0 AND member."Role" = 0 ORDER BY n, member."Id"
            """,
            cancellation);
        await _db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "LedgerEntries" ("MemberId", "Kind", "TopicId", "TrackId", "At", "ManualEntryId")
            SELECT "MemberId", {(int)Participation.LedgerKind.Manual}, "TopicId", "TrackId", "At", "Id" FROM "ManualEntries" ORDER BY "Id"
            """,
            cancellation);
    }
}
