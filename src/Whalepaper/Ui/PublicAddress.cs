using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Whalepaper.Ui;

/// <summary>
/// The address under which the house is known, for links that are read elsewhere: in letters, in the terminal. It is never taken from
/// a request: whoever forges a host would have a link to their own house sent to somebody else.
/// </summary>
public sealed class PublicAddress(IConfiguration settings, IServer server)
{
    /// <summary>The setting that names it, such as <c>https://whalepaper.example.org</c>.</summary>
    public const string Setting = "WHALEPAPER_ADDRESS";

    /// <summary>The address without a slash at its end: as set, else where the program listens.</summary>
    public string Root => (settings[Setting] ?? Listening()).TrimEnd('/');

    /// <summary>A path of the house as a link.</summary>
    public string Of(string path) => Root + path;

    private string Listening()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        return address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal);
    }
}
