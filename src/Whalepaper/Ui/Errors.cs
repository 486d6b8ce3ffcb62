namespace Whalepaper.Ui;

/// <summary>What is answered when something is wrong: a page to people, a problem document to programs, never a stack trace.</summary>
internal static class Errors
{
    /// <summary>The page of a status, reached by re-execution only.</summary>
    public static string Path(int status) => $"/errors/{status}";

    /// <summary>Shows a page for every empty answer of 400 and above, except where a program asked.</summary>
    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app) =>
        app.UseWhen(http => !IsForPrograms(http.Request.Path), pages => pages.UseStatusCodePagesWithReExecute("/errors/{0}", createScopeForStatusCodePages: true))
            .UseWhen(http => IsForPrograms(http.Request.Path), programs => programs.UseStatusCodePages());

    private static bool IsForPrograms(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.Ordinal) || path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        || path.StartsWithSegments("/health", StringComparison.Ordinal) || path.StartsWithSegments("/csp-reports", StringComparison.Ordinal);
}
