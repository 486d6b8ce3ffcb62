using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Whalepaper.Charter;

/// <summary>The heading of a topic: <c>Topic 5</c>, <c>第五期：关系抽取</c>, <c>Season 2 (2026-09-05 – 2026-12-19)</c>.</summary>
internal sealed partial record TopicHeading(int Number, Range NumberText, string? Title, Range TitleText, LocalDate? Starts, LocalDate? Ends, Range DatesText)
{
    private const int Longest = 300;

    /// <summary>The topic of a document that has lists and no topics.</summary>
    public static readonly TopicHeading Unwritten = new(1, default, null, default, null, null, default) { IsWritten = false };

    /// <summary>Whether the document has such a heading at all.</summary>
    public bool IsWritten { get; private init; } = true;

    /// <summary>Whether the dates end before they start.</summary>
    public bool IsBackward { get; private init; }

    /// <summary>Reads a heading's text; null if it heads no topic.</summary>
    public static TopicHeading? Read(string text)
    {
        if (text.Length > Longest)
            return null;
        var match = Pattern().Match(text);
        if (!match.Success || ReadNumber(match.Groups["number"].ValueSpan) is not { } number)
            return null;
        var numberAt = RangeOf(match.Groups["number"]);
        var rest = match.Index + match.Length;
        var dates = DatesPattern().Match(text, rest);
        var (starts, ends) = dates.Success ? (Date(dates.Groups["from"].Value), Date(dates.Groups["to"].Value)) : (null, null);
        var known = starts is not null && ends is not null && starts <= ends;
        var (from, to) = (rest, dates.Success && starts is not null ? dates.Index : text.Length);
        while (from < to && text[from] is ' ' or ':' or '：' or '-' or '–' or '—' or '·' or '.' or '、' or '\t')
            from++;
        while (to > from && text[to - 1] is ' ' or '\t')
            to--;
        // "Topic 5 papers" heads a topic; "Topic 5th anniversary" does not.
        if (rest < text.Length && from == rest && char.IsLetterOrDigit(text[rest]))
            return null;
        return new(number, numberAt, from < to ? text[from..to].Trim() : null, from..to, known ? starts : null, known ? ends : null,
            known ? dates.Index..(dates.Index + dates.Length) : default)
        { IsBackward = starts is not null && ends is not null && starts > ends };
    }

    /// <summary>The heading's text with what changed; dates are written only where the document writes them.</summary>
    public string Rewrite(string text, TopicFact topic)
    {
        var rewritten = text;
        if (Starts is not null && topic is { Starts: { } starts, Ends: { } ends } && (starts != Starts || ends != Ends))
            rewritten = rewritten[..DatesText.Start] + Between(text, starts, ends) + rewritten[DatesText.End..];
        if (!string.Equals(topic.Title, Title, StringComparison.Ordinal))
        {
            var lead = Title is null ? (NumberText.End.Value < text.Length && text.Contains('期', StringComparison.Ordinal) ? "：" : ": ") : "";
            rewritten = Title is null
                ? rewritten.Insert(InsertAt(text), lead + topic.Title)
                : rewritten[..TitleText.Start] + (topic.Title ?? "") + rewritten[TitleText.End..];
            if (topic.Title is null)
                rewritten = rewritten.TrimEnd(' ', ':', '：', '-', '–', '—');
        }

        return rewritten;
    }

    /// <summary>The heading of another topic in this one's manner.</summary>
    public string For(string text, TopicFact topic)
    {
        var numbered = text[..NumberText.Start] + Number2(text, topic.Number) + text[NumberText.End..];
        var heading = Read(numbered);
        return heading is null ? string.Create(CultureInfo.InvariantCulture, $"Topic {topic.Number}")
            : heading.Starts is not null && topic is not { Starts: not null, Ends: not null }
                ? heading.Rewrite(numbered[..heading.DatesText.Start].TrimEnd() + numbered[heading.DatesText.End..], topic)
                : heading.Rewrite(numbered, topic);
    }

    private int InsertAt(string text)
    {
        var at = NumberText.End.Value;
        return at < text.Length && text[at] is '期' or '季' or '轮' ? at + 1 : at;
    }

    private string Number2(string text, int number) =>
        text[NumberText] is [var first, ..] && !ChineseNumber.IsDigit(first) && number < 100 ? ChineseNumber.Write(number) : number.ToString(CultureInfo.InvariantCulture);

    private string Between(string text, LocalDate starts, LocalDate ends)
    {
        var old = DatesPattern().Match(text, DatesText.Start.Value);
        var pattern = old.Groups["from"].Value.Contains('/', StringComparison.Ordinal) ? "yyyy/MM/dd" : old.Groups["from"].Value.Contains('.', StringComparison.Ordinal) ? "yyyy.MM.dd" : "yyyy-MM-dd";
        return text[old.Index..old.Groups["from"].Index] + starts.ToString(pattern, CultureInfo.InvariantCulture)
            + text[(old.Groups["from"].Index + old.Groups["from"].Length)..old.Groups["to"].Index] + ends.ToString(pattern, CultureInfo.InvariantCulture)
            + text[(old.Groups["to"].Index + old.Groups["to"].Length)..(old.Index + old.Length)];
    }

    private static int? ReadNumber(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : ChineseNumber.Read(text);

    private static LocalDate? Date(string text) =>
        LocalDatePattern.CreateWithInvariantCulture("yyyy-M-d").Parse(text.Replace('/', '-').Replace('.', '-')) is { Success: true } parsed ? parsed.Value : null;

    private static Range RangeOf(Capture group) => group.Index..(group.Index + group.Length);

    [GeneratedRegex("""^[^\p{L}\p{Nd}]{0,8}((topic|season|round|term|cohort|batch)\s*#?\s*(?<number>[0-9]{1,4})|第\s*(?<number>[0-9]{1,4}|[一二三四五六七八九十]{1,3})\s*[期季轮])""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();

    [GeneratedRegex("""\s*[\(（\[]?\s*(?<from>[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})\s*(-|–|—|~|～|至|到|to)\s*(?<to>[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})\s*[\)）\]]?""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DatesPattern();
}

/// <summary>The heading of a reading list: a track's name, perhaps with a theme: <c>自然语言处理：关系抽取</c>.</summary>
internal sealed record ListHeading(string Name, string? Theme, Range ThemeText)
{
    /// <summary>Reads a heading's text.</summary>
    public static ListHeading Read(string text)
    {
        var sign = text.IndexOfAny([':', '：']);
        if (sign <= 0 || sign + 1 >= text.Length || text[(sign + 1)..].Trim().Length == 0)
            return new(text.Trim(), null, default);
        var start = sign + 1;
        while (char.IsWhiteSpace(text[start]))
            start++;
        var end = text.AsSpan().TrimEnd().Length;
        return new(text[..sign].Trim(), text[start..end], start..end);
    }

    /// <summary>The heading's text with another theme.</summary>
    public string Rewrite(string text, string? theme)
    {
        if (string.Equals(theme, Theme, StringComparison.Ordinal))
            return text;
        if (Theme is not null)
            return theme is null ? text[..ThemeText.Start].TrimEnd().TrimEnd(':', '：') + text[ThemeText.End..] : text[..ThemeText.Start] + theme + text[ThemeText.End..];
        return text.TrimEnd() + Sign(text) + theme;
    }

    /// <summary>A heading in our own manner.</summary>
    public static string Write(string name, string? theme) => theme is null ? name : name + Sign(name) + theme;

    private static string Sign(string name) => name.Any(c => c > 0x2E80) ? "：" : ": ";
}
