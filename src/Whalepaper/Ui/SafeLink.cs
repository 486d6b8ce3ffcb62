namespace Whalepaper.Ui;

/// <summary>Decides whether an address that somebody wrote may become a link.</summary>
public static class SafeLink
{
    /// <summary>
    /// The address, normalised, if it leads to the web or to a mailbox; null for anything else (<c>javascript:</c>, <c>data:</c>,
    /// files, paths), which is then shown as text.
    /// </summary>
    /// <param name="address">As written.</param>
    public static string? Of(string? address) =>
        Uri.TryCreate(address?.Trim(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto"
            ? uri.AbsoluteUri
            : null;
}
