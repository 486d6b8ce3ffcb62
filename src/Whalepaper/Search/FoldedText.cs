using System.Globalization;
using System.Text;

namespace Whalepaper.Search;

/// <summary>
/// A text as search compares it: compatibility forms folded (full-width letters become plain ones), lower case, no diacritics. Every
/// character remembers the piece of the original that it came from, so that a find can be marked in the original. Never throws: what
/// is no character (half a surrogate pair) becomes a gap.
/// </summary>
internal readonly struct FoldedText
{
    private readonly int[]? _starts;
    private readonly int[]? _ends;

    private FoldedText(string text, int[]? starts, int[]? ends)
    {
        Text = text;
        _starts = starts;
        _ends = ends;
    }

    /// <summary>The folded characters.</summary>
    public string Text { get; }

    /// <summary>Where in the original the piece begins that gave the character at <paramref name="index"/>.</summary>
    public int StartOf(int index) => _starts is null ? index : _starts[index];

    /// <summary>Where in the original that piece ends, exclusive.</summary>
    public int EndOf(int index) => _ends is null ? index + 1 : _ends[index];

    /// <summary>Folds a text.</summary>
    public static FoldedText Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // ASCII, and Han as it is mostly written, fold one to one.
        if (IsPlain(text))
            return new FoldedText(text.ToLowerInvariant(), null, null);
        var folded = new StringBuilder(text.Length);
        var starts = new List<int>(text.Length);
        var ends = new List<int>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var end = ClusterEnd(text, at);
            foreach (var unit in Fold(text[at..end]))
            {
                folded.Append(unit);
                starts.Add(at);
                ends.Add(end);
            }

            at = end;
        }

        return new FoldedText(folded.ToString(), [.. starts], [.. ends]);
    }

    private static bool IsPlain(string text)
    {
        foreach (var unit in text)
        {
            if (unit is >= '\u0080' and not ((>= '\u4E00' and <= '\u9FFF') or (>= '\u3001' and <= '\u3011') or '\u2014' or '\u2019'))
                return false;
        }

        return true;
    }

    /// <summary>A character and the marks that stand on it are folded together, since normal forms are about their sum.</summary>
    private static int ClusterEnd(string text, int at)
    {
        var end = at + Width(text, at);
        while (end < text.Length && Rune.TryGetRuneAt(text, end, out var rune) && IsMark(rune))
            end += rune.Utf16SequenceLength;
        return end;
    }

    private static int Width(string text, int at) => Rune.TryGetRuneAt(text, at, out var rune) ? rune.Utf16SequenceLength : 1;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string Fold(string cluster)
    {
        if (!IsCharacter(cluster))
            return " ";
        var letters = new StringBuilder(cluster.Length);
        foreach (var rune in cluster.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            // Accents go; the marks of kana and of Indic scripts make another letter, and stay.
            if (rune.Value is >= 0x300 and <= 0x36F)
                continue;
            letters.Append(Special(rune) ?? Rune.ToLowerInvariant(rune).ToString());
        }

        return letters.ToString().Normalize(NormalizationForm.FormKC);
    }

    /// <summary>Half a pair, and the code points that Unicode keeps free of characters, have no normal form.</summary>
    private static bool IsCharacter(string cluster) =>
        Rune.TryGetRuneAt(cluster, 0, out var rune) && (rune.Value & 0xFFFE) != 0xFFFE && rune.Value is not (>= 0xFDD0 and <= 0xFDEF);

    /// <summary>Letters that no normal form takes apart, although people type them so.</summary>
    private static string? Special(Rune rune) => rune.Value switch
    {
        'ß' or 'ẞ' => "ss",
        'æ' or 'Æ' => "ae",
        'œ' or 'Œ' => "oe",
        'ø' or 'Ø' => "o",
        'ł' or 'Ł' => "l",
        'đ' or 'Đ' => "d",
        'ı' => "i",
        _ => null,
    };
}
