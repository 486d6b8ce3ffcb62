using System.Net;
using System.Net.Sockets;

namespace Whalepaper.Notices.Outgoing;

/// <summary>
/// Which internet addresses belong to somebody's inside: this machine, its network, what clouds tell their machines. What people type as an address
/// of a chat must not lead there (the registries of special-purpose addresses, RFC 6890).
/// </summary>
internal static class AddressRules
{
    private static readonly IPNetwork[] insideV4 =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network
        IPNetwork.Parse("10.0.0.0/8"), // private (RFC 1918)
        IPNetwork.Parse("100.64.0.0/10"), // between carriers and their customers (RFC 6598)
        IPNetwork.Parse("127.0.0.0/8"), // loopback
        IPNetwork.Parse("168.63.129.16/32"), // where a cloud answers its machines, though it looks public
        IPNetwork.Parse("169.254.0.0/16"), // link-local, and the clouds' metadata
        IPNetwork.Parse("172.16.0.0/12"), // private (RFC 1918)
        IPNetwork.Parse("192.0.0.0/24"), // protocols (RFC 6890)
        IPNetwork.Parse("192.0.2.0/24"), // documentation
        IPNetwork.Parse("192.88.99.0/24"), // relays of 6to4, withdrawn
        IPNetwork.Parse("192.168.0.0/16"), // private (RFC 1918)
        IPNetwork.Parse("198.18.0.0/15"), // benchmarks (RFC 2544)
        IPNetwork.Parse("198.51.100.0/24"), // documentation
        IPNetwork.Parse("203.0.113.0/24"), // documentation
        IPNetwork.Parse("224.0.0.0/4"), // multicast
        IPNetwork.Parse("240.0.0.0/4"), // reserved, and broadcast
    ];

    // Of IPv6 only what is handed out to the public is let through at all; these lie within it.
    private static readonly IPNetwork publicV6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] insideV6 =
    [
        IPNetwork.Parse("2001::/23"), // protocols: Teredo, benchmarks, identifiers that are no places
        IPNetwork.Parse("2001:db8::/32"), // documentation
        IPNetwork.Parse("2002::/16"), // 6to4, which carries an IPv4 address
        IPNetwork.Parse("3fff::/20"), // documentation
    ];

    // A network without IPv4 reaches public IPv4 addresses by these (RFC 6052).
    private static readonly IPNetwork translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether an address belongs to somebody's inside, and to none of the networks that are allowed all the same.</summary>
    public static bool IsInside(IPAddress address, IReadOnlyList<IPNetwork> allowed)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(allowed);
        var plain = Plain(address);
        return !allowed.Any(network => network.Contains(plain)) && IsInside(plain);
    }

    private static bool IsInside(IPAddress address) => address.AddressFamily is AddressFamily.InterNetwork
        ? insideV4.Any(network => network.Contains(address))
        : !publicV6.Contains(address) || insideV6.Any(network => network.Contains(address));

    // The IPv4 address that is meant, where one is written as IPv6.
    private static IPAddress Plain(IPAddress address)
    {
        if (address.AddressFamily is not AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        return translated.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12)) : address;
    }
}
