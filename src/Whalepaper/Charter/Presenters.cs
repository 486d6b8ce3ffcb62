namespace Whalepaper.Charter;

/// <summary>The names behind an entry: <c>【A、B】</c>, <c>(Alice, Bob)</c>, <c>— Alice</c>, <c>presented by Alice</c>.</summary>
internal static class Presenters
{
    private static readonly string[] Nobody = ["待定", "待认领", "待認領", "无", "無", "tbd", "tba", "open", "unclaimed", "none", "-", "?", "？"];

    /// <summary>The names in a text, in order, each once; empty if it says that nobody is known. What holds nothing but signs names nobody.</summary>
    public static IReadOnlyList<string> Split(string text) =>
        [.. Parts(text).Select(Bare).Where(name => Plain(name).Length > 0 && !IsNobody(name)).Distinct(StringComparer.Ordinal)];

    /// <summary>What stands between the signs of a list of names.</summary>
    public static string[] Parts(string text) => text.Replace(" and ", "、", StringComparison.OrdinalIgnoreCase).Replace(" 和 ", "、", StringComparison.Ordinal)
        .Split(['、', '，', ',', '/', '&', ';', '；', '＆', '／'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Whether a word says that nobody is known.</summary>
    public static bool IsNobody(string name) => Nobody.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The sign between names as a text uses it; the ideographic comma between names in Chinese brackets, else a comma.</summary>
    public static string SeparatorIn(string text, bool chinese)
    {
        foreach (var sign in (ReadOnlySpan<string>)["、", "，", ", ", ",", " / ", "/", " & ", "&", " and ", "；", "; "])
        {
            if (text.Contains(sign, StringComparison.Ordinal))
                return sign;
        }

        return chinese ? "、" : ", ";
    }

    /// <summary>How a line writes names that are links, by the name alone: <c>[张三](…)</c>.</summary>
    public static IReadOnlyDictionary<string, string> Linked(string line, Range names)
    {
        var linked = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var link in LinkScan.Of(line, names.Start.Value, names.End.Value).Where(link => !link.IsBare))
            linked.TryAdd(Bare(EntryLine.Unescape(line[link.Text])), line[link.Start..link.End]);
        return linked;
    }

    /// <summary>A name as it can stand between the signs of a list: without the signs themselves.</summary>
    public static string Plain(string name)
    {
        var plain = string.Concat(OneLine.Of(name).Select(c => "、，,/&;；＆／【】()（）[]".Contains(c, StringComparison.Ordinal) ? ' ' : c));
        return string.Join(' ', plain.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    // Without the sign that calls somebody in a chat, and with single blanks.
    private static string Bare(string name) => string.Join(' ', name.TrimStart('@').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
