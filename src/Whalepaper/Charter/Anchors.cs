using System.Globalization;
using System.Text;

namespace Whalepaper.Charter;

/// <summary>
/// The anchors that GitHub gives to headings, in the order of the document: lower case, letters, digits, dashes and underscores
/// kept, blanks as dashes, and <c>-1</c>, <c>-2</c> … for those that came before.
/// </summary>
public sealed class Anchors
{
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>The anchor of the next heading.</summary>
    public string Next(string heading)
    {
        var stem = Stem(heading);
        var count = _seen.GetValueOrDefault(stem);
        _seen[stem] = count + 1;
        if (count == 0)
            return stem;
        var anchor = $"{stem}-{count.ToString(CultureInfo.InvariantCulture)}";
        _seen.TryAdd(anchor, 1);
        return anchor;
    }

    internal static string Stem(string heading)
    {
        var anchor = new StringBuilder(heading.Length);
        foreach (var rune in heading.Trim().EnumerateRunes())
        {
            if (rune.Value is ' ')
                anchor.Append('-');
            else if (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' || IsMark(rune))
                anchor.Append(Rune.ToLowerInvariant(rune));
        }

        return anchor.ToString();
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;
}
