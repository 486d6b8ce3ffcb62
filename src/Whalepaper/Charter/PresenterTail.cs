namespace Whalepaper.Charter;

/// <summary>Presenters behind a link where a document has no 【】: which parenthesis or dash names people, and which a venue.</summary>
internal static class PresenterTail
{
    private static readonly string[] Leads = ["presented by", "presenter:", "shared by", "by", "分享人：", "分享人:", "主讲：", "主讲:"];

    /// <summary>A last parenthesis that holds names: no digit (a year), no address, few words each.</summary>
    public static EntryLine InParentheses(EntryLine entry, int tail, int end)
    {
        if (end <= tail || entry.Line[end - 1] is not (')' or '）'))
            return entry;
        var open = entry.Line.LastIndexOfAny(['(', '（'], end - 1, end - tail);
        if (open < 0 || !LooksLikeNames(entry.Line.AsSpan(open + 1, end - open - 2)))
            return entry;
        return entry with { Named = open..end, Names = (open + 1)..(end - 1) };
    }

    /// <summary>Names behind a dash or a word that introduces them, up to the end of the line.</summary>
    public static EntryLine BehindDash(EntryLine entry, int tail, int end)
    {
        var at = tail;
        while (at < end && entry.Line[at] is ' ' or '\t')
            at++;
        var dash = at;
        while (at < end && entry.Line[at] is '-' or '–' or '—' or '|' or '·')
            at++;
        if (at == dash)
            return entry;
        at = SkipLead(entry.Line, SkipBlanks(entry.Line, at, end), end);
        return at < end && LooksLikeNames(entry.Line.AsSpan(at, end - at))
            ? entry with { Named = tail..end, Names = at..end }
            : entry;
    }

    private static int SkipLead(string line, int at, int end)
    {
        foreach (var lead in Leads)
        {
            if (at + lead.Length < end && string.Compare(line, at, lead, 0, lead.Length, StringComparison.OrdinalIgnoreCase) == 0
                && (lead[^1] is ':' or '：' || line[at + lead.Length] is ' '))
                return SkipBlanks(line, at + lead.Length, end);
        }

        return at;
    }

    private static int SkipBlanks(string line, int at, int end)
    {
        while (at < end && line[at] is ' ' or '\t')
            at++;
        return at;
    }

    private static bool LooksLikeNames(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.Length is 0 or > 80 || text.IndexOfAnyInRange('0', '9') >= 0 || text.IndexOf("://", StringComparison.Ordinal) >= 0 || text.IndexOfAny('[', ']', '.') >= 0)
            return false;
        foreach (var name in Presenters.Split(text.ToString()))
        {
            if (name.Count(char.IsWhiteSpace) > 2 || IsAcronym(name))
                return false;
        }

        return true;
    }

    // ACL, CVPR, NeurIPS: a venue. A person is seldom written in capitals alone.
    private static bool IsAcronym(string name) => name.Length is >= 3 and <= 8 && name.Count(char.IsAsciiLetterUpper) >= name.Length - 2 && name.All(char.IsAsciiLetter) && !char.IsAsciiLetterLower(name[1]);
}
