using Microsoft.AspNetCore.Http.HttpResults;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Bench;

/// <summary>
/// The site itself with two more addresses, for what can be compared only inside one server: an answer that is always the same bytes,
/// and a bare component that renders the same HTML.
/// </summary>
internal static class BenchHost
{
    /// <summary>A fixed answer, given by the server before anything of the site is asked: the strictest limit.</summary>
    public const string Fixed = "/bench/fixed";

    /// <summary>A fixed answer as the site's last word: what passes through everything that the site does for every request.</summary>
    public const string Passed = "/bench/passed";

    /// <summary>The page's HTML as a bare component.</summary>
    public const string Bare = "/bench/bare";

    /// <summary>Serves until it is killed.</summary>
    /// <param name="arguments">The data folder, the folder of <see cref="KeptAnswer"/>, and <c>--urls</c> with the address.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var data, var answers, "--urls", var url])
            return 2;
        await using var app = Site.Build(new DataSettings(data), url, builder => builder.Services.AddSingleton<IStartupFilter>(new FrontDoor(answers)));
        app.MapGet(Passed, (HttpContext http) => KeptAnswer.Read(answers, http.Request.Headers.AcceptEncoding.ToString()).WriteAsync(http.Response));
        app.MapGet(Bare, (HttpContext http) =>
        {
            // Kept like the page: what is compared is the making.
            http.Shows(ChangeTags.Group);
            return new RazorComponentResult<BarePage>(new { Nodes = BareNodes.Read(answers) });
        });
        await Site.PrepareAsync(app);
        await app.RunAsync();
        return 0;
    }

    private sealed class FrontDoor(string answers) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, on) => http.Request.Path.Equals(Fixed, StringComparison.Ordinal)
                ? KeptAnswer.Read(answers, http.Request.Headers.AcceptEncoding.ToString()).WriteAsync(http.Response)
                : on(http));
            next(app);
        };
    }
}
