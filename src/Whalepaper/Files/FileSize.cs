using System.Globalization;

namespace Whalepaper.Files;

/// <summary>How large a file is, in words that fit beside its name.</summary>
public static class FileSize
{
    /// <summary>Bytes of a megabyte, as the group's setting counts.</summary>
    public const long Megabyte = 1024 * 1024;

    private const long Gigabyte = 1024 * Megabyte;

    /// <summary>The size in kB, MB or GB; never nothing.</summary>
    public static string Said(long bytes) => bytes switch
    {
        < Megabyte => string.Create(CultureInfo.CurrentCulture, $"{Math.Max(1, bytes / 1024)} kB"),
        < Gigabyte => string.Create(CultureInfo.CurrentCulture, $"{bytes / (double)Megabyte:0.#} MB"),
        _ => string.Create(CultureInfo.CurrentCulture, $"{bytes / (double)Gigabyte:0.#} GB"),
    };
}
