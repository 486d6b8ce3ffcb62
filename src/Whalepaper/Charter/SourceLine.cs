namespace Whalepaper.Charter;

/// <summary>A line of a document: a stretch of its source, with the characters that end it.</summary>
/// <param name="Source">The whole document.</param>
/// <param name="Start">Where the line begins in it.</param>
/// <param name="Length">How long it is without its ending.</param>
/// <param name="EndingLength">How long its ending is: 0 at the end of the document, 1 for LF or CR, 2 for CRLF.</param>
public readonly record struct SourceLine(string Source, int Start, int Length, int EndingLength)
{
    /// <summary>The line without its ending.</summary>
    public ReadOnlySpan<char> Span => Source.AsSpan(Start, Length);

    /// <summary>The line without its ending.</summary>
    public string Text => Source.Substring(Start, Length);

    /// <summary>What ends it.</summary>
    public string Ending => Source.Substring(Start + Length, EndingLength);

    /// <summary>Whether nothing but white space stands on it.</summary>
    public bool IsBlank => Span.IsWhiteSpace();

    /// <summary>Splits a document; the lines put together again are the document.</summary>
    public static List<SourceLine> Split(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var lines = new List<SourceLine>();
        var start = 0;
        while (start < source.Length)
        {
            var length = source.AsSpan(start).IndexOfAny('\r', '\n');
            if (length < 0)
            {
                lines.Add(new(source, start, source.Length - start, 0));
                break;
            }

            var end = start + length;
            var ending = source[end] == '\r' && end + 1 < source.Length && source[end + 1] == '\n' ? 2 : 1;
            lines.Add(new(source, start, length, ending));
            start = end + ending;
        }

        return lines;
    }
}
