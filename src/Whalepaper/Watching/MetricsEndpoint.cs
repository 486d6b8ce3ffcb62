using System.Text;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Watching;

/// <summary><c>/metrics</c>: the figures of the house for programs that watch it. Not for everybody, see <see cref="Permissions.MayReadMetrics"/>.</summary>
public static class MetricsEndpoint
{
    private const string Bearer = "Bearer ";

    /// <summary>Adds it.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.MapFile("/metrics", AnswerAsync);
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, WatchSettings settings, IServiceProvider services)
    {
        http.Response.Headers.CacheControl = "no-cache, no-store";
        var who = http.Actor();
        if (!who.MayReadMetrics(IsKnown(http, settings)))
        {
            if (who.IsVisitor)
                http.Response.Headers.WWWAuthenticate = "Bearer";
            return TypedResults.StatusCode(who.IsVisitor ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden);
        }

        // Made by the first who may ask.
        var book = services.GetRequiredService<MeterBook>();
        await services.GetRequiredService<HouseMeter>().RefreshAsync(http.RequestAborted);
        return TypedResults.Bytes(Encoding.UTF8.GetBytes(book.Write()), "text/plain; version=0.0.4; charset=utf-8");
    }

    private static bool IsKnown(HttpContext http, WatchSettings settings)
    {
        var shown = http.Request.Headers.Authorization.ToString();
        if (shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return settings.IsToken(shown[Bearer.Length..].Trim());
        // What a proxy says of whom it asks for is taken away where the proxy is believed. Where it still stands, nobody knows who asks.
        return !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("Forwarded") && settings.IsReader(http.Connection.RemoteIpAddress);
    }
}
