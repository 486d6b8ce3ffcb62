using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Extensions;

namespace Whalepaper.Ui;

/// <summary>
/// The address under which the house is known, for links that are read elsewhere: in letters, in the terminal, in feeds, in what search
/// engines keep. In letters it is never taken from a request: whoever forges a host would have a link to their own house sent to somebody else.
/// </summary>
public sealed class PublicAddress
{
    /// <summary>The setting that names it, such as <c>https://whalepaper.example.org</c>.</summary>
    public const string Setting = "WHALEPAPER_ADDRESS";

    private readonly string? _set;
    private readonly IServer _server;

    /// <summary>Reads the setting.</summary>
    /// <exception cref="InvalidOperationException">It is no web address.</exception>
    public PublicAddress(IConfiguration settings, IServer server)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _server = server;
        if (settings[Setting]?.Trim() is not { Length: > 0 } set)
            return;
        if (!Uri.TryCreate(set, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new InvalidOperationException($"{Setting} is '{set}', which is no web address. It takes such as https://whalepaper.example.org.");
        _set = set.TrimEnd('/');
    }

    /// <summary>Whether it is set.</summary>
    public bool IsSet => _set is not null;

    /// <summary>Whether it is set, and people reach the house by HTTPS.</summary>
    public bool IsSecure => _set?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>The address without a slash at its end: as set, else where the program listens.</summary>
    public string Root => _set ?? Listening().TrimEnd('/');

    /// <summary>A path of the house as a link.</summary>
    public string Of(string path) => Root + path;

    /// <summary>The address for links in an answer, without a slash at its end: as set, else the one under which the reader asks.</summary>
    public HouseAddress For(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new HouseAddress(_set ?? UriHelper.BuildAbsolute(request.Scheme, request.Host).TrimEnd('/'));
    }

    private string Listening()
    {
        var address = _server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        return address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal);
    }
}

/// <summary>The address of the house as an answer names it: what a page calls its own address, what a feed leads to.</summary>
/// <param name="Root">It, without a slash at its end.</param>
public sealed record HouseAddress(string Root)
{
    /// <summary>The start page.</summary>
    public Uri Home => new(Root + "/");

    /// <summary>A path of the house, beginning with a slash, as a link.</summary>
    public string Of(string path) => new Uri(Root + path).AbsoluteUri;
}
