using System.Net;

namespace Whalepaper.Notices.Outgoing;

/// <summary>What is wrong with an address that somebody typed.</summary>
internal enum AddressFault
{
    /// <summary>It is no web address.</summary>
    NoAddress,

    /// <summary>It is not encrypted.</summary>
    NotEncrypted,

    /// <summary>It carries a name or password.</summary>
    HasUser,

    /// <summary>It carries a fragment, which is never sent.</summary>
    HasFragment,

    /// <summary>It leads to this machine or its network.</summary>
    Inside,
}

/// <summary>Reads addresses that people type and that this program then calls. What a name stands for is seen when it is called.</summary>
internal static class OutgoingAddress
{
    /// <summary>The longest one, in UTF-16 units.</summary>
    public const int Longest = 2000;

    private const int ShownEnd = 4;

    // Of less, four signs would be too large a part.
    private const int LongEnough = 16;

    /// <summary>Reads an address.</summary>
    /// <returns>The address; or what is wrong with it.</returns>
    public static (Uri? Address, AddressFault? Fault) Read(string text, OutgoingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(settings);
        // A backslash, a tab or a line break is read by one program as this and by another as that.
        if (text.Length > Longest || text.Any(sign => char.IsWhiteSpace(sign) || char.IsControl(sign) || sign is '\\') || !Uri.TryCreate(text, UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https") || !text.StartsWith($"{address.Scheme}://", StringComparison.OrdinalIgnoreCase))
            return (null, AddressFault.NoAddress);
        if (address.Scheme is "http" && !settings.Http)
            return (null, AddressFault.NotEncrypted);
        if (address.UserInfo.Length > 0 || AuthorityOf(text).Contains('@', StringComparison.Ordinal))
            return (null, AddressFault.HasUser);
        if (text.Contains('#', StringComparison.Ordinal))
            return (null, AddressFault.HasFragment);
        var host = address.IdnHost;
        if (host.Length == 0 || host.EndsWith('.') || host.Contains('%', StringComparison.Ordinal) || AuthorityOf(text).Contains('%', StringComparison.Ordinal) || address.Port is < 1 or > 65535)
            return (null, AddressFault.NoAddress);
        return LeadsInside(host, settings) ? (null, AddressFault.Inside) : (address, null);
    }

    /// <summary>Whether a host, as it is written, is known to lead inside: an address, in whatever spelling, or a name of this machine.</summary>
    public static bool LeadsInside(string host, OutgoingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(settings);
        var bare = host.Trim('[', ']');
        if (IPAddress.TryParse(bare, out var literal))
            return AddressRules.IsInside(literal, settings.Networks);
        return (string.Equals(bare, "localhost", StringComparison.OrdinalIgnoreCase) || bare.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            && AddressRules.IsInside(IPAddress.Loopback, settings.Networks);
    }

    /// <summary>An address as it may be shown: its host, and its last signs to tell it from others of the same service.</summary>
    public static string Mask(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var rest = address.PathAndQuery;
        return $"{address.Authority}/…{(rest.Length >= LongEnough ? rest[^ShownEnd..] : "")}";
    }

    private static string AuthorityOf(string text)
    {
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        return end < 0 ? rest : rest[..end];
    }
}
