namespace Whalepaper.Charter;

/// <summary>Writes lines of reading lists, old ones with what changed and new ones, in the document's manner.</summary>
internal sealed class EntryWriting
{
    private readonly PresenterManner _manner;
    private readonly string _dash;
    private readonly EntryLine? _any;

    public EntryWriting(CharterDocument document)
    {
        var entries = document.Topics.SelectMany(t => t.Lists).SelectMany(l => l.Entries).Select(e => e.Entry);
        _any = entries.FirstOrDefault();
        var named = entries.FirstOrDefault(e => e is { Named: not null, Names: not null });
        _manner = document.Manner;
        _dash = named is { Named: { } whole, Names: { } names } && _manner == PresenterManner.Dash ? named.Line[whole.Start..names.Start] : " — ";
    }

    /// <summary>An entry's line with what changed in it.</summary>
    public string Rewrite(EntryLine entry, EntryFact fact)
    {
        var pieces = new List<(Range Where, string Text)>();
        if (!string.Equals(fact.Title, entry.TitleText, StringComparison.Ordinal))
            pieces.Add((entry.Title, entry.Link is null ? OneLine(fact.Title) : Title(fact.Title)));
        if (!string.Equals(fact.Link, entry.LinkText, StringComparison.Ordinal))
            pieces.Add(Relink(entry, fact));
        if (!SamePeople.Are(fact.Presenters, entry.PresenterNames))
            pieces.Add(Rename(entry, fact.Presenters));
        var line = entry.Line;
        foreach (var (where, text) in pieces.OrderByDescending(p => p.Where.Start.Value))
            line = line[..where.Start] + text + line[where.End..];
        return line;
    }

    /// <summary>A new entry's line, beginning as its neighbour does.</summary>
    public string Write(EntryFact fact, EntryLine? neighbour)
    {
        var like = neighbour ?? _any;
        var start = like is null ? "1. " : like.Line[..like.Marker.End].TrimStart('\uFEFF');
        var words = fact.Link is null ? OneLine(fact.Title) : $"[{Title(fact.Title)}]({Address(fact.Link)})";
        return start + words + Named(fact.Presenters, _manner);
    }

    private static (Range Where, string Text) Relink(EntryLine entry, EntryFact fact)
    {
        if (entry.Link is { } link && fact.Link is not null)
            return (link, entry.Line[link.Start.Value - 1] == '<' ? fact.Link : Address(fact.Link));
        // A link that came or went changes the words around it too: the whole of title and link is written anew.
        var whole = (entry.Link is null && entry.Line[entry.Title.Start.Value - 1] != '[' ? entry.Title.Start.Value : entry.Title.Start.Value - 1)..entry.Tail;
        return (whole, fact.Link is null ? OneLine(fact.Title) : $"[{Title(fact.Title)}]({Address(fact.Link)})");
    }

    private (Range Where, string Text) Rename(EntryLine entry, IReadOnlyList<string> presenters)
    {
        if (entry is not { Named: { } whole, Names: { } names })
            return (entry.Tail..entry.Tail, Named(presenters, _manner));
        if (presenters.Count == 0)
            return (entry.Line.AsSpan(0, whole.Start.Value).TrimEnd().Length..whole.End.Value, "");
        var old = entry.Line[names];
        return (names, string.Join(Presenters.SeparatorIn(old, entry.Line[whole.Start.Value] == '【'), presenters.Select(Presenters.Plain)));
    }

    private string Named(IReadOnlyList<string> presenters, PresenterManner manner)
    {
        if (presenters.Count == 0)
            return "";
        var names = presenters.Select(Presenters.Plain);
        return manner switch
        {
            PresenterManner.Parentheses => $" ({string.Join(", ", names)})",
            PresenterManner.Dash => _dash + string.Join(", ", names),
            _ => $"【{string.Join('、', names)}】",
        };
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('\0', ' ');

    private static string Title(string title)
    {
        var text = OneLine(title);
        var escaped = new System.Text.StringBuilder(text.Length);
        var balanced = BracketScan.Close($"[{text}]", 0, text.Length + 2, '[', ']') == text.Length + 1;
        for (var at = 0; at < text.Length; at++)
        {
            var bracket = !balanced && text[at] is '[' or ']';
            var slash = text[at] == '\\' && (at + 1 == text.Length || char.IsPunctuation(text[at + 1]) || char.IsSymbol(text[at + 1]));
            if (slash || (!balanced && bracket))
                escaped.Append('\\');
            escaped.Append(text[at]);
        }

        return escaped.ToString();
    }

    private static string Address(string link)
    {
        var text = OneLine(link);
        var plain = !text.StartsWith('<') && BracketScan.Address($"({text})", 0, text.Length + 2) is { } read
            && read.After == text.Length + 2 && string.Equals($"({text})"[read.Address], text, StringComparison.Ordinal);
        return plain ? text : $"<{text.Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal)}>";
    }
}
