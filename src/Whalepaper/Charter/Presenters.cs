namespace Whalepaper.Charter;

/// <summary>The names behind an entry: <c>【A、B】</c>, <c>(Alice, Bob)</c>, <c>— Alice</c>, <c>presented by Alice</c>.</summary>
internal static class Presenters
{
    private static readonly string[] Nobody = ["待定", "待认领", "无", "tbd", "tba", "open", "unclaimed", "none", "-", "?", "？"];

    /// <summary>The names in a text, in order, each once; empty if it says that nobody is known.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var names = new List<string>();
        foreach (var part in text.Replace(" and ", "、", StringComparison.OrdinalIgnoreCase).Replace(" 和 ", "、", StringComparison.Ordinal)
            .Split(['、', '，', ',', '/', '&', ';', '；', '＆', '／'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var name = part.TrimStart('@').Trim();
            if (name.Length > 0 && !Nobody.Contains(name, StringComparer.OrdinalIgnoreCase) && !names.Contains(name, StringComparer.Ordinal))
                names.Add(name);
        }

        return names;
    }

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

    /// <summary>A name as it can stand between the signs of a list: without the signs themselves.</summary>
    public static string Plain(string name) =>
        string.Concat(name.Select(c => c is '、' or '，' or ',' or '/' or '&' or ';' or '；' or '【' or '】' or '\r' or '\n' or '(' or ')' or '（' or '）' ? ' ' : c)).Trim();
}
