namespace Whalepaper.Charter;

/// <summary>Writes topics and their reading lists into a draft.</summary>
internal sealed class TopicWriting(CharterDocument source, Draft draft, CharterFacts live)
{
    private readonly EntryWriting _entries = new(source);
    private readonly List<TopicLine> _written = [.. source.Topics.Where(t => t.Heading.IsWritten)];
    private readonly Dictionary<string, string> _namesInDocument = source.Facts.Tracks.ToDictionary(t => t.Code, t => t.Name, StringComparer.Ordinal);

    public void Run()
    {
        foreach (var topic in source.Topics)
        {
            if (live.Topics.FirstOrDefault(t => t.Number == topic.Number) is { } fact)
                Rewrite(topic, fact);
            else if (topic.Heading.IsWritten)
                Remove(topic);
        }

        // Later ones first: at one place in the document they then stand as the document orders them.
        var fresh = live.Topics.Where(t => !source.Topics.Exists(s => s.Number == t.Number));
        foreach (var fact in NewestFirst ? fresh.OrderByDescending(t => t.Number) : fresh.OrderBy(t => t.Number))
            Add(fact);
    }

    private bool NewestFirst => _written.Count < 2 || _written[0].Number > _written[^1].Number;

    private void Remove(TopicLine topic)
    {
        for (var line = topic.Line; line < topic.End; line++)
            draft.Remove(line, heading: true);
    }

    private void Rewrite(TopicLine topic, TopicFact fact)
    {
        if (topic.Heading.IsWritten)
            RewriteHeading(topic.Line, text => topic.Heading.Rewrite(text, fact));
        foreach (var list in topic.Lists.GroupBy(l => l.Track, StringComparer.Ordinal))
            RewriteList([.. list], fact.Lists.FirstOrDefault(l => string.Equals(l.Track, list.Key, StringComparison.Ordinal)));
        var missing = fact.Lists.Where(l => !topic.Lists.Exists(t => string.Equals(t.Track, l.Track, StringComparison.Ordinal)) && HasWords(l)).ToList();
        if (missing.Count == 0)
            return;
        var end = topic.Heading.IsWritten ? topic.End : source.Lines.Count;
        while (end > 0 && source.Lines[end - 1].IsBlank)
            end--;
        draft.InsertAfter(end - 1, missing.SelectMany(list => (IEnumerable<string>)["", .. ListBlock(list)]), headings: true);
    }

    private void RewriteHeading(int line, Func<string, string> rewrite)
    {
        var heading = source.Headings.Find(h => h.Line == line)!;
        var text = source.Lines[line].Text;
        var words = text[heading.Text];
        // A heading with emphasis or links in it is left alone: what we know are its plain words.
        if (string.Equals(words, heading.Words, StringComparison.Ordinal))
            draft.Replace(line, text[..heading.Text.Start] + rewrite(words) + text[heading.Text.End..], heading: true);
    }

    private void RewriteList(List<ListLines> lists, ListFact? fact)
    {
        // Of several headings of one track in one topic, the first that names a theme names it.
        var themed = lists.Find(l => l.Heading?.Theme is not null) ?? lists[0];
        foreach (var list in lists.Where(l => l.Heading is not null))
        {
            var heading = list.Heading!;
            RewriteHeading(list.HeadingLine, text =>
            {
                var rewritten = fact is null || !ReferenceEquals(list, themed) ? text : heading.Rewrite(text, fact.Theme);
                var was = _namesInDocument.GetValueOrDefault(list.Track);
                var name = live.Tracks.FirstOrDefault(t => string.Equals(t.Code, list.Track, StringComparison.Ordinal))?.Name;
                return name is not null && !string.Equals(name, was, StringComparison.Ordinal) && string.Equals(heading.Name, was, StringComparison.Ordinal)
                    ? name + rewritten[heading.Name.Length..]
                    : rewritten;
            });
        }

        var wanted = lists.ConvertAll(_ => new List<(int Was, string Text)>());
        var at = 0;
        var homes = new Dictionary<string, (int List, int Index)>(StringComparer.Ordinal);
        for (var l = 0; l < lists.Count; l++)
        {
            for (var e = 0; e < lists[l].Entries.Count; e++)
                homes[lists[l].Entries[e].Key] = (l, e);
        }

        foreach (var entry in fact?.Entries ?? [])
        {
            if (homes.TryGetValue(entry.Key, out var home))
            {
                at = home.List;
                wanted[at].Add((home.Index, _entries.Rewrite(lists[at].Entries[home.Index].Entry, entry)));
            }
            else
            {
                wanted[at].Add((-1, _entries.Write(entry, lists[at].Entries.Count > 0 ? lists[at].Entries[^1].Entry : null)));
            }
        }

        for (var l = 0; l < lists.Count; l++)
        {
            if (lists[l].Entries.Count > 0)
                OrderedItems.Bring(source, draft, [.. lists[l].Entries.Select(e => e.Line)], wanted[l]);
            else if (wanted[l].Count > 0)
                FillEmpty(lists[l], wanted[l]);
        }
    }

