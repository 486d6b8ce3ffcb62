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
        {
            http.Request.Method = HttpMethods.Get;
            http.Features.Set(HeadAsked.Instance);
        }

        http.Response.OnStarting(() =>
        {
            SayHead(http.Response.Headers);
            return Task.CompletedTask;
        });
        return next(http);
    });

    /// <summary>Whether only the headers were asked for: an answer without end must not begin then.</summary>
    public static bool IsHeadAsked(this HttpContext http) => http.Features.Get<HeadAsked>() is not null;

    // Who is told what an address allows is told this too (RFC 9110, 10.2.1).
    private static void SayHead(IHeaderDictionary headers)
    {
        var allowed = headers.GetCommaSeparatedValues("Allow");
        if (allowed.Contains(HttpMethods.Get, StringComparer.Ordinal) && !allowed.Contains(HttpMethods.Head, StringComparer.Ordinal))
            headers.AppendCommaSeparatedValues("Allow", HttpMethods.Head);
    }

    private sealed class HeadAsked
    {
        public static readonly HeadAsked Instance = new();
    }
}
