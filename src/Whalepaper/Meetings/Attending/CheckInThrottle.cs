using System.Globalization;
using System.Threading.RateLimiting;
using Whalepaper.Ui;

namespace Whalepaper.Meetings.Attending;

/// <summary>
/// How often somebody may guess a check-in code. Only wrong ones count: a hundred people in one room, behind one address, check in within a minute.
/// Who guessed too often is not let in by the right code either, or they would guess on.
/// </summary>
public sealed class CheckInThrottle : IAsyncDisposable
{
    /// <summary>Wrong codes of one member in <see cref="Window"/>.</summary>
    public const int PerMember = 10;

    /// <summary>Wrong codes from one network in <see cref="Window"/>.</summary>
    public const int PerNetwork = 200;

    /// <summary>The time over which they are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const int Segments = 5;

    private readonly PartitionedRateLimiter<string> _members = Limit(PerMember);
    private readonly PartitionedRateLimiter<string> _networks = Limit(PerNetwork);

    /// <summary>How long to rest before the next try.</summary>
    public static TimeSpan Rest => Window / Segments;

    /// <summary>Whether somebody may try a code.</summary>
    public bool Admits(HttpContext http, int memberId)
    {
        ArgumentNullException.ThrowIfNull(http);
        // To ask for none takes none, and tells whether there is one.
        using var member = _members.AttemptAcquire(Key(memberId), 0);
        using var network = _networks.AttemptAcquire(Network(http), 0);
        return member.IsAcquired && network.IsAcquired;
    }

    /// <summary>Counts a wrong one.</summary>
    public void Count(HttpContext http, int memberId)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var member = _members.AttemptAcquire(Key(memberId));
        using var network = _networks.AttemptAcquire(Network(http));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _members.DisposeAsync();
        await _networks.DisposeAsync();
    }

    private static string Key(int memberId) => memberId.ToString(CultureInfo.InvariantCulture);

    private static string Network(HttpContext http) => Throttle.Neighbourhood(http.Connection.RemoteIpAddress);

    private static PartitionedRateLimiter<string> Limit(int permitted) => PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = permitted, Window = Window, SegmentsPerWindow = Segments }),
        StringComparer.Ordinal);
}
