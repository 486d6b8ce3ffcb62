using System.Threading.RateLimiting;
using Whalepaper.Ui;

namespace Whalepaper.Members.Accounts;

/// <summary>
/// How often somebody may try to get in: by where they come from and by the address they name, whether it has an account or not, so
/// that neither a list of passwords nor a list of addresses can be tried through.
/// </summary>
public sealed class EntryThrottle : IAsyncDisposable
{
    /// <summary>Tries from one network in <see cref="Window"/>.</summary>
    public const int PerNetwork = 60;

    /// <summary>Tries for one e-mail address in <see cref="Window"/>.</summary>
    public const int PerAddress = 10;

    /// <summary>The time over which tries are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly PartitionedRateLimiter<string> _networks = Limit(PerNetwork);
    private readonly PartitionedRateLimiter<string> _addresses = Limit(PerAddress);

    /// <summary>Counts a try, and says whether it may be made.</summary>
    /// <param name="http">The request.</param>
    /// <param name="email">The address that it names; null if none.</param>
    public bool Admits(HttpContext http, string? email)
    {
        ArgumentNullException.ThrowIfNull(http);
        using var network = _networks.AttemptAcquire(Throttle.Neighbourhood(http.Connection.RemoteIpAddress));
        if (!network.IsAcquired)
            return false;
        if (email is null)
            return true;
        using var address = _addresses.AttemptAcquire(email.Trim().ToUpperInvariant());
        return address.IsAcquired;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _networks.DisposeAsync();
        await _addresses.DisposeAsync();
    }

    private static PartitionedRateLimiter<string> Limit(int permitted) => PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions { PermitLimit = permitted, Window = Window, SegmentsPerWindow = 5 }),
        StringComparer.Ordinal);
}
