using Microsoft.AspNetCore.Http.Features;

namespace Whalepaper.Ui;

/// <summary>
/// Reads what a form sent before anybody else does: a body that breaks off, or has more fields than any form of ours, is its sender's fault (400).
/// Whoever reads a form first hears of it, and the framework does so in places that take it for a breakdown of ours.
/// </summary>
internal static class ReadableForms
{
    public static IApplicationBuilder UseReadableForms(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (HttpMethods.IsPost(http.Request.Method) && http.Request.HasFormContentType && !await IsReadableAsync(http))
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(http);
    });

    private static async Task<bool> IsReadableAsync(HttpContext http)
    {
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            return true;
        }
        catch (Exception broken) when (broken is InvalidDataException or ArgumentException or NotSupportedException)
        {
            // The answer is a page, and whoever writes it finds an empty form instead of the broken one.
            http.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));
            return false;
        }
    }
}
