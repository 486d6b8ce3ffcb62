using System.Net;

namespace Whalepaper.Notices.Outgoing;

/// <summary>Where requests may go that people's addresses cause.</summary>
/// <param name="Networks">Networks that are allowed although they are somebody's inside.</param>
/// <param name="Http">Whether addresses may be unencrypted.</param>
/// <param name="Proxy">The proxy by which they go; null for none. It then resolves names, and must refuse what is inside itself.</param>
public sealed record OutgoingSettings(IReadOnlyList<IPNetwork> Networks, bool Http, Uri? Proxy)
{
    /// <summary>The variables that set it begin so: <c>WHALEPAPER_OUTGOING__NETWORKS</c>, <c>…__HTTP</c>, <c>…__PROXY</c>.</summary>
    public const string Setting = "WHALEPAPER_OUTGOING";

    /// <summary>The section of <c>appsettings.json</c> that sets it where no variable does.</summary>
    public const string Section = "Outgoing";

    /// <summary>What holds unless said otherwise.</summary>
    public static readonly OutgoingSettings Usual = new([], Http: false, Proxy: null);

    /// <summary>Reads what is set.</summary>
    /// <exception cref="InvalidOperationException">It is set to what cannot be.</exception>
    public static OutgoingSettings Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var networks = (Given(settings, nameof(Networks)) ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(NetworkOf).ToList();
        var http = Given(settings, nameof(Http)) switch
        {
            null or "no" => false,
            "yes" => true,
            var other => throw new InvalidOperationException($"{Setting}__HTTP is '{other}', which is neither yes nor no."),
        };
        return new OutgoingSettings(networks, http, Given(settings, nameof(Proxy)) is { } proxy ? ProxyOf(proxy) : null);
    }

    private static IPNetwork NetworkOf(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        if (IPAddress.TryParse(text, out var one) && !text.Contains('/', StringComparison.Ordinal))
            return new IPNetwork(one, one.GetAddressBytes().Length * 8);
        throw new InvalidOperationException($"{Setting}__NETWORKS holds '{text}', which is no network. It takes such as 10.0.0.0/8, parted by commas.");
    }

    // A proxy's address may hold a password: it is not told.
    private static Uri ProxyOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out var proxy) && proxy.Scheme is ("http" or "https" or "socks5") && proxy.Host.Length > 0
        ? proxy
        : throw new InvalidOperationException($"{Setting}__PROXY is no address of a proxy. It takes such as http://proxy.example.org:3128.");

    private static string? Given(IConfiguration settings, string part) =>
        new[] { settings[$"{Setting}:{part}"], settings[$"{Section}:{part}"] }.Select(text => text?.Trim()).FirstOrDefault(text => text is { Length: > 0 });
}
