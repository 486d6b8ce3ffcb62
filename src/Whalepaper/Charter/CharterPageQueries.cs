using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Charter;

/// <summary>What lives on the charter's page.</summary>
/// <param name="Tracks">The tracks, by code.</param>
/// <param name="Next">The next meeting of each track, by its database number.</param>
/// <param name="Outline">The parts of every talk.</param>
/// <param name="Lists">The reading lists that are shown in full, by topic's number and track's code.</param>
/// <param name="LinkBase">Where relative links lead; null while unknown.</param>
public sealed record CharterLife(
    IReadOnlyDictionary<string, Track> Tracks, IReadOnlyDictionary<int, (int Id, Instant StartsAt)> Next, IReadOnlyList<OutlinePart> Outline,
    ILookup<(int Topic, string Track), EntryView> Lists, string? LinkBase);

/// <summary>What the charter's page asks of the database: always the same questions, and no more entries than a page can hold.</summary>
internal static class CharterPageQueries
{
    /// <summary>How many entries the page lists; those beyond stand on the pages of their topics.</summary>
    public const int MostEntries = 400;

    /// <summary>The reading lists that the page shows in full: from the first on, while they fit.</summary>
    public static HashSet<(int Topic, string Track)> Fitting(IEnumerable<CharterBlock.List> lists)
    {
        var fitting = new HashSet<(int, string)>();
        var sum = 0;
        foreach (var list in lists)
        {
            sum += list.Entries;
            if (sum > MostEntries)
                break;
            fitting.Add((list.Topic, list.Track));
        }

        return fitting;
    }

    /// <summary>Reads what lives.</summary>
    public static async Task<CharterLife> CharterLifeAsync(this WhalepaperDb db, IReadOnlySet<(int Topic, string Track)> shown, Instant now, CancellationToken cancellation)
    {
        var tracks = await db.Tracks.AsNoTracking().ToListAsync(cancellation);
        var next = await db.Meetings.Where(m => m.StartsAt > now && m.CancelledAt == null)
            .GroupBy(m => m.TrackId).Select(g => g.OrderBy(m => m.StartsAt).Select(m => new { m.TrackId, m.Id, m.StartsAt }).First()).ToListAsync(cancellation);
        var outline = await db.OutlineParts.AsNoTracking().OrderBy(part => part.Position).ToListAsync(cancellation);
        var numbers = shown.Select(list => list.Topic).Distinct().ToList();
        var topics = await db.Topics.Where(t => numbers.Contains(t.Number)).Select(t => new { t.Id, t.Number }).ToDictionaryAsync(t => t.Id, t => t.Number, cancellation);
        var codes = tracks.ToDictionary(track => track.Id, track => track.Code);
        var trackIds = tracks.Where(track => shown.Any(list => string.Equals(list.Track, track.Code, StringComparison.Ordinal))).Select(track => track.Id).ToArray();
        var entries = await db.EntriesAsync([.. topics.Keys], trackIds, cancellation);
        return new CharterLife(
            tracks.ToDictionary(track => track.Code, StringComparer.Ordinal),
            next.ToDictionary(m => m.TrackId, m => (m.Id, m.StartsAt)),
            outline,
            entries.ToLookup(e => (topics[e.TopicId], codes[e.TrackId])),
            await db.Groups.Where(g => g.Id == Group.TheOne).Select(g => g.LinkBase).SingleOrDefaultAsync(cancellation));
    }
}
