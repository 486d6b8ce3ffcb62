using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Talks;

namespace Whalepaper.Participation.Closing;

/// <summary>A topic that is closed for good, in numbers that name nobody.</summary>
/// <param name="TopicId">Its database number.</param>
/// <param name="PublishedAt">When its archive was published.</param>
/// <param name="Held">Meetings that were held.</param>
/// <param name="Presences">How often somebody was at one of them.</param>
/// <param name="Planned">Talks that somebody took.</param>
/// <param name="Given">Those of them that were given.</param>
/// <param name="Missed">Those to which nobody came.</param>
public sealed record TopicArchive(int TopicId, Instant PublishedAt, int Held, int Presences, int Planned, int Given, int Missed);

/// <summary>A talk in the archive.</summary>
/// <param name="Id">Its database number.</param>
/// <param name="Track">The track's code.</param>
/// <param name="On">When it was; null where that is not known.</param>
/// <param name="Title">What was shared.</param>
/// <param name="Presenters">Who shared it.</param>
public sealed record ArchivedTalk(int Id, string Track, Instant? On, string Title, string Presenters);

/// <summary>What the archive of a topic shows.</summary>
public static class ArchiveQueries
{
    /// <summary>Everything that the archive shows: who came counts too, and changes seldom once a topic is closed for good.</summary>
    internal static string[] TagsOf(TopicArchive archive) =>
        [ChangeTags.Group, ChangeTags.Topics, ChangeTags.Topic(archive.TopicId), ChangeTags.Talks, ChangeTags.Meetings, ChangeTags.Papers, ChangeTags.Members, ChangeTags.Live];

    /// <summary>The archive of a topic; null while it is not published.</summary>
    public static async Task<TopicArchive?> ArchiveAsync(this WhalepaperDb db, int number, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var published = await db.TopicClosings.Where(c => c.State == ClosingState.Published).Join(db.Topics.Where(t => t.Number == number), c => c.TopicId, t => t.Id, (c, t) => new { t.Id, c.PublishedAt }).SingleOrDefaultAsync(cancellation);
        if (published is not { PublishedAt: { } at })
            return null;
        var id = published.Id;
        var meetings = db.Meetings.Where(m => m.TopicId == id).HeldUntil(db, now);
        var states = await db.Talks.Where(t => t.TopicId == id).GroupBy(t => t.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        return new(
            id, at, await meetings.CountAsync(cancellation), await meetings.Join(db.Attendances, m => m.Id, a => a.MeetingId, (_, a) => a.Id).CountAsync(cancellation),
            states.Values.Sum(), states.GetValueOrDefault(TalkState.Given), states.GetValueOrDefault(TalkState.Missed));
    }

    /// <summary>The talks that were given in a topic, by time.</summary>
    public static async Task<IReadOnlyList<ArchivedTalk>> ArchivedTalksAsync(this WhalepaperDb db, int topicId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var talks = await db.Talks.Where(t => t.TopicId == topicId && t.State == TalkState.Given).Select(t => new
        {
            t.Id,
            Track = db.Tracks.Where(track => track.Id == t.TrackId).Select(track => track.Code).First(),
            On = t.Meeting == null ? null : (Instant?)t.Meeting.StartsAt,
            Titles = t.Papers.OrderBy(p => p.Position).Select(p => p.Paper.Title).ToList(),
            Presenters = t.Presenters.OrderBy(p => p.Position).Select(p => p.Member.Name).ToList(),
        }).AsSplitQuery().ToListAsync(cancellation);
        return [.. talks.OrderBy(t => t.On ?? Instant.MinValue).ThenBy(t => t.Id).Select(t => new ArchivedTalk(t.Id, t.Track, t.On, string.Join(" · ", t.Titles), string.Join(", ", t.Presenters)))];
    }
}
