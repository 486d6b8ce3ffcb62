using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Whalepaper.Ui;

/// <summary>Whose tries are counted together.</summary>
internal static class Throttle
{
    /// <summary>An address, or the /64 network of an IPv6 address: one household has the whole of it.</summary>
    internal static string Neighbourhood(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var network = address.GetAddressBytes();
        Array.Clear(network, 8, 8);
        return $"{new IPAddress(network)}/64";
    }
}

/// <summary>
/// How many reports of broken policies one network may send. It is ours and not the framework's middleware, which counts by a timer that nobody stops:
/// in a process that opens and closes sites, each would stay in memory with all that it kept.
/// </summary>
internal sealed class ReportThrottle : IAsyncDisposable
{
    // So many in a minute.
    private const int Most = 30;

    private readonly PartitionedRateLimiter<string> _networks = PartitionedRateLimiter.Create<string, string>(
        network => RateLimitPartition.GetFixedWindowLimiter(network, _ => new FixedWindowRateLimiterOptions { PermitLimit = Most, Window = TimeSpan.FromMinutes(1) }),
        StringComparer.Ordinal);

    /// <summary>Counts one, and says whether it may be read.</summary>
    public bool Admits(HttpContext http)
    {
        using var lease = _networks.AttemptAcquire(Throttle.Neighbourhood(http.Connection.RemoteIpAddress));
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _networks.DisposeAsync();
}
