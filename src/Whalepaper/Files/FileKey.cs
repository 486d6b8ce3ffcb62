using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Whalepaper.Files;

/// <summary>By what a store knows a file: the day it came and 128 random bits. Nothing in it comes from outside.</summary>
public static partial class FileKey
{
    private static readonly LocalDatePattern day = LocalDatePattern.CreateWithInvariantCulture("yyyyMMdd");

    /// <summary>A key that nobody has.</summary>
    /// <param name="now">When the file comes.</param>
    public static string Make(Instant now) => string.Create(CultureInfo.InvariantCulture, $"{day.Format(now.InUtc().Date)}/{RandomNumberGenerator.GetHexString(32, lowercase: true)}");

    /// <summary>Whether it is a key of ours; nothing else ever becomes a path.</summary>
    public static bool IsKey(string text) => Shape().IsMatch(text) && day.Parse(text[..8]).Success;

    /// <summary>Whether the file came more than a day ago: by then, whoever sent it has saved it or given up.</summary>
    public static bool IsOld(string key, Instant now)
    {
        ArgumentNullException.ThrowIfNull(key);
        return day.Parse(key[..8]).GetValueOrThrow() < now.InUtc().Date.PlusDays(-1);
    }

    [GeneratedRegex("^[0-9]{8}/[0-9a-f]{32}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
