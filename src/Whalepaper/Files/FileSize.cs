using System.Globalization;

namespace Whalepaper.Files;

/// <summary>How large a file is, in words that fit beside its name.</summary>
public static class FileSize
{
    /// <summary>Bytes of a megabyte, as the group's setting counts.</summary>
    public const long Megabyte = 1024 * 1024;

    /// <summary>The size in kB or MB; never nothing.</summary>
    public static string Said(long bytes) => bytes < Megabyte
        ? string.Create(CultureInfo.CurrentCulture, $"{Math.Max(1, bytes / 1024)} kB")
        : string.Create(CultureInfo.CurrentCulture, $"{bytes / (double)Megabyte:0.#} MB");
}
