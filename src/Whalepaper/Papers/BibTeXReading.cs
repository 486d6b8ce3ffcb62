using System.Collections.Frozen;
using System.Text;

namespace Whalepaper.Papers;

/// <summary>
/// Reads the entries of a BibTeX text that somebody pasted: fields in braces, in quotes or as numbers, joined by #, with the accents of
/// LaTeX. What is no entry gives null; what is broken gives the fields before the break. Takes time in proportion to the length.
/// </summary>
public static class BibTeXReading
{
    private static readonly FrozenDictionary<char, char> accents = new Dictionary<char, char>
    {
        ['`'] = '\u0300',
        ['\''] = '\u0301',
        ['^'] = '\u0302',
        ['~'] = '\u0303',
        ['='] = '\u0304',
        ['u'] = '\u0306',
        ['.'] = '\u0307',
        ['"'] = '\u0308',
        ['r'] = '\u030A',
        ['H'] = '\u030B',
        ['v'] = '\u030C',
        ['c'] = '\u0327',
        ['k'] = '\u0328',
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> letters = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ss"] = "ß",
        ["ae"] = "æ",
        ["AE"] = "Æ",
        ["oe"] = "œ",
        ["OE"] = "Œ",
        ["o"] = "ø",
        ["O"] = "Ø",
        ["l"] = "ł",
        ["L"] = "Ł",
        ["aa"] = "å",
        ["AA"] = "Å",
        ["i"] = "i",
        ["j"] = "j",
        ["textendash"] = "–",
        ["textemdash"] = "—",
        ["textbackslash"] = "\\",
        ["textbraceleft"] = "{",
        ["textbraceright"] = "}",
        ["textasciitilde"] = "~",
        ["textasciicircum"] = "^",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The fields of the first entry, by name in lower case; null if the text has no entry.</summary>
    public static IReadOnlyDictionary<string, string>? Read(string text) => Entries(text).Select(entry => entry.Fields).FirstOrDefault(fields => fields is not null);

    /// <summary>All that begins with @ and a word in front of a brace, in its order. A line that begins with @ begins something new, whatever is still open before it.</summary>
    public static IEnumerable<BibTeXEntry> Entries(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Each(text);
    }

    /// <summary>The people of a field <c>author</c>: "Last, First and First Last", in order, as "First Last".</summary>
    public static IReadOnlyList<string> People(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return [.. field.Split(" and ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(name => name is not "others").Select(Turned)];
    }

    private static string Turned(string name)
    {
        var parts = name.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // Last, First; and Last, Jr, First.
        return parts.Length < 2 ? name : parts.Length == 2 ? $"{parts[1]} {parts[0]}" : $"{parts[2]} {parts[0]} {parts[1]}";
    }

    private static IEnumerable<BibTeXEntry> Each(string text)
    {
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0;)
        {
            var open = at + 1;
            while (open < text.Length && char.IsAsciiLetter(text[open]))
                open++;
            var sort = text[(at + 1)..open].ToLowerInvariant();
            open = Blank(text, open);
            var end = at + 1;
            if (sort.Length > 0 && open < text.Length && text[open] is '{' or '(')
            {
                var entry = sort is "comment" or "string" or "preamble" ? Aside(text, at) : Entry(text, at, open);
                yield return entry;
                end = entry.End;
            }

            at = text.IndexOf('@', end);
        }
    }

    private static BibTeXEntry Aside(string text, int start)
    {
        var next = text.IndexOf('@', start + 1);
        return new(start, next < 0 ? text.Length : next, null, true);
    }

    private static BibTeXEntry Entry(string text, int start, int open)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var close = text[open] is '{' ? '}' : ')';
        var at = text.AsSpan(open).IndexOfAny(',', close) is >= 0 and var key ? open + key : text.Length;
        if (text.AsSpan(open, at - open).IndexOf("\n@") is >= 0 and var cut)
            return new(start, open + cut + 1, fields, false);
        while (at < text.Length && text[at] == ',')
        {
            at = Blank(text, at + 1);
            var name = at;
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_' or '.'))
                at++;
            var equals = Blank(text, at);
            if (name == at || equals >= text.Length || text[equals] != '=' || Value(text, equals + 1) is not { } value)
                break;
            fields.TryAdd(text[name..at].ToLowerInvariant(), Plain(value.Text));
            at = Blank(text, value.End);
        }

        if (at < text.Length && text[at] == close)
            return new(start, at + 1, fields, true);
        var next = text.IndexOf("\n@", at, StringComparison.Ordinal);
        return new(start, next < 0 ? text.Length : next + 1, fields, false);
    }

    private static (string Text, int End)? Value(string text, int at)
    {
        var value = new StringBuilder();
        while (true)
        {
            at = Blank(text, at);
            if (at >= text.Length)
                return null;
            var start = at;
            if (text[at] is '{' or '"')
            {
                if (Closing(text, at) is not { } close)
                    return null;
                value.Append(text, start + 1, close - start - 1);
                at = close + 1;
            }
            else
            {
                while (at < text.Length && char.IsAsciiLetterOrDigit(text[at]))
                    at++;
                if (at == start)
                    return null;
                value.Append(text, start, at - start);
            }

            at = Blank(text, at);
            if (at >= text.Length || text[at] != '#')
                return (value.ToString(), at);
            at++;
        }
    }

    private static int? Closing(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            if (text[at] == '\n' && at + 1 < text.Length && text[at + 1] == '@')
                return null;
            if (text[at] == '\\')
                at++;
            else if (text[at] == '{')
                depth++;
            else if (text[at] == '}' && --depth == 0 && text[open] == '{')
                return at;
            else if (text[at] == '"' && text[open] == '"' && depth == 0 && at > open)
                return at;
        }

        return null;
    }

