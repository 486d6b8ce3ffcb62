using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace Whalepaper.Ui;

/// <summary>How often one address may ask for what costs us something.</summary>
internal static class Throttle
{
    /// <summary>Reports of broken policies: 30 a minute.</summary>
    public const string Reports = "reports";

    public static IServiceCollection AddThrottle(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.AddPolicy(Reports, http => RateLimitPartition.GetFixedWindowLimiter(
            Neighbourhood(http.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = 30, Window = TimeSpan.FromMinutes(1) }));
    });

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
