using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Participation.Closing;
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
    /// <summary>Whether it is closed for good, and its archive published.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Whether its closing was begun, whatever came of it.</summary>
    public bool HasClosing { get; init; }

    /// <summary>Whether there is a closing to look at or to begin. A topic that was over when the group came to this program has none, and nobody was measured in it.</summary>
    public bool IsToClose => HasClosing || State is TopicState.Running;

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
    private static readonly Prepared<Func<WhalepaperDb, int, IAsyncEnumerable<TopicRow>>> topicOf = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int number) =>
        db.Topics.AsNoTracking().Where(t => t.Number == number).Select(t => new TopicRow(
            t,
            db.Topics.Where(other => other.Number < t.Number).Max(other => (int?)other.Number),
            db.Topics.Where(other => other.Number > t.Number).Min(other => (int?)other.Number),
            db.TopicClosings.Any(closing => closing.TopicId == t.Id && closing.State == ClosingState.Published),
            db.TopicClosings.Any(closing => closing.TopicId == t.Id)))));

    private static readonly Prepared<Func<WhalepaperDb, int, IAsyncEnumerable<ThemeLine>>> themesOf = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int topic) =>
        db.TopicTracks.AsNoTracking().Where(t => t.TopicId == topic).OrderBy(t => t.Position).Select(t => new ThemeLine(t.Track, t.Theme))));

    private static readonly Prepared<Func<WhalepaperDb, int[], int[], IAsyncEnumerable<EntryRow>>> entriesOf = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int[] topicIds, int[] trackIds) =>
        from entry in db.Entries
        where topicIds.Contains(entry.TopicId) && trackIds.Contains(entry.TrackId)
        join one in db.TalkPapers.Where(place => place.ReleasedAt == null) on entry.Id equals one.EntryId into places
        from place in places.DefaultIfEmpty()
        join other in db.Talks on place.TalkId equals other.Id into talks
        from talk in talks.DefaultIfEmpty()
        join each in db.TalkPresenters on talk.Id equals each.TalkId into presenters
        from presenter in presenters.DefaultIfEmpty()
        orderby entry.TopicId, entry.TrackId, entry.Position, presenter.Position
        select new EntryRow(
            entry.Id, entry.TopicId, entry.TrackId, entry.PaperId, entry.Paper.Title, (int?)talk.Id,
            (TalkState?)talk.State,
            (Instant?)talk.Meeting!.StartsAt, (string?)presenter.Member.Name, (string?)presenter.Member.Handle)));

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
        var found = await topicOf.For(db)(db, number).SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        var topic = found.Topic;
        var lists = await themesOf.For(db)(db, topic.Id).Where(list => code is null || string.Equals(list.Track.Code, code, StringComparison.Ordinal)).ToListAsync(cancellation);
        if (lists.Count == 0 && code is not null)
            return null;
        var entries = (await db.EntriesAsync([topic.Id], [.. lists.Select(list => list.Track.Id)], cancellation)).ToLookup(e => e.TrackId);
        return new TopicView(
            topic.Id, topic.Number, topic.Title, topic.Starts, topic.Ends, topic.State,
            [.. lists.Select(l => new ListView(l.Track, l.Theme, [.. entries[l.Track.Id]]))], found.Before, found.After)
        {
            IsPublished = found.IsPublished,
            HasClosing = found.HasClosing,
        };
    }

    /// <summary>Entries with the talks that hold them and who shares those, in the order of their lists: one question, however many.</summary>
    /// <param name="db">The database.</param>
    /// <param name="topicIds">Of which topics.</param>
    /// <param name="trackIds">Of which tracks.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<List<EntryView>> EntriesAsync(this WhalepaperDb db, int[] topicIds, int[] trackIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        // Who shares together stands in rows of the same entry, one below the other.
        var all = new List<EntryView>();
        List<PersonSign> together = [];
        await foreach (var row in entriesOf.For(db)(db, topicIds, trackIds).WithCancellation(cancellation))
        {
            if (all.Count == 0 || all[^1].Id != row.Id)
            {
                together = [];
                all.Add(new EntryView(row.Id, row.TopicId, row.TrackId, row.PaperId, row.Title) { TalkId = row.Talk, State = row.State, At = row.At, Presenters = together });
            }

            if (row.Presenter is not null)
                together.Add(MemberSigns.Sign(row.Presenter, row.Handle!));
        }

        return all;
    }

    private sealed record TopicRow(Topic Topic, int? Before, int? After, bool IsPublished, bool HasClosing);

    private sealed record EntryRow(int Id, int TopicId, int TrackId, int PaperId, string Title, int? Talk, TalkState? State, Instant? At, string? Presenter, string? Handle);
}
