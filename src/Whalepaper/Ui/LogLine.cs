using System.Globalization;

namespace Whalepaper.Ui;

/// <summary>What others said, as it may stand in a log: it is read in terminals, and whoever sends it may write to neither its lines nor its colours.</summary>
internal static class LogLine
{
    /// <summary>The text on one line.</summary>
    /// <param name="text">What was said.</param>
    /// <param name="longest">The most that is kept of it, in UTF-16 units.</param>
    public static string Of(ReadOnlySpan<char> text, int longest)
    {
        var line = text[..Math.Min(text.Length, longest)].ToArray();
        for (var at = 0; at < line.Length; at++)
            line[at] = MayStand(line[at]) ? line[at] : ' ';
        return new string(line);
    }

    private static bool MayStand(char sign) => char.GetUnicodeCategory(sign)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
