namespace Whalepaper.Charter;

/// <summary>
/// Writes lines of reading lists, old ones with what changed and new ones, in the document's manner. A line is written only if it is
/// read as what was meant; where the document's manner cannot say it (a name that looks like a venue), the next plainer one does.
/// </summary>
internal sealed class EntryWriting
{
    private readonly EntryHabits _habits;
    private readonly string _dash;
    private readonly EntryLine? _any;

    public EntryWriting(CharterDocument document)
    {
        var entries = document.Topics.SelectMany(t => t.Lists).SelectMany(l => l.Entries).Select(e => e.Entry);
        _any = entries.FirstOrDefault();
        _habits = document.Habits;
        var named = _habits.Manner == PresenterManner.Dash ? entries.FirstOrDefault(e => e is { Named: { } dashed, Names: { } named } && e.Line[e.Named.Value.Start] is not '【' && !e.Line[dashed.Start..named.Start].Contains('[', StringComparison.Ordinal)) : null;
        _dash = named is { Named: { } whole, Names: { } names } ? named.Line[whole.Start..names.Start] : " — ";
    }

    /// <summary>An entry's line with what changed in it.</summary>
    /// <param name="entry">The line as it stands.</param>
    /// <param name="fact">What it has to say.</param>
    /// <param name="headed">Whether its list has a heading. Without one, only brackets tell an entry from a point of prose.</param>
    public string Rewrite(EntryLine entry, EntryFact fact, bool headed)
    {
        var line = entry;
        var titleChanged = !string.Equals(OneLine.Of(fact.Title), entry.TitleText, StringComparison.Ordinal);
        var linkChanged = !string.Equals(fact.Link, entry.LinkText, StringComparison.Ordinal);
        // Names with signs in them cannot be written, but stay where they stand.
        if (!titleChanged && !linkChanged && SamePeople.Are(fact.Presenters, entry.PresenterNames))
            return entry.Line;
        if (titleChanged || linkChanged)
            line = Reread(Retitle(entry, fact, titleChanged, headed), entry);
        var written = SamePeople.Are(fact.Presenters, entry.PresenterNames) && Says(line.Line, fact) ? line.Line : Rename(line, fact);
        if (Says(written, fact))
            return written;
        // Names and other words that stood behind a link may read as words of the title once the link is gone: brackets part them.
        return Anew(entry, fact, Words(fact, headed), entry.Whole.Start) ?? Anew(entry, fact, Words(fact, headed: false), entry.Whole.Start)
            ?? Anew(entry, fact, Words(fact, headed: false), entry.Marker.End) ?? written;
    }

    private string? Anew(EntryLine entry, EntryFact fact, string words, Index from)
    {
        var head = entry.Line[..from] + words;
        var tail = entry.Named is { } named ? entry.Line[entry.Whole.End..named.Start].TrimEnd() + entry.Line[named.End..] : entry.Line[entry.Whole.End..];
        // The words bring their link along.
        if (entry.Apart is { } apart)
            tail = tail.Replace(entry.Line[apart], "", StringComparison.Ordinal).TrimEnd();
        var line = head + tail;
        return Manners(line, line.AsSpan().TrimEnd().Length, fact.Presenters, head.Length).FirstOrDefault(said => Says(said, fact));
    }

    /// <summary>A new entry's line, beginning as its neighbour does.</summary>
    /// <param name="fact">What it has to say.</param>
    /// <param name="neighbour">The entry above; null for the first of a list.</param>
    /// <param name="headed">Whether its list has a heading.</param>
    public string Write(EntryFact fact, EntryLine? neighbour, bool headed)
    {
        var like = neighbour ?? _any;
        var start = like is null ? "1. " : like.Line[..like.Marker.End].TrimStart('\uFEFF').Replace("[x]", "[ ]", StringComparison.OrdinalIgnoreCase);
        var bare = start + Words(fact, headed);
        var bracketed = start + Words(fact, headed: false);
        return Manners(bare, bare.Length, fact.Presenters).Concat(Manners(bracketed, bracketed.Length, fact.Presenters)).FirstOrDefault(line => Says(line, fact)) ?? bare;
    }

    private EntryLine Reread(string line, EntryLine entry) =>
        EntryLine.Read(line, ListMarker.Read(line) ?? entry.Marker, _habits) ?? entry;

    private bool Says(string line, EntryFact fact) =>
        ListMarker.Read(line) is { } marker && EntryLine.Read(line, marker, _habits) is { } read
        && string.Equals(read.TitleText, OneLine.Of(fact.Title), StringComparison.Ordinal)
        && string.Equals(Pointed(read.LinkText ?? ""), Pointed(fact.Link ?? ""), StringComparison.Ordinal) && SamePeople.Are(read.PresenterNames, [.. fact.Presenters.Select(Presenters.Plain)]);

    private static string Retitle(EntryLine entry, EntryFact fact, bool titleChanged, bool headed)
    {
        var line = entry.Line;
        if (entry.Woven is not null)
            return Reweave(entry, fact, titleChanged, headed);
        // A link that came or went changes the signs around the title too, and an address that stands elsewhere is nobody else's to change.
        if (entry.Link is not { } link || fact.Link is null)
            return line[..entry.Whole.Start] + Words(fact, headed) + line[entry.Whole.End..];
        if (!string.Equals(fact.Link, entry.LinkText, StringComparison.Ordinal))
            line = line[..link.Start] + (line[link.Start.Value - 1] == '<' ? Pointed(fact.Link) : Address(fact.Link)) + line[link.End..];
        return titleChanged ? line[..entry.Title.Start] + Bracketed(OneLine.Of(fact.Title)) + line[entry.Title.End..] : line;
    }

