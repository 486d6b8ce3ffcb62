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
        counts.Hear(name, Take);
    }

    /// <summary>
    /// Counts one who wants to pass, and says whether they do, by what is known here now; other copies learn it right after. In the same instant, as many may pass at each of them. Who is turned away is
    /// not counted.
    /// </summary>
    public bool Admits(string key)
    {
        var mark = Shorten(key);
        if (!Take(mark))
            return false;
        _counts.Tell(_name, mark);
        return true;
    }

    /// <summary>As <see cref="Admits"/>, but in the order in which all copies count, for which one waits some thousandths of a second: no more pass at all of them together than at one.</summary>
    public async Task<bool> AdmitsInTurnAsync(string key)
    {
        var mark = Shorten(key);
        // Where there is no room already, nobody need be asked.
        return HasRoom(mark) && await _counts.AskAsync(_name, mark);
    }

    /// <summary>Says whether one would pass, and counts nothing.</summary>
    public bool WouldAdmit(string key) => HasRoom(Shorten(key));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _limiter.DisposeAsync();

    private bool Take(string mark)
    {
        using var lease = _limiter.AttemptAcquire(mark);
        return lease.IsAcquired;
    }

    private bool HasRoom(string mark)
    {
        // To ask for none takes none, and tells whether there is one.
        using var lease = _limiter.AttemptAcquire(mark, 0);
        return lease.IsAcquired;
    }

    // Addresses of people are not told around, and somebody may type a very long one.
    private static string Shorten(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
}
