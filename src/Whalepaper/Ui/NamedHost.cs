namespace Whalepaper.Ui;

/// <summary>
/// Turns away whoever calls this site by a name that can stand in no address, before anything is made of it: pages, feeds and maps write the
/// name into their links, and the framework gives up on it halfway. A caller of HTTP/1.0 may name no host (RFC 9112, 3.2), as the probes of
/// some load balancers do; where it knocked stands in.
/// </summary>
internal static class NamedHost
{
    public static IApplicationBuilder UseNamedHost(this IApplicationBuilder app)
    {
        app.Use((http, next) =>
        {
            if (string.IsNullOrEmpty(http.Request.Headers.Host) && http.Connection.LocalIpAddress is { } here)
                http.Request.Host = new HostString(here.ToString(), http.Connection.LocalPort);
            return next(http);
        });
        // No page: it could not be written under such a name either.
        return app.UseWhen(http => !IsAddress(http.Request), refused => refused.UseSafetyHeaders().Run(http =>
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        }));
    }

    private static bool IsAddress(HttpRequest request)
    {
        try
        {
            return Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}/", UriKind.Absolute, out _);
        }
        catch (ArgumentException)
        {
            // What the framework throws at a name that begins as Punycode does and is none.
            return false;
        }
    }
}
