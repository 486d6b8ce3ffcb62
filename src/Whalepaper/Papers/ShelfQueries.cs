using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Papers;

/// <summary>A page of the shelf.</summary>
/// <param name="Tracks">All tracks, in their order.</param>
/// <param name="Lines">The lines of this page: newest topic first, each list in its own order.</param>
/// <param name="Count">How many lines there are on all pages.</param>
public sealed record ShelfView(IReadOnlyList<Track> Tracks, IReadOnlyList<ShelfLine> Lines, int Count)
{
    /// <summary>How many lines stand on a page.</summary>
    public const int PageSize = 40;

    /// <summary>How many pages there are; at least one.</summary>
    public int Pages => Math.Max(1, (Count + PageSize - 1) / PageSize);
}

/// <summary>A paper where it stands on a list.</summary>
public sealed record ShelfLine(int EntryId, int PaperId, string Title, PaperKind Kind, IReadOnlyList<string> Authors, string? Venue, int? Year, int TopicNumber, int TrackId)
{
    /// <summary>The talk that holds it; null while it is open to claim.</summary>
    public TalkBrief? Talk { get; init; }
}

/// <summary>What the list of all papers asks: always the same questions, and one page of answers.</summary>
public static class ShelfQueries
{
    private static readonly int[] Portions = [4, 64, int.MaxValue];

    /// <summary>Reads a page of the shelf.</summary>
    /// <param name="db">The database.</param>
    /// <param name="counts">What is known of how many there are.</param>
    /// <param name="track">The code of the one track; null for all.</param>
    /// <param name="state">Where they stand; null for all.</param>
    /// <param name="page">Which page, from 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<ShelfView> ShelfAsync(this WhalepaperDb db, ShelfCount counts, string? track, ReadingState? state, int page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(counts);
        var tracks = await db.Tracks.AsNoTracking().OrderBy(t => t.Position).ToListAsync(cancellation);
        var trackId = tracks.Find(t => string.Equals(t.Code, track, StringComparison.OrdinalIgnoreCase))?.Id;
        var listed = trackId is null ? db.Entries : db.Entries.Where(e => e.TrackId == trackId);
        var asked = state is { } wanted ? listed.InState(db, wanted) : listed;
        var count = await counts.OfAsync(trackId, state, asked, cancellation);
        var (topics, skipped) = await TopicsOfPageAsync(db, asked, (page - 1) * ShelfView.PageSize, cancellation);
        var lines = await (
            from entry in asked.Where(entry => topics.Contains(entry.TopicId))
            join topic in db.Topics on entry.TopicId equals topic.Id
            orderby topic.Number descending, entry.TrackId, entry.Position, entry.Id
            select new ShelfLine(
                entry.Id, entry.PaperId, entry.Paper.Title, entry.Paper.Kind, entry.Paper.Authors, entry.Paper.Venue, entry.Paper.Year, topic.Number, entry.TrackId))
            .AsNoTracking().Skip(skipped).Take(ShelfView.PageSize).ToListAsync(cancellation);
        var shown = lines.ConvertAll(line => line.EntryId);
        var talks = await db.TalksByEntryAsync(db.TalkPapers.Where(place => shown.Contains(place.EntryId)), cancellation);
        return new ShelfView(tracks, lines.ConvertAll(line => line with { Talk = talks.GetValueOrDefault(line.EntryId) }), count);
    }

    /// <summary>
    /// The topics whose lists fill a page, and how many of their lines stand on pages before it. An engine that sorts all papers of all years to
    /// show forty of them would make the page dearer with every year; counted from the newest topic on, it costs what it shows.
    /// </summary>
    private static async Task<(List<int> Topics, int Skipped)> TopicsOfPageAsync(WhalepaperDb db, IQueryable<ReadingListEntry> asked, int before, CancellationToken cancellation)
    {
        var topics = new List<int>();
        var (passed, filled, seen) = (0, 0, 0);
        // Few at first, since most readers stay on the first page; for the last page all that remain.
        foreach (var few in Portions)
        {
            var counted = await db.Topics.OrderByDescending(topic => topic.Number).Skip(seen).Take(few)
                .Select(topic => new { topic.Id, Count = asked.Count(entry => entry.TopicId == topic.Id) }).ToListAsync(cancellation);
            foreach (var topic in counted)
            {
                if (topics.Count == 0 && passed + topic.Count <= before)
                {
                    passed += topic.Count;
                    continue;
                }

                topics.Add(topic.Id);
                filled += topic.Count;
                if (passed + filled >= before + ShelfView.PageSize)
                    return (topics, before - passed);
            }

            seen += counted.Count;
            if (counted.Count < few)
                break;
        }

        return (topics, Math.Max(0, before - passed));
    }
}
