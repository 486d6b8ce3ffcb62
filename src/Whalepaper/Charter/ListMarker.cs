using System.Globalization;

namespace Whalepaper.Charter;

/// <summary>How a list item begins: its indentation, its bullet or number, and the gap behind it.</summary>
/// <param name="Indent">White space before it, in columns.</param>
/// <param name="Number">The number of a numbered item; null for a bullet.</param>
/// <param name="NumberText">Where the number stands; empty for a bullet.</param>
/// <param name="End">Where the item's text begins; behind the box of a task.</param>
internal sealed record ListMarker(int Indent, int? Number, Range NumberText, int End)
{
    /// <summary>Reads the beginning of a line; null if it is no list item.</summary>
    public static ListMarker? Read(ReadOnlySpan<char> line)
    {
        var (indent, at) = Indentation(line);
        if (at == line.Length)
            return null;
        if (line[at] is '-' or '*' or '+' or '•')
            return at + 1 < line.Length && line[at + 1] is ' ' or '\t' ? new(indent, null, at..at, SkipGap(line, at + 1)) : null;
        var start = at;
        while (at < line.Length && at - start < 6 && char.IsAsciiDigit(line[at]))
            at++;
        if (at == start || at == line.Length || line[at] is not ('.' or ')' or '、' or '．' or '）'))
            return null;
        // "3.5 times" is no third item; a full-width sign needs no gap behind it.
        if (line[at] is '.' or ')' && at + 1 < line.Length && !char.IsWhiteSpace(line[at + 1]) && line[at + 1] is not ('[' or '【' or '《'))
            return null;
        return new(indent, int.Parse(line[start..at], CultureInfo.InvariantCulture), start..at, SkipGap(line, at + 1));
    }

    /// <summary>White space before a line, in columns, and where its text begins.</summary>
    public static (int Columns, int End) Indentation(ReadOnlySpan<char> line)
    {
        var (at, columns) = (0, 0);
        for (; at < line.Length && line[at] is ' ' or '\t'; at++)
            columns += line[at] == '\t' ? 4 - (columns % 4) : 1;
        return (columns, at);
    }

    /// <summary>A line with another number at its beginning; the line itself where it has that number, however it is written.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">The number.</param>
    /// <param name="digits">How many digits it has at least, for lists that count 01, 02; as many as the one before where that began with a zero.</param>
    public static string Renumber(string line, int number, int digits = 1) =>
        Read(line) is { Number: { } was } marker && was != number
            ? line[..marker.NumberText.Start] + number.ToString(CultureInfo.InvariantCulture).PadLeft(Math.Max(digits, Digits(line[marker.NumberText])), '0') + line[marker.NumberText.End..]
            : line;

    /// <summary>How many digits a number has at least that is written like this one: one, or all of them where it begins with a zero.</summary>
    public static int Digits(string written) => written is ['0', ..] ? written.Length : 1;

    private static int SkipGap(ReadOnlySpan<char> line, int at)
    {
        at = SkipSpace(line, at);
        return line.Length > at + 4 && line[at] is '[' && line[at + 1] is ' ' or 'x' or 'X' && line[at + 2] is ']' && line[at + 3] is ' ' ? SkipSpace(line, at + 4) : at;
    }

    // Whatever programs put there: documents are full of spaces at which no line may break.
    private static int SkipSpace(ReadOnlySpan<char> line, int at)
    {
        while (at < line.Length && char.IsWhiteSpace(line[at]))
            at++;
        return at;
    }
}
