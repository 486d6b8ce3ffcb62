using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Watching;

/// <summary>What the database says of how the house does: numbers, and nobody's name.</summary>
/// <param name="At">When it was asked.</param>
/// <param name="Deliveries">How many deliveries there are in each state. Calls to secret ballots and reminders of them are not among them: they tell who has voted.</param>
/// <param name="OldestDue">When the longest overdue of those that wait became due; null if none is overdue.</param>
/// <param name="BallotsClosing">How many open ballots close within a day.</param>
/// <param name="BallotsOverdue">How many should be closed by now.</param>
internal sealed record HouseReading(Instant At, IReadOnlyDictionary<DeliveryState, int> Deliveries, Instant? OldestDue, int BallotsClosing, int BallotsOverdue)
{
    /// <summary>How long the first of the queue has been due.</summary>
    public Duration Lag => OldestDue is { } due && due < At ? At - due : Duration.Zero;
}

/// <summary>Asks the database how the house does, for all who watch: seldom, and once for all of them.</summary>
internal sealed class HouseReadings(IServiceScopeFactory scopes, IClock clock, TimeProvider time) : IDisposable
{
    /// <summary>How long an answer serves everybody.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private static readonly Duration soon = Duration.FromDays(1);

    private readonly SemaphoreSlim _one = new(1, 1);
    private long _takenAt;

    /// <summary>The last answer; null before the first, and after the database gave none.</summary>
    public HouseReading? Last { get; private set; }

    /// <summary>The last answer, or a new one if it is too old; null if the database gives none.</summary>
    public async Task<HouseReading?> TakeAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (Last is not null && time.GetElapsedTime(_takenAt) < Kept)
                return Last;
            Last = null;
            await using var scope = scopes.CreateAsyncScope();
            var reading = await AskAsync(scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), clock.GetCurrentInstant(), cancellation);
            (Last, _takenAt) = (reading, time.GetTimestamp());
            return reading;
        }
        catch (Exception silent) when (silent is System.Data.Common.DbException or TimeoutException or InvalidOperationException { InnerException: System.Data.Common.DbException })
        {
            // Whoever watches learns from this that the database is down; the rest of the figures is theirs all the same.
            return null;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private static async Task<HouseReading> AskAsync(WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        var told = db.Deliveries.Disclosed();
        var states = await told.GroupBy(d => d.State).Select(of => new { of.Key, Count = of.Count() }).ToDictionaryAsync(of => of.Key, of => of.Count, cancellation);
        var oldest = await told.Where(d => (d.State == DeliveryState.Waiting || d.State == DeliveryState.Sending) && d.Due <= now).MinAsync(d => (Instant?)d.Due, cancellation);
        var latest = now + soon;
        var closings = await db.Ballots.Where(b => b.ClosedAt == null && b.ClosesAt <= latest).Select(b => b.ClosesAt).ToListAsync(cancellation);
        var overdue = closings.Count(at => at <= now);
        return new HouseReading(now, states, oldest, closings.Count - overdue, overdue);
    }
}
