using System.Globalization;
using System.Net;

namespace Whalepaper.Charter;

/// <summary>Which addresses of a document may become links: http, https, mailto, and paths relative to it. Nothing that runs.</summary>
public static class SafeLink
{
    /// <summary>Whether an address may become a link.</summary>
    public static bool IsSafe(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        // Markdown resolves entities in addresses, and browsers drop white space and control characters before they look for a scheme: so do we.
        var plain = string.Concat(WebUtility.HtmlDecode(address).Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && char.GetUnicodeCategory(c) != UnicodeCategory.Format));
        // An entity that we do not know may be a colon.
        var path = plain.AsSpan().IndexOfAny('/', '?', '#');
        var head = path < 0 ? plain.AsSpan() : plain.AsSpan(0, path);
        if (head.IndexOf('&') is >= 0 and var entity && head[entity..].Contains(';'))
            return false;
        var colon = plain.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || plain.AsSpan(0, colon).IndexOfAny('/', '?', '#') >= 0)
            return !plain.StartsWith("//", StringComparison.Ordinal) && !plain.StartsWith('\\');
        var scheme = plain[..colon];
        return scheme.Equals("http", StringComparison.OrdinalIgnoreCase) || scheme.Equals("https", StringComparison.OrdinalIgnoreCase)
            || scheme.Equals("mailto", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether it is an absolute http or https address.</summary>
    public static bool IsWeb(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");

    /// <summary>
    /// The address that a link leads to: a web or mail address as it stands, a relative one behind <paramref name="linkBase"/>; null if it
    /// cannot be a link.
    /// </summary>
    public static string? Resolve(string? address, string? linkBase)
    {
        if (string.IsNullOrWhiteSpace(address) || !IsSafe(address))
            return null;
        if (Uri.TryCreate(address, UriKind.Absolute, out var absolute) && absolute.Scheme is ("http" or "https" or "mailto"))
            return absolute.AbsoluteUri;
        return linkBase is not null && !address.StartsWith('#') && Uri.TryCreate(new Uri(linkBase), address, out var joined) && joined.Scheme is ("http" or "https")
            ? joined.AbsoluteUri
            : null;
    }
}
