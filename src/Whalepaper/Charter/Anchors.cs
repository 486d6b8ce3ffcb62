using System.Globalization;
using System.Text;

namespace Whalepaper.Charter;

/// <summary>
/// The anchors that GitHub gives to headings, in the order of the document: lower case; letters, marks, digits, dashes and connectors
/// such as the underscore kept, blanks as dashes; and <c>-1</c>, <c>-2</c> … behind those that an earlier heading has.
/// </summary>
public sealed class Anchors
{
    private readonly Dictionary<string, int> _given = new(StringComparer.Ordinal);

    /// <summary>The anchor of the next heading.</summary>
    public string Next(string heading)
    {
        ArgumentNullException.ThrowIfNull(heading);
        var stem = Stem(heading);
        var anchor = stem;
        while (_given.ContainsKey(anchor))
            anchor = $"{stem}-{(++_given[stem]).ToString(CultureInfo.InvariantCulture)}";
        _given.Add(anchor, 0);
        return anchor;
    }

    internal static string Stem(string heading)
    {
        var anchor = new StringBuilder(heading.Length);
        foreach (var rune in heading.Trim().EnumerateRunes())
        {
            if (rune.Value is ' ')
                anchor.Append('-');
            else if (rune.Value is '-' || IsWord(rune))
                anchor.Append(Rune.ToLowerInvariant(rune));
        }

        return anchor.ToString();
    }

    // What Unicode's regular expressions call a word character. The circled and squared Latin letters are letters to them, though symbols by category.
    private static bool IsWord(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation
        || rune.Value is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
}
