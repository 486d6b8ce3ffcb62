using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Participation.Measuring;
using Whalepaper.Talks;
using Whalepaper.Tracks;

namespace Whalepaper.Participation.Pictures;

/// <summary>Members against meetings: a page of it.</summary>
/// <param name="Meetings">Its meetings that were held, by track and then by time.</param>
/// <param name="Tracks">Its tracks, by database number.</param>
/// <param name="Rows">The members of this page; who came least stands first.</param>
/// <param name="Count">How many there are in all.</param>
/// <param name="FreeAbsences">How many missed meetings of each do not count; at least 0.</param>
public sealed record HeatView(IReadOnlyList<FramedMeeting> Meetings, IReadOnlyDictionary<int, Track> Tracks, IReadOnlyList<HeatRow> Rows, int Count, int FreeAbsences)
{
    /// <summary>How many members stand on a page.</summary>
    public const int PerPage = 30;

    /// <summary>How many pages there are.</summary>
    public int Pages => (Count + PerPage - 1) / PerPage;
}

/// <summary>A member in the picture.</summary>
/// <param name="Name">What the group calls them.</param>
/// <param name="Handle">Their name in addresses.</param>
/// <param name="Turnout">How they took part.</param>
public sealed record HeatRow(string Name, string Handle, MemberTurnout Turnout);

/// <summary>A topic among others.</summary>
/// <param name="Number">What the group counts it as.</param>
/// <param name="Held">Meetings that were held.</param>
/// <param name="Presences">How often somebody was at one of them.</param>
/// <param name="Given">Talks that were given.</param>
public sealed record TrendLine(int Number, int Held, int Presences, int Given)
{
    /// <summary>How many people were at a meeting, rounded; 0 where none was held.</summary>
    public int PerMeeting => Held == 0 ? 0 : (int)Math.Round((double)Presences / Held, MidpointRounding.AwayFromZero);
}

/// <summary>A track in a topic.</summary>
/// <param name="Track">The track.</param>
/// <param name="Held">Meetings that were held.</param>
/// <param name="Presences">How often somebody was at one of them.</param>
public sealed record TrackLine(Track Track, int Held, int Presences)
{
    /// <summary>How many people were at a meeting on average; 0 where none was held.</summary>
    public double PerMeeting => Held == 0 ? 0 : (double)Presences / Held;
}

/// <summary>Somebody of the inner group, and since when they have shared nothing.</summary>
/// <param name="Name">What the group calls them.</param>
/// <param name="Handle">Their name in addresses.</param>
/// <param name="Last">The last topic in which they shared something; null for none ever.</param>
public sealed record SilentLine(string Name, string Handle, int? Last);

/// <summary>How many of the inner group shared something last in which topic.</summary>
/// <param name="Last">The topic; null for none ever.</param>
/// <param name="Count">How many.</param>
public sealed record SilentCount(int? Last, int Count);

/// <summary>What the pictures show. Numbers of the group are for all of the inner group; who did what, for the committee and for themselves.</summary>
public static class PictureQueries
{
    /// <summary>How many topics a picture goes back.</summary>
    public const int Topics = 8;

    /// <summary>How many of those who have shared nothing for long are named.</summary>
    public const int Named = 20;

    /// <summary>Members against meetings.</summary>
    /// <param name="db">The data.</param>
    /// <param name="frame">The topic.</param>
    /// <param name="who">Who looks: the committee sees everybody, others see themselves.</param>
    /// <param name="page">The page, from 1; null for everybody at once.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<HeatView> HeatAsync(this WhalepaperDb db, TopicFrame frame, Actor who, int? page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(frame);
        var topic = frame.Id;
        var people = db.Members.OfTopic(db, topic, who);
        var tracks = await db.TracksOfAsync(frame, cancellation);
        var count = await people.CountAsync(cancellation);
        var ordered = people.Select(member => new { member.Id, member.Name, member.Handle, Came = db.Ledger.Count(entry => entry.MemberId == member.Id && entry.TopicId == topic && entry.Kind == LedgerKind.Attended) })
            .OrderBy(member => member.Came).ThenBy(member => member.Id);
        var shown = await (page is { } at ? ordered.Skip((at - 1) * HeatView.PerPage).Take(HeatView.PerPage) : ordered).ToListAsync(cancellation);
        var rows = new List<HeatRow>(shown.Count);
        // As many at a time as a question takes well.
        foreach (var some in shown.Chunk(Batch))
        {
            var turnout = await db.TurnoutAsync(frame, [.. some.Select(member => member.Id)], cancellation);
            rows.AddRange(some.Select(member => new HeatRow(member.Name, member.Handle, turnout[member.Id])));
        }