    private static int Blank(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    /// <summary>LaTeX as plain words: <c>{\"o}</c> is ö, braces and commands go, blanks are single.</summary>
    private static string Plain(string latex)
    {
        var plain = new StringBuilder(latex.Length);
        for (var at = 0; at < latex.Length; at++)
        {
            if (latex[at] == '\\' && at + 1 < latex.Length)
                at = Command(latex, at + 1, plain);
            else if (latex[at] is '~' or '\n' or '\r' or '\t')
                plain.Append(' ');
            else if (latex[at] == '-' && at + 1 < latex.Length && latex[at + 1] == '-')
                at = Dashes(latex, at, plain);
            else if (latex[at] is not ('{' or '}' or '$'))
                plain.Append(latex[at]);
        }

        return string.Join(' ', plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static int Dashes(string latex, int at, StringBuilder plain)
    {
        var end = at;
        while (end + 1 < latex.Length && latex[end + 1] == '-')
            end++;
        plain.Append(end - at > 1 ? '—' : '–');
        return end;
    }

    // What stands behind a backslash; gives back where its last sign stands.
    private static int Command(string latex, int at, StringBuilder plain)
    {
        var end = at;
        while (end < latex.Length && char.IsAsciiLetter(latex[end]))
            end++;
        var word = latex[at..end];
        if (word.Length > 1 || (word.Length == 1 && !accents.ContainsKey(word[0])) || (word.Length == 1 && letters.ContainsKey(word) && !Accented(latex, end)))
        {
            plain.Append(letters.GetValueOrDefault(word, ""));
            return end < latex.Length && latex[end] == ' ' && letters.ContainsKey(word) ? end : end - 1;
        }

        var sign = latex[at];
        if (!accents.TryGetValue(sign, out var accent))
        {
            plain.Append(sign);
            return at;
        }

        var letter = at + 1;
        while (letter < latex.Length && latex[letter] is '{' or ' ' or '\\')
            letter++;
        if (letter >= latex.Length || !char.IsLetter(latex[letter]))
            return at;
        plain.Append($"{latex[letter]}{accent}".Normalize(NormalizationForm.FormC));
        return letter;
    }

    private static bool Accented(string latex, int end) => end < latex.Length && latex[end] is '{';
}

/// <summary>An entry of a BibTeX text.</summary>
/// <param name="Start">Where its @ stands.</param>
/// <param name="End">Where what comes after it begins.</param>
/// <param name="Fields">Its fields, by name in lower case; null for what is no entry: a comment, an abbreviation, a preamble.</param>
/// <param name="IsWhole">Whether it can be read to its end; else the fields are those before the break.</param>
public sealed record BibTeXEntry(int Start, int End, IReadOnlyDictionary<string, string>? Fields, bool IsWhole);
