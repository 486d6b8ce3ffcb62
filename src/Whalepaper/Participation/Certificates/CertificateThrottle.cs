using System.Threading.RateLimiting;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Certificates;

/// <summary>How often codes may be checked from one network: often enough for who reads a pile of applications, and hopeless for who guesses.</summary>
public sealed class CertificateThrottle : IAsyncDisposable
{
    /// <summary>Checks from one network in <see cref="Window"/>.</summary>
    public const int PerNetwork = 60;

    /// <summary>The time over which they are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly PartitionedRateLimiter<string> _networks = PartitionedRateLimiter.Create<string, string>(
        network => RateLimitPartition.GetSlidingWindowLimiter(network, _ => new SlidingWindowRateLimiterOptions { PermitLimit = PerNetwork, Window = Window, SegmentsPerWindow = 5 }), StringComparer.Ordinal);

    /// <summary>Counts one, and says whether it may be made.</summary>
    public bool Admits(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var lease = _networks.AttemptAcquire(Throttle.Neighbourhood(http.Connection.RemoteIpAddress));
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _networks.DisposeAsync();
}
