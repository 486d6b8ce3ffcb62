using System.Globalization;

namespace Whalepaper.Ui;

/// <summary>A language in which every page is complete.</summary>
public sealed class Language
{
    /// <summary>English.</summary>
    public static readonly Language English = new("en", "English", "EN");

    /// <summary>Simplified Chinese.</summary>
    public static readonly Language Chinese = new("zh-CN", "中文", "中");

    private Language(string tag, string name, string sign)
    {
        Tag = tag;
        Name = name;
        Sign = sign;
        Culture = CultureInfo.ReadOnly(new ReadersCulture(tag));
    }

    /// <summary>All languages, in the order in which they are offered.</summary>
    public static IReadOnlyList<Language> All { get; } = [Chinese, English];

    /// <summary>The BCP 47 tag, as in <c>html lang</c> and the cookie.</summary>
    public string Tag { get; }

    /// <summary>The language's name in itself.</summary>
    public string Name { get; }

    /// <summary>The shortest sign of the language, for the switch in the top bar.</summary>
    public string Sign { get; }

    /// <summary>The culture that formats and finds texts.</summary>
    public CultureInfo Culture { get; }

    /// <summary>The language with exactly this tag, as our own cookie and form write it; null for anything else.</summary>
    public static Language? Parse(string? tag) =>
        All.FirstOrDefault(language => string.Equals(language.Tag, tag, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The language that serves a reader of <paramref name="tag"/>: any Chinese (zh-TW, zh-Hans-SG, cmn, yue) reads Chinese,
    /// any English reads English; null where neither is meant.
    /// </summary>
    public static Language? Nearest(string? tag)
    {
        var primary = tag.AsSpan().Trim();
        var end = primary.IndexOfAny('-', '_');
        if (end >= 0)
            primary = primary[..end];

        if (Is(primary, "zh") || Is(primary, "cmn") || Is(primary, "yue"))
            return Chinese;
        return Is(primary, "en") ? English : null;

        static bool Is(ReadOnlySpan<char> subtag, string name) => subtag.Equals(name, StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc />
    public override string ToString() => Tag;

    /// <summary>Letters change their case as everywhere: neither language has rules of its own, and to look for such in Chinese opens a big table.</summary>
    private sealed class ReadersCulture(string tag) : CultureInfo(tag, useUserOverride: false)
    {
        public override TextInfo TextInfo => InvariantCulture.TextInfo;
    }
}
