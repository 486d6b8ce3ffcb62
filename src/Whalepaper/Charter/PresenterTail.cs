using System.Buffers;

namespace Whalepaper.Charter;

/// <summary>In which manner a document names presenters. 【A、B】 is understood in all of them.</summary>
internal enum PresenterManner
{
    /// <summary><c>【A、B】</c></summary>
    Lenticular,

    /// <summary><c>(A, B)</c> behind the link.</summary>
    Parentheses,

    /// <summary><c>— A</c>, <c>- presented by A</c> or <c>by A</c> behind the link.</summary>
    Dash,
}

/// <summary>Presenters behind a link that stand in no 【】: which parenthesis or dash names people, and which a venue or a word on the paper.</summary>
internal static class PresenterTail
{
    /// <summary>What introduces people, whatever their names look like.</summary>
    private static readonly string[] Leads =
        ["presented by", "presenter:", "presenters:", "shared by", "by", "分享人：", "分享人:", "分享：", "主讲：", "主讲:", "主講：", "主講:"];

    private static readonly SearchValues<char> Signs = SearchValues.Create(" \t()（）-–—|·");

    private static readonly string[] Particles = ["van", "von", "de", "der", "den", "di", "da", "del", "la", "le", "bin", "al", "el", "dos", "du", "ter", "ten", "y"];

    private static readonly string[] NoNames =
    [
        "pdf", "code", "video", "slides", "paper", "blog", "github", "notes", "note", "link", "optional", "survey", "website", "project", "demo", "dataset",
        "论文", "代码", "视频", "幻灯片", "笔记", "讲义", "综述", "必读", "选读", "推荐", "链接",
    ];

    /// <summary>The presenters behind a link; null if what stands there names nobody.</summary>
    public static (Range Named, Range Names)? OfLinked(string line, int tail, int end, PresenterManner manner) => manner switch
    {
        PresenterManner.Parentheses => InParentheses(line, tail, end),
        PresenterManner.Dash => BehindDash(line, tail, end),
        _ => Introduced(InParentheses(line, tail, end), line) ?? Introduced(BehindDash(line, tail, end), line),
    };

    /// <summary>The presenters at the end of an entry that is no link. A dash there parts a title as often, so it takes a word that introduces people.</summary>
    public static (Range Named, Range Names)? OfPlain(string line, int start, int end, PresenterManner manner)
    {
        if (end <= start)
            return null;
        if (line[end - 1] == '】')
            return line.LastIndexOf('【', end - 1) is var open && open > start ? (open..end, (open + 1)..(end - 1)) : null;
        if (InParentheses(line, start + 1, end) is { } found && (manner == PresenterManner.Parentheses || Introduced(found, line) is not null))
            return found;
        for (var at = end - 1; manner != PresenterManner.Parentheses && at > start; at--)
        {
            if (IsDash(line[at]) && line[at - 1] is ' ')
                return SkipLead(line, at + 1, end) is var names && names >= 0 && names < end ? ((at - 1)..end, names..end) : null;
        }

        return null;
    }

    // A word that introduces people is understood in every document: between the sign and the names stands more than the sign.
    private static (Range Named, Range Names)? Introduced((Range Named, Range Names)? found, string line) =>
        found is { } tail && line.AsSpan()[tail.Named.Start..tail.Names.Start].ContainsAnyExcept(Signs) ? tail : null;

    /// <summary>A last parenthesis that holds names: no digit (a year), no address, few words each.</summary>
    private static (Range Named, Range Names)? InParentheses(string line, int tail, int end)
    {
        if (end <= tail || line[end - 1] is not (')' or '）'))
            return null;
        var open = line.LastIndexOfAny(['(', '（'], end - 1, end - tail);
        if (open < 0)
            return null;
        var led = SkipLead(line, open + 1, end - 1);
        return led >= 0 && led < end - 1 ? (open..end, led..(end - 1))
            : LooksLikeNames(line[(open + 1)..(end - 1)]) ? (open..end, (open + 1)..(end - 1)) : null;
    }

    /// <summary>Names behind a dash or a word that introduces them, up to the end of the line.</summary>
    private static (Range Named, Range Names)? BehindDash(string line, int tail, int end)
    {
        var dash = SkipBlanks(line, tail, end);
        var at = dash;
        // Links beside the paper may have stood between two dashes.
        while (at < end && (IsDash(line[at]) || line[at] is ' '))
            at++;
        var led = SkipLead(line, at, end);
        if (led >= 0)
            return led < end ? (tail..end, led..end) : null;
        var names = SkipBlanks(line, at, end);
        return at > dash && names < end && LooksLikeNames(line[names..end]) ? (tail..end, names..end) : null;
    }

    /// <summary>Whether names written in this manner would be read as names without a word that introduces them.</summary>
    public static bool LooksLikeNames(string text)
    {
        text = text.Trim();
        return text.Length is > 0 and <= 80 && !text.Contains("://", StringComparison.Ordinal) && text.IndexOfAny(['[', ']', '(', ')', '（', '）']) < 0
            && Presenters.Parts(text) is { Length: > 0 } parts && parts.All(LooksLikeName);
    }

    private static bool LooksLikeName(string name)
    {
        if (Presenters.IsNobody(name))
            return true;
        var words = name.TrimStart('@').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length is > 0 and <= 4 && !IsAcronym(name) && !NoNames.Contains(name, StringComparer.OrdinalIgnoreCase)
            && (name[0] == '@' || (words.All(IsNameWord) && words.Any(word => !Particles.Contains(word, StringComparer.Ordinal))));
    }

    private static bool IsNameWord(string word) =>
        !word.Any(char.IsAsciiDigit) && (word.Length == 2 && word[1] == '.' ? char.IsUpper(word[0]) : !word.Contains('.', StringComparison.Ordinal))
        && (Particles.Contains(word, StringComparer.Ordinal) || (char.IsLetter(word[0]) && !char.IsLower(word[0]) && (char.IsUpper(word[0]) || word.Length <= 8)));

    // ACL, CVPR, NeurIPS: a venue. A person is seldom written in capitals alone.
    private static bool IsAcronym(string name) =>
        name.Length is >= 3 and <= 8 && name.Count(char.IsAsciiLetterUpper) >= name.Length - 2 && name.All(char.IsAsciiLetter) && !char.IsAsciiLetterLower(name[1]);

    private static bool IsDash(char c) => c is '-' or '–' or '—' or '|' or '·';

    // Where the names begin behind a word that introduces them; -1 if there is no such word.
    private static int SkipLead(string line, int at, int end)
    {
        at = SkipBlanks(line, at, end);
        foreach (var lead in Leads)
        {
            if (at + lead.Length < end && string.Compare(line, at, lead, 0, lead.Length, StringComparison.OrdinalIgnoreCase) == 0
                && (lead[^1] is ':' or '：' || line[at + lead.Length] is ' '))
                return SkipBlanks(line, at + lead.Length, end);
        }

        return -1;
    }

    private static int SkipBlanks(string line, int at, int end)
    {
        while (at < end && line[at] is ' ' or '\t')
            at++;
        return at;
    }
}
