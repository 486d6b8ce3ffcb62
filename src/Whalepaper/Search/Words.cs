using System.Globalization;
using System.Text;

namespace Whalepaper.Search;

/// <summary>
/// Takes a text apart into the words by which it is found: the one place that decides what a word is, for what is stored and for what is
/// typed alike. Never throws.
/// </summary>
internal static class Words
{
    /// <summary>The longest form, in UTF-16 units; longer words are cut, when stored and when asked for.</summary>
    public const int Longest = 40;

    // Inside a word these hold it together: pre-training, 2401.01234, word_embedding, don't, R&D.
    private const string Joints = "-._'&\u2010\u2019";

    private enum Writing
    {
        None,
        Letter,
        Digit,
        Unspaced,
    }

    /// <summary>The words of a text, in order; a compound stands before its parts.</summary>
    public static List<Word> Of(string text)
    {
        var folded = FoldedText.Of(text);
        var words = new List<Word>();
        var group = 0;
        for (var at = 0; at < folded.Text.Length;)
        {
            var (writing, width) = WritingAt(folded.Text, at);
            if (writing == Writing.None)
            {
                at += width;
                continue;
            }

            at = writing == Writing.Unspaced ? ReadRun(folded, at, group, words) : ReadWord(folded, at, group, words);
            group++;
        }

        return words;
    }

    /// <summary>The letters and digits of a text, folded and written as one: by it whole titles and identifiers are compared.</summary>
    public static string Joined(string text, int longest)
    {
        var folded = FoldedText.Of(text).Text;
        var joined = new StringBuilder(Math.Min(folded.Length, longest));
        for (var at = 0; at < folded.Length && joined.Length < longest;)
        {
            var (writing, width) = WritingAt(folded, at);
            if (writing != Writing.None)
                joined.Append(folded, at, width);
            at += width;
        }

        return joined.ToString();
    }

    private static int ReadRun(FoldedText folded, int start, int group, List<Word> words)
    {
        var text = folded.Text;
        var before = -1;
        var at = start;
        while (at < text.Length && WritingAt(text, at) is (Writing.Unspaced, var width))
        {
            if (before >= 0)
                words.Add(new(text[before..(at + width)], WordSort.Pair, group, folded.StartOf(before), folded.EndOf(at + width - 1)));
            before = at;
            at += width;
        }

        words.Add(new(text[before..at], WordSort.Last, group, folded.StartOf(before), folded.EndOf(at - 1)));
        return at;
    }

    private static int ReadWord(FoldedText folded, int start, int group, List<Word> words)
    {
        var parts = Parts(folded.Text, start, out var end);
        var whole = parts is [var only] ? folded.Text[only] : string.Concat(parts.Select(part => folded.Text[part]));
        words.Add(new(Cut(whole), WordSort.Whole, group, folded.StartOf(start), folded.EndOf(end - 1)));
        if (parts.Count > 1)
        {
            foreach (var part in parts)
                words.Add(new(Cut(folded.Text[part]), WordSort.Part, group, folded.StartOf(part.Start.Value), folded.EndOf(part.End.Value - 1)));
        }

        return end;
    }

    /// <summary>The pieces of the word that begins at <paramref name="start"/>: it is parted at joints, and between letters and digits.</summary>
    private static List<Range> Parts(string text, int start, out int end)
    {
        var parts = new List<Range>(1);
        var (current, width) = WritingAt(text, start);
        var begin = start;
        end = start + width;
        while (end < text.Length)
        {
            var (writing, next) = WritingAt(text, end);
            if (writing == current)
            {
                end += next;
                continue;
            }

            if (writing is Writing.Letter or Writing.Digit)
            {
                parts.Add(begin..end);
                begin = end;
            }
            else if (Joints.Contains(text[end]) && end + 1 < text.Length && WritingAt(text, end + 1).Writing is Writing.Letter or Writing.Digit)
            {
                parts.Add(begin..end);
                begin = end + 1;
                writing = WritingAt(text, begin).Writing;
                end = begin;
                next = WritingAt(text, begin).Width;
            }
            else
            {
                break;
            }

            current = writing;
            end += next;
        }

        parts.Add(begin..end);
        return parts;
    }

    private static string Cut(string form) =>
        form.Length <= Longest ? form : form[..(char.IsHighSurrogate(form[Longest - 1]) ? Longest - 1 : Longest)];

    private static (Writing Writing, int Width) WritingAt(string text, int at)
    {
        var unit = text[at];
        if (char.IsAscii(unit))
            return (char.IsAsciiLetter(unit) ? Writing.Letter : char.IsAsciiDigit(unit) ? Writing.Digit : Writing.None, 1);
        if (!Rune.TryGetRuneAt(text, at, out var rune))
            return (Writing.None, 1);
        if (IsUnspaced(rune.Value))
            return (Rune.IsLetterOrDigit(rune) || IsMark(rune) ? Writing.Unspaced : Writing.None, rune.Utf16SequenceLength);
        var writing = Rune.IsDigit(rune) ? Writing.Digit : Rune.IsLetterOrDigit(rune) || IsMark(rune) ? Writing.Letter : Writing.None;
        return (writing, rune.Utf16SequenceLength);
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Writing in which blanks do not part words, and Hangul, whose words take endings: neighbours are what can be looked for.</summary>
    private static bool IsUnspaced(int rune) => rune is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x1100 and <= 0x11FF) or (>= 0x3005 and <= 0x30FF) or (>= 0x3130 and <= 0x318F) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xAC00 and <= 0xD7FF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