    // A title with its link inside is written anew; one beside its link, and the link, each in its own place.
    private static string Reweave(EntryLine entry, EntryFact fact, bool titleChanged, bool headed)
    {
        var line = entry.Line;
        if (entry.Link is not { } link || (entry.Apart is null && (titleChanged || fact.Link is null)))
            return line[..entry.Whole.Start] + Words(fact, headed) + line[entry.Whole.End..];
        List<(Range Where, string Text)> pieces = [];
        if (titleChanged)
            pieces.Add((entry.Title, Words(fact with { Link = null }, headed: true)));
        if (fact.Link is null)
            pieces.Add((entry.Apart!.Value, ""));
        else if (!string.Equals(fact.Link, entry.LinkText, StringComparison.Ordinal))
            pieces.Add((link, line[link.Start.Value - 1] == '<' ? Pointed(fact.Link) : IsInParentheses(line, link) ? Address(fact.Link) : LinkScan.IsReadBare(fact.Link) ? fact.Link : $"<{Pointed(fact.Link)}>"));
        foreach (var (where, words) in pieces.OrderByDescending(piece => piece.Where.Start.Value))
            line = line[..where.Start] + words + line[where.End..];
        return line;
    }

    private static bool IsInParentheses(string line, Range link) => line.AsSpan(0, link.Start.Value).TrimEnd() is [.., ']', '(' or '（'];

    private string Rename(EntryLine entry, EntryFact fact)
    {
        var line = entry.Line;
        var end = line.AsSpan().TrimEnd().Length;
        if (entry is not { Named: { } whole, Names: { } names })
            return Manners(line, end, fact.Presenters, entry.Tail).FirstOrDefault(written => Says(written, fact)) ?? line;
        var bare = line[..line.AsSpan(0, whole.Start.Value).TrimEnd().Length];
        if (fact.Presenters.Count == 0 && Says(bare + line[whole.End..], fact))
            return bare + line[whole.End..];
        var linked = Presenters.Linked(line, names);
        var said = string.Join(Presenters.SeparatorIn((entry.Seen ?? line)[names], line[whole.Start.Value] == '【'), fact.Presenters.Select(Presenters.Plain).Select(name => linked.GetValueOrDefault(name, name)));
        var rewritten = line[..names.Start] + said + line[names.End..];
        return Says(rewritten, fact) ? rewritten
            : Manners(bare + line[whole.End..], bare.Length, fact.Presenters).FirstOrDefault(written => Says(written, fact)) ?? rewritten;
    }

    /// <summary>A line with its presenters in the manners that there are, the document's own first.</summary>
    private IEnumerable<string> Manners(string line, int end, IReadOnlyList<string> presenters, int? tail = null)
    {
        var names = presenters.Select(Presenters.Plain).ToList();
        var list = string.Join(", ", names);
        if (names.Count == 0)
            yield return line;
        else if (_habits.Manner == PresenterManner.Parentheses)
            yield return $"{line[..end]} ({list}){line[end..]}";
        else if (_habits.Manner == PresenterManner.Dash)
            yield return line[..end] + _dash + list + line[end..];
        if (names.Count > 0 && _habits.Manner == PresenterManner.Parentheses)
            yield return $"{line[..end]} (by {list}){line[end..]}";
        else if (names.Count > 0 && _habits.Manner == PresenterManner.Dash)
            yield return $"{line[..end]} — by {list}{line[end..]}";
        var behind = tail ?? end;
        yield return $"{line[..behind]}【{string.Join('、', names)}】{line[behind..]}";
        yield return $"{line[..end]}【{string.Join('、', names)}】{line[end..]}";
    }

    private static string Words(EntryFact fact, bool headed)
    {
        var title = OneLine.Of(fact.Title);
        return fact.Link is not null ? $"[{Bracketed(title)}]({Address(fact.Link)})" : headed ? Plain(title) : $"[{Bracketed(title)}]";
    }

    // A first bracket would begin a link.
    private static string Plain(string title) => title is ['[', ..] ? "\\" + Escaped(title, brackets: false) : Escaped(title, brackets: false);

    private static string Bracketed(string title) => Escaped(title, brackets: !IsBalanced(title));

    private static bool IsBalanced(string title)
    {
        var depth = 0;
        foreach (var c in title)
        {
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth < 0)
                return false;
        }

        return depth == 0;
    }

    private static string Escaped(string title, bool brackets)
    {
        if (!title.Contains('\\', StringComparison.Ordinal) && !brackets)
            return title;
        var escaped = new System.Text.StringBuilder(title.Length + 8);
        for (var at = 0; at < title.Length; at++)
        {
            if ((title[at] == '\\' && (at + 1 == title.Length || EntryLine.IsEscapable(title[at + 1]))) || (brackets && title[at] is '[' or ']'))
                escaped.Append('\\');
            escaped.Append(title[at]);
        }

        return escaped.ToString();
    }

    private static string Address(string link)
    {
        var text = OneLine.Of(link);
        var plain = !text.StartsWith('<') && BracketScan.Address($"({text})", 0, text.Length + 2) is { } read
            && read.After == text.Length + 2 && string.Equals($"({text})"[read.Address], text, StringComparison.Ordinal);
        return plain ? text : $"<{Pointed(text)}>";
    }

    private static string Pointed(string link) => OneLine.Of(link).Replace("<", "%3C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal);
}
