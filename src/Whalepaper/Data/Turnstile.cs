using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace Whalepaper.Data;

/// <summary>Lets so many through in a stretch of time, for each key apart, counted over all copies of the program.</summary>
internal sealed class Turnstile : IAsyncDisposable
{
    private readonly SharedCounts _counts;
    private readonly string _name;
    private readonly PartitionedRateLimiter<string> _limiter;

    /// <summary>Sets one up.</summary>
    /// <param name="counts">What tells the other copies, and hears of them.</param>
    /// <param name="name">Its name: another than that of any other, without spaces.</param>
    /// <param name="most">How many pass in <paramref name="window"/>.</param>
    /// <param name="window">The stretch of time, which slides.</param>
    /// <param name="segments">In how many steps it slides.</param>
    public Turnstile(SharedCounts counts, string name, int most, TimeSpan window, int segments = 5)
    {
        (_counts, _name) = (counts, name);
        _limiter = PartitionedRateLimiter.Create<string, string>(
            key => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = most, Window = window, SegmentsPerWindow = segments }),
            StringComparer.Ordinal);
        counts.Hear(name, key => _limiter.AttemptAcquire(key).Dispose());
    }

    /// <summary>Counts one who wants to pass, and says whether they do. Who is turned away is not counted.</summary>
    public bool Admits(string key)
    {
        var mark = Shorten(key);
        using var lease = _limiter.AttemptAcquire(mark);
        if (lease.IsAcquired)
            _counts.Tell(_name, mark);
        return lease.IsAcquired;
    }

    /// <summary>Says whether one would pass, and counts nothing.</summary>
    public bool WouldAdmit(string key)
    {
        // To ask for none takes none, and tells whether there is one.
        using var lease = _limiter.AttemptAcquire(Shorten(key), 0);
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _limiter.DisposeAsync();

    // Addresses of people are not told around, and somebody may type a very long one.
    private static string Shorten(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
}
