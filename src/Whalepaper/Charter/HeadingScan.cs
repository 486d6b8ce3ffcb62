using System.Text;

namespace Whalepaper.Charter;

/// <summary>Finds the headings, and marks the lines that are prose whatever they look like: code blocks and comments.</summary>
internal static class HeadingScan
{
    private const int LongestHeading = 1000;

    /// <summary>Adds the headings to the document; gives for every line whether it stands in a code block or comment.</summary>
    public static bool[] Run(CharterDocument document)
    {
        var prose = new bool[document.Lines.Count];
        var anchors = new Anchors();
        string? fence = null;
        var comment = false;
        for (var line = 0; line < prose.Length; line++)
        {
            var text = document.Lines[line].Span;
            if (line == 0 && text.StartsWith("\uFEFF"))
                text = text[1..];
            var offset = document.Lines[line].Length - text.Length;
            prose[line] = fence is not null || comment;
            if (fence is not null)
            {
                if (Fence(text) is { } closing && closing.StartsWith(fence, StringComparison.Ordinal) && text.Trim().Trim(fence[0]).IsEmpty)
                    fence = null;
                continue;
            }

            if (comment || text.TrimStart().StartsWith("<!--", StringComparison.Ordinal))
            {
                prose[line] = true;
                comment = text.IndexOf("-->", StringComparison.Ordinal) < 0;
                continue;
            }

            fence = Fence(text);
            if (fence is not null)
                prose[line] = true;
            else if (Atx(text, line, offset, anchors) is { } heading)
                document.Headings.Add(heading);
            else if (Setext(document, prose, line, anchors) is { } underlined)
                document.Headings.Add(underlined);
        }

        return prose;
    }

    private static string? Fence(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimStart(' ');
        if (text.Length - trimmed.Length > 3 || trimmed.Length < 3 || trimmed[0] is not ('`' or '~'))
            return null;
        var sign = trimmed[0];
        var length = trimmed.Length - trimmed.TrimStart(sign).Length;
        return length >= 3 && (sign == '~' || trimmed[length..].IndexOf('`') < 0) ? new string(sign, length) : null;
    }

    private static Heading? Atx(ReadOnlySpan<char> text, int line, int offset, Anchors anchors)
    {
        var start = text.Length - text.TrimStart(' ').Length;
        if (start > 3)
            return null;
        var at = start;
        while (at < text.Length && text[at] == '#')
            at++;
        var level = at - start;
        if (level is 0 or > 6 || (at < text.Length && text[at] is not (' ' or '\t')))
            return null;
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        var end = text.TrimEnd().Length;
        var closed = text[..end].TrimEnd('#').Length;
        if (closed < end && closed > at && text[closed - 1] is ' ' or '\t')
            end = text[..closed].TrimEnd().Length;
        if (end <= at)
            return null;
        var words = Words(text[at..end]);
        return new(line, level, (at + offset)..(end + offset), words, anchors.Next(words));
    }

    private static Heading? Setext(CharterDocument document, bool[] prose, int line, Anchors anchors)
    {
        var under = document.Lines[line].Span.TrimEnd();
        if (line == 0 || under.Length < 2 || under.Length - under.TrimStart(' ').Length > 3 || under.Trim() is not [('=' or '-'), ..] bar || !bar.Trim(bar[0]).IsEmpty)
            return null;
        var above = document.Lines[line - 1].Text;
        var start = above.Length - above.TrimStart(' ', '\uFEFF').Length;
        if (prose[line - 1] || above.AsSpan().IsWhiteSpace() || ListMarker.Read(above) is not null || above.TrimStart() is ['#' or '>' or '|', ..]
            || (line > 1 && !document.Lines[line - 2].IsBlank) || (document.Headings is [.., var last] && last.Line == line - 1))
            return null;
        var words = Words(above.AsSpan(start).TrimEnd());
        return new(line - 1, bar[0] == '=' ? 1 : 2, start..above.AsSpan().TrimEnd().Length, words, anchors.Next(words), Height: 2);
    }

    /// <summary>A heading's text as a reader sees it: links as their words, without emphasis and code signs. One too long to be a heading is left as it stands.</summary>
    internal static string Words(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestHeading || text.IndexOfAny("[*`_\\") < 0)
            return text.ToString();
        var source = text.ToString();
        var words = new StringBuilder(source.Length);
        for (var at = 0; at < source.Length; at++)
        {
            if (source[at] == '[' && BracketScan.Close(source, at, source.Length, '[', ']') is > 0 and var close
                && close + 1 < source.Length && source[close + 1] == '(' && BracketScan.Address(source, close + 1, source.Length) is { } link)
            {
                words.Append(source, at + 1, close - at - 1);
                at = link.After - 1;
            }
            else if (source[at] is not ('*' or '`') && !(source[at] == '\\' && at + 1 < source.Length && char.IsPunctuation(source[at + 1])))
            {
                words.Append(source[at]);
            }
        }

        return words.ToString();
    }
}