        return new(Meetings(frame, tracks), tracks, rows, count, frame.Policy.FreeAbsences);
    }

    /// <summary>One member against the meetings.</summary>
    public static async Task<HeatView> HeatOfAsync(this WhalepaperDb db, TopicFrame frame, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(frame);
        var tracks = await db.TracksOfAsync(frame, cancellation);
        var member = await db.Members.Where(one => one.Id == memberId).Select(one => new { one.Name, one.Handle }).SingleAsync(cancellation);
        return new(Meetings(frame, tracks), tracks, [new HeatRow(member.Name, member.Handle, (await db.TurnoutAsync(frame, [memberId], cancellation))[memberId])], 1, frame.Policy.FreeAbsences);
    }

    /// <summary>The last topics up to one, oldest first.</summary>
    public static async Task<IReadOnlyList<TrendLine>> TrendAsync(this WhalepaperDb db, int number, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var topics = await db.Topics.Where(topic => topic.Number <= number).OrderByDescending(topic => topic.Number).Take(Topics).Select(topic => new { topic.Id, topic.Number }).ToListAsync(cancellation);
        int[] ids = [.. topics.Select(topic => topic.Id)];
        var held = await db.Meetings.Where(meeting => EF.Parameter(ids).Contains(meeting.TopicId)).HeldUntil(db, now)
            .GroupBy(meeting => meeting.TopicId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        var presences = await (
            from meeting in db.Meetings.Where(meeting => EF.Parameter(ids).Contains(meeting.TopicId)).HeldUntil(db, now)
            join attendance in db.Attendances on meeting.Id equals attendance.MeetingId
            group attendance by meeting.TopicId into one
            select new { one.Key, Count = one.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        var given = await db.Talks.Where(talk => EF.Parameter(ids).Contains(talk.TopicId) && talk.State == TalkState.Given)
            .GroupBy(talk => talk.TopicId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        topics.Reverse();
        return topics.ConvertAll(topic => new TrendLine(topic.Number, held.GetValueOrDefault(topic.Id), presences.GetValueOrDefault(topic.Id), given.GetValueOrDefault(topic.Id)));
    }

    /// <summary>The tracks of a topic, and of its meetings, by database number.</summary>
    public static Task<Dictionary<int, Track>> TracksOfAsync(this WhalepaperDb db, TopicFrame frame, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(frame);
        int[] ids = [.. frame.TrackIds.Concat(frame.Held.Select(meeting => meeting.TrackId)).Distinct()];
        return db.Tracks.AsNoTracking().Where(track => EF.Parameter(ids).Contains(track.Id)).ToDictionaryAsync(track => track.Id, cancellation);
    }

    /// <summary>How many came in which track, in order.</summary>
    public static async Task<IReadOnlyList<TrackLine>> TracksAsync(this WhalepaperDb db, TopicFrame frame, IReadOnlyDictionary<int, Track> tracks, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(tracks);
        int[] meetings = [.. frame.Held.Select(meeting => meeting.Id)];
        var presences = await db.Attendances.Where(attendance => EF.Parameter(meetings).Contains(attendance.MeetingId))
            .GroupBy(attendance => attendance.MeetingId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        var held = frame.Held.ToLookup(meeting => meeting.TrackId);
        return [.. tracks.Values.OrderBy(track => track.Position).Select(track => new TrackLine(track, held[track.Id].Count(), held[track.Id].Sum(meeting => presences.GetValueOrDefault(meeting.Id))))];
    }

    /// <summary>How many of the inner group shared something last in which topic: longest ago first, and who never did before all.</summary>
    public static async Task<IReadOnlyList<SilentCount>> SilentCountsAsync(this WhalepaperDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var last = await Silent(db).Select(line => line.Last).ToListAsync(cancellation);
        return [.. last.CountBy(number => number ?? -1).OrderBy(count => count.Key).Select(count => new SilentCount(count.Key < 0 ? null : count.Key, count.Value))];
    }

    /// <summary>Those of the inner group who have shared nothing for the longest time.</summary>
    /// <param name="db">The data.</param>
    /// <param name="who">Who looks: the committee sees everybody, others see themselves.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<SilentLine>> SilentAsync(this WhalepaperDb db, Actor who, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (all, me) = (who.May(Act.DoCommitteeWork), who.MemberId);
        return await Silent(db).Where(line => all || line.Member.Id == me).OrderBy(line => line.Last ?? -1).ThenBy(line => line.Member.Id).Take(most)
            .Select(line => new SilentLine(line.Member.Name, line.Member.Handle, line.Last)).ToListAsync(cancellation);
    }

    private static IReadOnlyList<FramedMeeting> Meetings(TopicFrame frame, Dictionary<int, Track> tracks) =>
        [.. frame.Held.OrderBy(meeting => tracks.TryGetValue(meeting.TrackId, out var track) ? track.Position : int.MaxValue).ThenBy(meeting => meeting.TrackId).ThenBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id)];

    // Who is measured, and who took part in it though they are not any more; others than the committee see themselves.
    private static IQueryable<Member> OfTopic(this IQueryable<Member> members, WhalepaperDb db, int topic, Actor who)
    {
        var me = who.MemberId;
        return who.May(Act.DoCommitteeWork)
            ? members.Where(member => member.LeftAt == null && member.MergedIntoId == null && member.ClaimedAt != null
                && (member.Standing == Standing.Inner || db.Ledger.Any(entry => entry.MemberId == member.Id && entry.TopicId == topic)))
            : members.Where(member => member.Id == me);
    }

    // By the topic and not by the day: an archive knows the one of each talk, and the other of few.
    private static IQueryable<Silence> Silent(WhalepaperDb db) => db.Members.Measured().Select(member => new Silence
    {
        Member = member,
        Last = db.TalkPresenters.Where(place => place.MemberId == member.Id)
            .Join(db.Talks.Where(talk => talk.State == TalkState.Given), place => place.TalkId, talk => talk.Id, (place, talk) => talk.TopicId)
            .Join(db.Topics, id => id, topic => topic.Id, (id, topic) => (int?)topic.Number).Max(),
    });

    private const int Batch = 500;

    private sealed class Silence
    {
        public required Member Member { get; init; }

        public required int? Last { get; init; }
    }
}
