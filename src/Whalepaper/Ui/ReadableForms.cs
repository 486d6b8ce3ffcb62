using Microsoft.AspNetCore.Http.Features;

namespace Whalepaper.Ui;

/// <summary>
/// Reads what a form sent before anybody else does: a body that breaks off, or has more fields than any form of ours, is its sender's fault (400).
/// Whoever reads a form first hears of it, and the framework does so in places that take it for a breakdown of ours. A form may name the method
/// that it means in <c>_method</c>, because browsers only post. Forms with files are left alone: how much they may hold is known only once it is
/// known where they go.
/// </summary>
internal static class ReadableForms
{
    public static IApplicationBuilder UseReadableForms(this IApplicationBuilder app) => app.UseWhen(
        http => HttpMethods.IsPost(http.Request.Method) && http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) is true,
        forms => forms.Use(async (http, next) =>
        {
            if (await IsReadableAsync(http))
                await next(http);
            else
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
        }).UseHttpMethodOverride(new HttpMethodOverrideOptions { FormFieldName = "_method" }));

    /// <summary>Puts an empty form in the place of one that cannot be read: the answer is a page, and whoever writes it must not stumble over it.</summary>
    public static void Forget(HttpContext http) => http.Features.Set<IFormFeature>(new FormFeature(FormCollection.Empty));

    private static async Task<bool> IsReadableAsync(HttpContext http)
    {
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            return true;
        }
        catch (Exception broken) when (broken is InvalidDataException or ArgumentException or NotSupportedException)
        {
            Forget(http);
            return false;
        }
    }
}
