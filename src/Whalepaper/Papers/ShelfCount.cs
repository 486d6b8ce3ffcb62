using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Topics;

namespace Whalepaper.Papers;

/// <summary>
/// How many lines the shelf has on all pages. To count is to read them all, which on PostgreSQL takes longer than all else of the page; so a number is kept
/// until something changes, and for as long as a page is kept, should the change happen in another copy of the program.
/// </summary>
public sealed class ShelfCount(IClock clock) : IChangeListener
{
    /// <summary>For how long a number is believed.</summary>
    public static readonly Duration Longest = Duration.FromMinutes(1);

    private static readonly string[] concerned = [ChangeTags.Group, ChangeTags.Topics, ChangeTags.Papers, ChangeTags.Talks];

    private readonly ConcurrentDictionary<(int? TrackId, ReadingState? State), (int Count, Instant At)> _known = new();
    private int _changes;

    /// <summary>The number of lines.</summary>
    /// <param name="trackId">Of the one track; null for all.</param>
    /// <param name="state">Where they stand; null for all.</param>
    /// <param name="asked">The lines themselves.</param>
    /// <param name="cancellation">Stops counting.</param>
    public async Task<int> OfAsync(int? trackId, ReadingState? state, IQueryable<ReadingListEntry> asked, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        if (_known.TryGetValue((trackId, state), out var known) && known.At.IsWithin(Longest, now))
            return known.Count;
        var before = Volatile.Read(ref _changes);
        var count = await asked.CountAsync(cancellation);
        // What was counted before a change must not be kept after it.
        if (before == Volatile.Read(ref _changes))
            _known[(trackId, state)] = (count, now);
        return count;
    }

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Overlaps(concerned))
        {
            Interlocked.Increment(ref _changes);
            _known.Clear();
        }

        return ValueTask.CompletedTask;
    }
}
