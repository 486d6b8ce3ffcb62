using System.Buffers;
using System.Runtime.InteropServices;

namespace Whalepaper.Charter;

/// <summary>A link inside a line: <c>[text](address)</c>, <c>&lt;address&gt;</c>, or an address that stands by itself.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Text">Where its words stand; empty for an address by itself.</param>
/// <param name="Address">Where its address stands.</param>
/// <param name="End">Where it ends.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct InlineLink(int Start, Range Text, Range Address, int End)
{
    /// <summary>Whether the address stands by itself.</summary>
    public bool IsBare => Text.Start.Equals(Text.End);
}

/// <summary>Finds the links of a line in one pass, as Markdown has them: not behind a backslash, not in code, no image, the inner of two nested ones.</summary>
internal static class LinkScan
{
    // No browser opens a longer one; the bound keeps the time in proportion to the length of the line.
    private const int LongestAddress = 4096;

    private static readonly SearchValues<char> Stops = SearchValues.Create([.. "<>\"'`，。；、！？）【】「」『』《》|[]", .. WhiteSpace.All]);

    private static readonly SearchValues<char> PointStops = SearchValues.Create([.. ">", .. WhiteSpace.All]);

    private static readonly SearchValues<string> Beginnings = SearchValues.Create(["](", "]（", "://"], StringComparison.Ordinal);

    /// <summary>The links from <paramref name="from"/> to <paramref name="end"/>, in order.</summary>
    public static List<InlineLink> Of(string line, int from, int end)
    {
        var links = new List<InlineLink>();
        if (line.AsSpan(from, end - from).IndexOfAny(Beginnings) < 0)
            return links;
        var open = new Stack<int>();
        // Where the last link with words begins: a link around it is none.
        var worded = -1;
        for (var at = from; at < end; at++)
        {
            switch (line[at])
            {
                case '\\':
                    at++;
                    break;
                case '`':
                    at = AfterCode(line, at, end) - 1;
                    break;
                case '[':
                    open.Push(at);
                    break;
                case ']' when open.TryPop(out var start):
                    if (worded < start && Closed(line, start, at, end) is { } link)
                    {
                        while (links.Count > 0 && links[^1].Start > start)
                            links.RemoveAt(links.Count - 1);
                        if (start == from || line[start - 1] != '!')
                            links.Add(link);
                        worded = start;
                        at = link.End - 1;
                    }

                    break;
                case 'h' or 'H' when (at == from || !char.IsAsciiLetterOrDigit(line[at - 1])) && IsWeb(line, at, end):
                    links.Add(Bare(line, at, end));
                    at = links[^1].End - 1;
                    break;
            }
        }

        return links;
    }

    /// <summary>Whether an address would be read as a whole where it stands by itself.</summary>
    public static bool IsReadBare(string address) => Of(address, 0, address.Length) is [{ IsBare: true, Start: 0 } link] && link.End == address.Length;

    private static InlineLink? Closed(string line, int start, int close, int end)
    {
        if (close + 1 >= end || line[close + 1] is not ('(' or '（') || line.AsSpan(start + 1, close - start - 1).IsWhiteSpace())
            return null;
        return BracketScan.Address(line, close + 1, Math.Min(end, close + LongestAddress)) is { } found
            ? new(start, (start + 1)..close, found.Address, found.After)
            : null;
    }

    private static bool IsWeb(string line, int at, int end)
    {
        // What was almost a link is none.
        if (at > 1 && line[at - 1] is '(' or '（' && line[at - 2] == ']')
            return false;
        var span = line.AsSpan(at, end - at);
        var scheme = span.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : span.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : 0;
        return scheme > 0 && span.Length > scheme && !Stops.Contains(span[scheme]);
    }

    private static InlineLink Bare(string line, int at, int end)
    {
        var span = line.AsSpan(at, end - at);
        var point = at > 0 && line[at - 1] == '<' ? span.IndexOfAny(PointStops) : -1;
        var pointed = point >= 0 && span[point] == '>';
        var length = pointed ? point : span.IndexOfAny(Stops) is >= 0 and var stop ? stop : span.Length;
        // A sign behind an address belongs to the sentence, and a parenthesis to where it opened.
        while (!pointed && length > 8 && (span[length - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '*' or '~' or '_'
            || (span[length - 1] == ')' && span[..length].Count('(') < span[..length].Count(')'))))
            length--;
        return new(pointed ? at - 1 : at, at..at, at..(at + length), at + length + (pointed ? 1 : 0));
    }

    private static int AfterCode(string line, int at, int end)
    {
        var run = at;
        while (run < end && line[run] == '`')
            run++;
        var close = line.AsSpan(run, end - run).IndexOf(line.AsSpan(at, run - at));
        return close < 0 ? run : run + close + run - at;
    }
}
