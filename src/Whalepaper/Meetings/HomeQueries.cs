using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Meetings;

/// <summary>What the start page shows.</summary>
/// <param name="Tracks">The directions, in their order, with their weekly hours.</param>
/// <param name="Meetings">This week's meetings and those to come, cancelled ones too.</param>
/// <param name="Topic">The topic that runs, or the newest one; null while there is none.</param>
/// <param name="Open">The first papers of its lists that nobody has claimed.</param>
/// <param name="OpenCount">How many such papers there are.</param>
public sealed record HomeView(
    IReadOnlyList<TrackHour> Tracks, IReadOnlyList<MeetingLine> Meetings, TopicOfHome? Topic, IReadOnlyList<OpenPaper> Open, int OpenCount);

/// <summary>A topic on the start page.</summary>
/// <param name="Id">The database's number.</param>
/// <param name="Number">What the group counts it as.</param>
/// <param name="Title">Its title, if it has one.</param>
/// <param name="Starts">Its first day.</param>
/// <param name="Ends">Its last day.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Themes">What each track reads about.</param>
public sealed record TopicOfHome(
    int Id, int Number, string? Title, LocalDate? Starts, LocalDate? Ends, TopicState State, IReadOnlyList<ThemeOfHome> Themes);

/// <summary>A track's theme in a topic.</summary>
/// <param name="TrackId">The track's database number.</param>
/// <param name="Theme">The theme; null if nobody said.</param>
public sealed record ThemeOfHome(int TrackId, string? Theme);

/// <summary>A paper that somebody could share.</summary>
/// <param name="PaperId">The number in its address.</param>
/// <param name="TrackId">The track whose list it stands on.</param>
/// <param name="Title">Its title.</param>
public sealed record OpenPaper(int PaperId, int TrackId, string Title);

/// <summary>What the start page asks: a fixed number of questions, whatever the group has gathered.</summary>
public static class HomeQueries
{
    /// <summary>How far ahead the next meeting of a track is looked for.</summary>
    public static readonly Duration Ahead = Duration.FromDays(60);

    private const int OpenShown = 6;

    /// <summary>Reads the start page.</summary>
    /// <param name="db">The data.</param>
    /// <param name="weekStarts">The viewer's Monday.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<HomeView> HomeAsync(this WhalepaperDb db, Instant weekStarts, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var tracks = await db.TrackHoursAsync(cancellation);
        var meetings = await db.MeetingsBetweenAsync(weekStarts, now + Ahead, cancellation);
        var topic = await CurrentTopicAsync(db, cancellation);
        if (topic is not { State: TopicState.Running })
            return new HomeView(tracks, meetings, topic, [], 0);

        var open = db.Entries.AsNoTracking().Where(entry =>
            entry.TopicId == topic.Id && !db.TalkPapers.Any(paper => paper.EntryId == entry.Id && paper.ReleasedAt == null));
        var first = await open
            .OrderBy(entry => entry.List.Position).ThenBy(entry => entry.Position).ThenBy(entry => entry.Id)
            .Take(OpenShown)
            .Select(entry => new { Paper = new OpenPaper(entry.PaperId, entry.TrackId, entry.Paper.Title), All = open.Count() })
            .ToListAsync(cancellation);
        return new HomeView(tracks, meetings, topic, first.ConvertAll(entry => entry.Paper), first is [var entry, ..] ? entry.All : 0);
    }

    // A row for each of its tracks: to nest them would double what the framework has to work out before the first page.
    private static async Task<TopicOfHome?> CurrentTopicAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        var rows = await (
            from topic in db.Topics.OrderByDescending(topic => topic.OpenedAt != null && topic.ClosedAt == null ? 1 : 0).ThenByDescending(topic => topic.Number).Take(1)
            from list in topic.Tracks.DefaultIfEmpty()
            orderby list.Position
            select new { topic.Id, topic.Number, topic.Title, topic.Starts, topic.Ends, topic.OpenedAt, topic.ClosedAt, TrackId = (int?)list.TrackId, list.Theme })
            .ToListAsync(cancellation);
        return rows is not [var found, ..]
            ? null
            : new TopicOfHome(
                found.Id, found.Number, found.Title, found.Starts, found.Ends, Topic.StateOf(found.OpenedAt, found.ClosedAt),
                [.. rows.Where(row => row.TrackId is not null).Select(row => new ThemeOfHome(row.TrackId!.Value, row.Theme))]);
    }
}
