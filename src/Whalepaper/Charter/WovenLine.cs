using System.Buffers;

namespace Whalepaper.Charter;

/// <summary>
/// An entry with its links woven between other words, seen as a reader sees it: <see cref="Seen"/> is as long as the line, with blanks
/// where a link's signs and address stand, where a link to something beside the paper does (<c>[code](…)</c>), and for white space of every kind.
/// </summary>
internal sealed class WovenLine
{
    // What a link is called that leads to the paper itself, and what one that leads to something beside it.
    private static readonly string[] Papers = ["paper", "pdf", "arxiv", "abs", "link", "html", "url", "doi", "论文", "論文", "原文", "链接", "鏈接", "连接"];

    private static readonly string[] Others =
    [
        "code", "video", "slides", "blog", "github", "notes", "note", "website", "project", "page", "demo", "dataset", "data", "official code", "project page", "poster", "talk", "recording", "ppt", "bib",
        "bibtex", "appendix", "review", "openreview", "代码", "代碼", "源码", "视频", "視頻", "录像", "幻灯片", "笔记", "讲义", "项目", "主页", "博客", "数据", "解读",
    ];

    private static readonly string[] Joiners = ["and", "&", "+", "与", "與", "和", "及", "以及", "、"];

    private static readonly SearchValues<char> Signs = SearchValues.Create(" \t\u3000.。:：,，;；|·•-–—[(（{<*~_/\\");

    private static readonly SearchValues<char> Trailing = SearchValues.Create(".。:：,，;；|·•-–—[(（<");

    private readonly string _line;
    private readonly int _from;
    private readonly List<InlineLink> _links;

    private WovenLine(string line, int from, int end, List<InlineLink> links, bool titled)
    {
        (_line, _from, _links) = (line, from, links);
        Leading = !titled && links is [{ IsBare: false } first, ..] && Leads(line, from, first) ? first : null;
        Seen = WhiteSpace.Blanked(links.Count == 0 ? line : See(line, from, end, links, Leading is not null));
        End = Seen.AsSpan(0, end).TrimEnd().Length;
    }

    /// <summary>The line without its links' signs and with no white space but blanks, as long as it is with them.</summary>
    public string Seen { get; }

    /// <summary>Where the words end that a reader sees.</summary>
    public int End { get; }

    /// <summary>Takes the links of a line apart from its words, from a place on.</summary>
    public static WovenLine Of(string line, int from, int end) => new(line, from, end, LinkScan.Of(line, from, end), titled: false);

    /// <summary>The same for what stands behind a title.</summary>
    public static WovenLine BehindTitle(string line, int from, int end) => new(line, from, end, LinkScan.Of(line, from, end), titled: true);

    /// <summary>Whether a list item looks like an entry because of a link: one leads it, or one is called as links to papers are.</summary>
    public static bool IsLinked(string line, int from, int end) =>
        LinkScan.Of(line, from, end) is [var first, ..] links && (Leads(line, from, first) || links.Exists(link => IsPaper(line[link.Text])));

    /// <summary>The link that leads the line: before it stand signs, emphasis and marks in brackets at most. Null without one.</summary>
    public InlineLink? Leading { get; }

    /// <summary>What the leading link says together with those that a joining word adds to it: <c>[A](…) and [B](…)</c>; null if it stands alone.</summary>
    public (string Title, int End)? Joined()
    {
        var last = 0;
        while (last + 1 < _links.Count && !_links[last + 1].IsBare && !IsBeside(_line[_links[last + 1].Text])
            && Joiners.Contains(_line.AsSpan()[_links[last].End.._links[last + 1].Start].Trim().ToString(), StringComparer.OrdinalIgnoreCase))
            last++;
        return last == 0 ? null : (Flat(_links[0].Start, _links[last].End), _links[last].End);
    }

    /// <summary>Where the title stands that is no link, up to a link to the paper or the presenters; null if there are no words.</summary>
    public Range? TitleUpTo(int named)
    {
        var start = _from;
        while (start < named && (Signs.Contains(Seen[start]) || Seen[start] is ')' or '）' or ']'))
            start++;
        var beside = _links.FindIndex(link => link.Start > start && IsBeside(link));
        var end = beside < 0 ? named : Math.Min(named, _links[beside].Start);
        while (end > start && (char.IsWhiteSpace(_line[end - 1]) || Trailing.Contains(_line[end - 1])))
            end--;
        return end > start ? start..end : null;
    }

