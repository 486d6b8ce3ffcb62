using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Talks;
using Whalepaper.Tracks;
using Whalepaper.Ui;

namespace Whalepaper.Topics;

/// <summary>A topic in the list of topics.</summary>
public sealed record TopicLine(int Id, int Number, string? Title, LocalDate? Starts, LocalDate? Ends, TopicState State, IReadOnlyList<ThemeLine> Themes, int Entries, int Given);

/// <summary>What a track reads about in a topic.</summary>
public sealed record ThemeLine(Track Track, string? Theme);

/// <summary>A topic's page: its lists, in order.</summary>
public sealed record TopicView(int Id, int Number, string? Title, LocalDate? Starts, LocalDate? Ends, TopicState State, IReadOnlyList<ListView> Lists, int? Before, int? After)
{
    /// <summary>How many papers are on its lists.</summary>
    public int Entries => Lists.Sum(list => list.Entries.Count);

    /// <summary>How many of them were shared.</summary>
    public int Given => Lists.Sum(list => list.Entries.Count(entry => entry.State == TalkState.Given));
}

/// <summary>A track's reading list in a topic.</summary>
public sealed record ListView(Track Track, string? Theme, IReadOnlyList<EntryView> Entries);

/// <summary>A line of a reading list.</summary>
public sealed record EntryView(int Id, int TopicId, int TrackId, int PaperId, string Title)
{
    /// <summary>The talk that holds it; null while it is open to claim.</summary>
    public int? TalkId { get; init; }

    /// <summary>How far the talk is.</summary>
    public TalkState? State { get; init; }

    /// <summary>When it is or was shared, if a date is known.</summary>
    public Instant? At { get; init; }

    /// <summary>Who shares it.</summary>
    public IReadOnlyList<PersonSign> Presenters { get; init; } = [];

    /// <summary>Where the line leads: to the talk, or to the paper while there is none.</summary>
    public string Href => TalkId is { } talk ? $"/talks/{talk}" : $"/papers/{PaperId}";
}

/// <summary>What the pages of topics ask: the same few questions however long the lists are.</summary>
public static class TopicQueries
{
    /// <summary>All topics, newest first.</summary>
    public static async Task<IReadOnlyList<TopicLine>> TopicLinesAsync(this WhalepaperDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var tracks = await db.Tracks.AsNoTracking().ToDictionaryAsync(t => t.Id, cancellation);
        var themes = (await db.TopicTracks.AsNoTracking().OrderBy(t => t.Position).Select(t => new { t.TopicId, t.TrackId, t.Theme }).ToListAsync(cancellation))
            .ToLookup(t => t.TopicId, t => new ThemeLine(tracks[t.TrackId], t.Theme));
        var entries = await db.Entries.GroupBy(e => e.TopicId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var given = await db.Talks.Where(t => t.Giving != null).GroupBy(t => t.TopicId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var topics = await db.Topics.AsNoTracking().OrderByDescending(t => t.Number).ToListAsync(cancellation);
        return [.. topics.Select(t => new TopicLine(t.Id, t.Number, t.Title, t.Starts, t.Ends, t.State, [.. themes[t.Id]], entries.GetValueOrDefault(t.Id), given.GetValueOrDefault(t.Id)))];
    }

    /// <summary>A topic with its lists; null if there is none of this number, or if the track takes no part in it.</summary>
    /// <param name="db">The database.</param>
    /// <param name="number">What the group counts the topic as.</param>
    /// <param name="code">One track alone; null for all of them.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<TopicView?> TopicPageAsync(this WhalepaperDb db, int number, string? code, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var found = await db.Topics.AsNoTracking().Where(t => t.Number == number)
            .Select(t => new
            {
                Topic = t,
                Before = db.Topics.Where(other => other.Number < t.Number).Max(other => (int?)other.Number),
                After = db.Topics.Where(other => other.Number > t.Number).Min(other => (int?)other.Number),
            }).SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        var topic = found.Topic;
        var (themes, listed) = (db.TopicTracks.Where(t => t.TopicId == topic.Id), db.Entries.Where(e => e.TopicId == topic.Id));
        if (code is not null)
            (themes, listed) = (themes.Where(t => t.Track.Code == code), listed.Where(e => e.List.Track.Code == code));
        var lists = await themes.AsNoTracking().OrderBy(t => t.Position).Select(t => new { t.Track, t.Theme }).ToListAsync(cancellation);
        if (lists.Count == 0 && code is not null)
            return null;
        var entries = (await db.EntriesAsync(listed, cancellation)).ToLookup(e => e.TrackId);
        return new TopicView(
            topic.Id, topic.Number, topic.Title, topic.Starts, topic.Ends, topic.State,
            [.. lists.Select(l => new ListView(l.Track, l.Theme, [.. entries[l.Track.Id]]))], found.Before, found.After);
    }

    /// <summary>Entries with the talks that hold them, in the order of their lists: two questions, however many.</summary>
    /// <param name="db">The database.</param>
    /// <param name="listed">Which entries.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<List<EntryView>> EntriesAsync(this WhalepaperDb db, IQueryable<ReadingListEntry> listed, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var held = db.TalkPapers.Where(place => place.ReleasedAt == null);
        var entries = await (
            from entry in listed
            join one in held on entry.Id equals one.EntryId into places
            from place in places.DefaultIfEmpty()
            join other in db.Talks on place.TalkId equals other.Id into talks
            from talk in talks.DefaultIfEmpty()
            orderby entry.TopicId, entry.TrackId, entry.Position
            select new
            {
                entry.Id,
                entry.TopicId,
                entry.TrackId,
                entry.PaperId,
                entry.Paper.Title,
                Talk = (int?)talk.Id,
                Given = talk.Giving != null,
                Confirmed = talk.Confirmation != null,
                At = (Instant?)talk.Meeting!.StartsAt,
            }).AsNoTracking().ToListAsync(cancellation);
        var presenters = await db.PresentersByTalkAsync(from place in held join entry in listed on place.EntryId equals entry.Id select place, cancellation);
        return entries.ConvertAll(e => new EntryView(e.Id, e.TopicId, e.TrackId, e.PaperId, e.Title)
        {
            TalkId = e.Talk,
            State = e.Talk is null ? null : TalkBriefs.State(e.Given, e.Confirmed),
            At = e.At,
            Presenters = e.Talk is { } talk ? [.. presenters[talk]] : [],
        });
    }
}
