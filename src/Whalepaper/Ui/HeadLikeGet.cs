namespace Whalepaper.Ui;

/// <summary>
/// Answers HEAD as GET on every address: component endpoints know GET and POST only. The server itself leaves the body out, since
/// it remembers what was asked.
/// </summary>
internal static class HeadLikeGet
{
    public static IApplicationBuilder UseHeadLikeGet(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (HttpMethods.IsHead(http.Request.Method))
            http.Request.Method = HttpMethods.Get;
        return next(http);
    });
}