    private void FillEmpty(ListLines list, List<(int Was, string Text)> wanted)
    {
        var heading = source.Headings.Find(h => h.Line == list.HeadingLine)!;
        var after = heading.Line + heading.Height - 1;
        var items = Numbered(wanted.ConvertAll(w => w.Text));
        var gap = after + 1 < source.Lines.Count && source.Lines[after + 1].IsBlank;
        var next = gap ? after + 2 : after + 1;
        var close = next < source.Lines.Count && !source.Lines[next].IsBlank;
        draft.InsertAfter(gap ? after + 1 : after, [.. gap ? (string[])[] : [""], .. items, .. close ? (string[])[""] : []]);
    }

    private void Add(TopicFact fact)
    {
        var block = TopicBlock(fact);
        var before = NewestFirst ? _written.Find(t => t.Number < fact.Number) : _written.Find(t => t.Number > fact.Number);
        if (before is not null)
        {
            draft.InsertAfter(before.Line - 1, [.. block, ""], headings: true);
            return;
        }

        var end = _written.Count > 0 ? _written[^1].End : source.Lines.Count;
        var last = end;
        while (last > 0 && source.Lines[last - 1].IsBlank)
            last--;
        draft.InsertAfter(last - 1, ["", .. block], headings: true);
    }

    private List<string> TopicBlock(TopicFact fact)
    {
        var like = NewestFirst ? _written.FirstOrDefault() : _written.LastOrDefault();
        var heading = like is null ? null : source.Headings.Find(h => h.Line == like.Line);
        var level = heading?.Level ?? 2;
        var words = heading is not null && like is not null && string.Equals(source.Lines[like.Line].Text[heading.Text], heading.Words, StringComparison.Ordinal)
            ? like.Heading.For(heading.Words, fact)
            : fact.Title is null ? $"Topic {fact.Number}" : $"Topic {fact.Number}: {fact.Title}";
        List<string> lines = [$"{new string('#', level)} {words}"];
        foreach (var list in fact.Lists.Where(HasWords))
            lines.AddRange(["", .. ListBlock(list)]);
        return lines;
    }

    private List<string> ListBlock(ListFact list)
    {
        if (IsNameless(list.Track))
            return Numbered([.. list.Entries.Select(entry => _entries.Write(entry, null))]);
        var like = source.Topics.SelectMany(t => t.Lists).FirstOrDefault(l => l.Heading is not null);
        var level = like?.Level ?? (_written.Count > 0 ? source.Headings.Find(h => h.Line == _written[0].Line)!.Level + 1 : 3);
        var track = live.Tracks.FirstOrDefault(t => string.Equals(t.Code, list.Track, StringComparison.Ordinal));
        var items = Numbered([.. list.Entries.Select(entry => _entries.Write(entry, null))]);
        var head = $"{new string('#', level)} {ListHeading.Write(track?.Name ?? list.Track, list.Theme)}";
        return items.Count == 0 ? [head] : [head, "", .. items];
    }

    private bool HasWords(ListFact list) => list.Entries.Count > 0 || !IsNameless(list.Track);

    // A track whose lists stand straight under their topics, without its name.
    private bool IsNameless(string track) => string.Equals(track, TrackNames.Only, StringComparison.Ordinal)
        && source.Topics.Exists(topic => topic.Heading.IsWritten && topic.Lists.Exists(list => list.Heading is null && string.Equals(list.Track, track, StringComparison.Ordinal)));

    private static List<string> Numbered(List<string> items) => [.. items.Select((item, index) => ListMarker.Renumber(item, index + 1))];
}
