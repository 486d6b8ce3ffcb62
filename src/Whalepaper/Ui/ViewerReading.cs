using Microsoft.Net.Http.Headers;
using NodaTime;

namespace Whalepaper.Ui;

/// <summary>Reads a <see cref="Viewer"/> from a request: first what was chosen, then what the browser says, then what the group takes for granted.</summary>
public static class ViewerReading
{
    /// <summary>Cookie with a <see cref="Language.Tag"/>.</summary>
    public const string LanguageCookie = "wp-language";

    /// <summary>Cookie with a theme's word.</summary>
    public const string ThemeCookie = "wp-theme";

    /// <summary>Cookie with a tzdb id; <see cref="DevicePrefix"/> stands before it where the device told it.</summary>
    public const string ZoneCookie = "wp-zone";

    /// <summary>Marks a zone that the device told and nobody chose. The script that tells it writes the same word.</summary>
    public const string DevicePrefix = "device:";

    // The longest id in tzdb has 32 characters; a longer one need not be looked for.
    private const int LongestZoneId = 64;

    /// <summary>The viewer who sent <paramref name="request"/>. Unknown or broken values count as absent, never as errors.</summary>
    public static Viewer Read(HttpRequest request, Masthead masthead)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(masthead);

        var language = Language.Parse(request.Cookies[LanguageCookie])
            ?? Preferred(request.Headers.AcceptLanguage)
            ?? masthead.Language;
        var theme = ThemeWords.Parse(request.Cookies[ThemeCookie]) ?? Theme.Auto;
        var (zone, source) = ZoneOf(request.Cookies[ZoneCookie]);
        return new Viewer(language, theme, zone ?? masthead.Zone, source, masthead.Zone);
    }

    /// <summary>
    /// The language that Accept-Language (RFC 9110, 12.5.4) likes best among ours; null where it names none of ours.
    /// Weights count before order, a weight of 0 rules a language out.
    /// </summary>
    public static Language? Preferred(IList<string?> acceptLanguage)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptLanguage.OfType<string>().ToList(), out var ranges))
            return null;

        return ranges
            .Where(range => range.Quality is not 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range => Language.Nearest(range.Value.Value))
            .FirstOrDefault(language => language is not null);
    }

    /// <summary>The zone with this tzdb id; null where tzdb knows none.</summary>
    public static DateTimeZone? FindZone(string? id) =>
        id is { Length: > 0 and <= LongestZoneId } ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) : null;

    private static (DateTimeZone? Zone, ZoneSource Source) ZoneOf(string? cookie)
    {
        var told = cookie?.StartsWith(DevicePrefix, StringComparison.Ordinal) is true;
        var zone = FindZone(told ? cookie![DevicePrefix.Length..] : cookie);
        if (zone is null)
            return (null, ZoneSource.Group);
        return (zone, told ? ZoneSource.Device : ZoneSource.Chosen);
    }
}
