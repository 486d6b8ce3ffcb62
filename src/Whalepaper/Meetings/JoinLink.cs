namespace Whalepaper.Meetings;

/// <summary>Where people meet who are not in one place. The numbers are kept in databases.</summary>
public enum JoinPlace
{
    /// <summary>Anywhere else.</summary>
    Other = 0,

    /// <summary>Tencent Meeting (腾讯会议, VooV).</summary>
    Tencent = 1,

    /// <summary>Zoom.</summary>
    Zoom = 2,
}

/// <summary>How one gets into a meeting from afar: a link, the meeting's number there, a passcode. For members only, on no page that is kept for visitors.</summary>
public sealed record JoinLink
{
    /// <summary>The longest link, in UTF-16 units.</summary>
    public const int UrlMaximum = 1000;

    /// <summary>The longest number or passcode, in UTF-16 units.</summary>
    public const int CodeMaximum = 60;

    private static readonly string[] ofTencent = ["meeting.tencent.com", "voovmeeting.com"];
    private static readonly string[] ofZoom = ["zoom.us", "zoom.com", "zoom.com.cn", "zoomgov.com"];

    private JoinLink()
    {
    }

    /// <summary>A way in.</summary>
    /// <param name="url">An absolute http or https address; null for none.</param>
    /// <param name="number">The meeting's number there, as people read it; null for none.</param>
    /// <param name="passcode">What is asked for at the door; null for nothing.</param>
    /// <exception cref="ArgumentException">Neither link nor number, a link that is none, or something too long.</exception>
    public JoinLink(string? url, string? number = null, string? passcode = null)
    {
        (Url, Number, Passcode) = (Blank(url), Blank(number), Blank(passcode));
        if (Url is null && Number is null)
            throw new ArgumentException("A way in is a link or a number.", nameof(url));
        if (Url is { } address && !IsAddress(address))
            throw new ArgumentException($"'{address}' is no http or https address.", nameof(url));
        if (Number?.Length > CodeMaximum)
            throw new ArgumentException("The number is too long.", nameof(number));
        if (Passcode?.Length > CodeMaximum)
            throw new ArgumentException("The passcode is too long.", nameof(passcode));
        Place = PlaceOf(Url);
    }

    /// <summary>Where it is; told by the link.</summary>
    public JoinPlace Place { get; private init; }

    /// <summary>An absolute http or https address.</summary>
    public string? Url { get; private init; }

    /// <summary>The meeting's number there, as people read it: <c>123-456-789</c>.</summary>
    public string? Number { get; private init; }

    /// <summary>What is asked for at the door.</summary>
    public string? Passcode { get; private init; }

    /// <summary>Whether a text is an address that one can join by: http or https, absolute, with no name or password in it, not too long.</summary>
    public static bool IsAddress(string text) =>
        text is { Length: <= UrlMaximum } && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https") && uri.UserInfo.Length == 0;

    private static JoinPlace PlaceOf(string? url)
    {
        if (url is null)
            return JoinPlace.Other;
        var host = new Uri(url).Host;
        return IsOf(host, ofTencent) ? JoinPlace.Tencent : IsOf(host, ofZoom) ? JoinPlace.Zoom : JoinPlace.Other;
    }

    private static bool IsOf(string host, string[] names) =>
        Array.Exists(names, name => host.Equals(name, StringComparison.OrdinalIgnoreCase) || host.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase));

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