    /// <summary>The link that a title without one of its own belongs to: one between its words, one to the paper, or the first.</summary>
    /// <param name="title">Where the title stands.</param>
    /// <param name="named">Where the presenters stand: their links are their own.</param>
    public InlineLink? LinkOf(Range title, Range? named)
    {
        var free = _links.Where(link => named is not { } names || link.End <= names.Start.Value || link.Start >= names.End.Value).ToList();
        return First(free, link => link.Start >= title.Start.Value && link.End <= title.End.Value)
            ?? First(free, link => IsPaper(_line[link.Text])) ?? First(free, link => link.IsBare) ?? First(free, _ => true);
    }

    /// <summary>A link with the brackets around it.</summary>
    public Range Around(InlineLink link) => Around(_line, link);

    /// <summary>A range that begins and ends outside of links: what is seen of one may be its words alone.</summary>
    public Range Whole(Range range)
    {
        var (start, end) = (range.Start.Value, range.End.Value);
        foreach (var link in _links)
        {
            if (start > link.Start && start < link.End)
                start = link.Start;
            if (end > link.Start && end < link.End)
                end = link.End;
        }

        return start..end;
    }

    /// <summary>The words between two places as a reader sees them, with single blanks.</summary>
    public string Flat(int start, int end) => string.Join(' ', EntryLine.Unescape(Seen[start..end]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Where the words behind a place begin, past closing emphasis.</summary>
    public int PastEmphasis(int at)
    {
        while (at < _line.Length && _line[at] is '*' or '~')
            at++;
        return at;
    }

    private static InlineLink? First(List<InlineLink> links, Predicate<InlineLink> wanted) => links.FindIndex(wanted) is >= 0 and var index ? links[index] : null;

    private bool IsBeside(InlineLink link) => link.IsBare || IsBeside(_line[link.Text]);

    private static bool IsBeside(string text) => IsPaper(text) || Others.Contains(Called(text), StringComparer.OrdinalIgnoreCase);

    private static bool IsPaper(string text) => Papers.Contains(Called(text), StringComparer.OrdinalIgnoreCase);

    private static string Called(string text) => text.Trim(' ', '[', ']', '*', '`', '.');

    private static bool Leads(string line, int from, InlineLink link)
    {
        for (var at = from; at < link.Start; at++)
        {
            if (line[at] == '[' && BracketScan.Close(line, at, link.Start, '[', ']') is > 0 and var close)
                at = close;
            else if (char.IsLetterOrDigit(line[at]))
                return false;
        }

        return true;
    }

    private static Range Around(string line, InlineLink link)
    {
        var (start, end) = (link.Start, link.End);
        return start > 0 && end < line.Length && (line[start - 1], line[end]) is ('[', ']') or ('(', ')') or ('（', '）') ? (start - 1)..(end + 1) : start..end;
    }

    private static string See(string line, int from, int end, List<InlineLink> links, bool led)
    {
        var seen = line.ToCharArray();
        for (var index = 0; index < links.Count; index++)
        {
            var link = links[index];
            if (!(led && index == 0) && (link.IsBare || IsBeside(line[link.Text])))
            {
                seen.AsSpan()[Around(line, link)].Fill(' ');
                continue;
            }

            var (before, after) = (link.Start, link.End);
            while (before > from && line[before - 1] is '*' or '~' && after < end && line[after] == line[before - 1])
                (before, after) = (before - 1, after + 1);
            seen.AsSpan()[before..link.Text.Start].Fill(' ');
            seen.AsSpan()[link.Text.End..after].Fill(' ');
        }

        BlankEmptyBrackets(seen.AsSpan(from, end - from));
        return new string(seen);
    }

    // ([slides](…), [video](…)) leaves brackets around nothing.
    private static void BlankEmptyBrackets(Span<char> seen)
    {
        var open = -1;
        for (var at = 0; at < seen.Length; at++)
        {
            if (seen[at] is '(' or '[' or '（')
                open = at;
            else if (open >= 0 && seen[at] is ')' or ']' or '）')
                seen[open..(at + 1)].Fill(' ');
            else if (seen[at] is ' ' or ',' or '，' or '、' or '/' or '|' or '·' or ';')
                continue;
            else
                open = -1;
        }
    }
}
