using Microsoft.AspNetCore.HttpOverrides;

namespace Whalepaper.Ui;

/// <summary>
/// The proxies whose word is taken for where a reader comes from and whether they came by HTTPS. Whoever is not named is not believed:
/// else anybody could come from everywhere, and tries to get in could not be counted.
/// </summary>
internal static class TrustedProxies
{
    /// <summary>The setting that names them: addresses and networks, parted by commas, such as <c>127.0.0.1,10.0.0.0/8</c>.</summary>
    public const string Setting = "WHALEPAPER_PROXIES";

    /// <summary>Takes the word of the proxies that are named; of none if none is.</summary>
    /// <exception cref="InvalidOperationException">The setting names something that is no address.</exception>
    public static IApplicationBuilder UseTrustedProxies(this WebApplication app)
    {
        var named = Networks.Read(Setting, app.Configuration[Setting]);
        if (named.Count == 0)
            return app;
        var trusted = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        trusted.KnownProxies.Clear();
        trusted.KnownIPNetworks.Clear();
        foreach (var network in named)
            trusted.KnownIPNetworks.Add(network);
        return app.UseForwardedHeaders(trusted);
    }
}
