using Microsoft.AspNetCore.Http.HttpResults;

namespace Whalepaper.Ui;

/// <summary>The viewer's preferences as a resource: language, theme, zone.</summary>
public static class PreferencesEndpoints
{
    /// <summary>The zone that lets the device tell.</summary>
    public const string DeviceZone = "device";

    private static readonly TimeSpan kept = TimeSpan.FromDays(365);

    /// <summary>Adds <c>POST /preferences</c>.</summary>
    public static IEndpointRouteBuilder MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapOnDemand(HttpMethods.Post, "/preferences", Keep, described: false, SameOrigin.RefuseOthersAsync).ExcludeFromDescription();
        return routes;
    }

    /// <summary>
    /// Keeps what the form names and leaves the rest, then goes back to where the form stood. A value that is not on offer
    /// changes nothing and shows the preferences page again (422).
    /// </summary>
    private static async Task<Results<SeeOther, RazorComponentResult<App>>> Keep(HttpContext context)
    {
        var form = await context.Request.ReadSentFormAsync(context.RequestAborted);
        string? language = form["language"], theme = form["theme"], zone = form["zone"];

        if (FirstUnknown(language, theme, zone) is { } unknown)
        {
            context.Features.Set(unknown);
            return new RazorComponentResult<App> { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }

        Write(context, ViewerReading.LanguageCookie, language);
        Write(context, ViewerReading.ThemeCookie, theme);
        if (string.Equals(zone, DeviceZone, StringComparison.Ordinal))
            Forget(context, ViewerReading.ZoneCookie);
        else
            Write(context, ViewerReading.ZoneCookie, zone, readableByScript: true);

        return new SeeOther(ReturnPath.Local(form["return"]));
    }

    private static PreferencesAnswer? FirstUnknown(string? language, string? theme, string? zone)
    {
        if (language is not null && Language.Parse(language) is null)
            return new("language", language, theme, zone);
        if (theme is not null && ThemeWords.Parse(theme) is null)
            return new("theme", language, theme, zone);
        if (zone is not null and not DeviceZone && ViewerReading.FindZone(zone) is null)
            return new("zone", language, theme, zone);
        return null;
    }

    private static void Write(HttpContext context, string name, string? value, bool readableByScript = false)
    {
        if (value is not null)
            context.Response.Cookies.Append(name, value, Options(context, readableByScript));
    }

    private static void Forget(HttpContext context, string name) => context.Response.Cookies.Delete(name, Options(context, readableByScript: true));

    private static CookieOptions Options(HttpContext context, bool readableByScript) => new()
    {
        Path = "/",
        MaxAge = kept,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        HttpOnly = !readableByScript,
        IsEssential = true,
    };
}
