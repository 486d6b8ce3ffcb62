namespace Whalepaper.Charter;

/// <summary>Writes topics and their reading lists into a draft.</summary>
internal sealed class TopicWriting(CharterDocument source, Draft draft, CharterFacts live)
{
    private readonly EntryWriting _entries = new(source);
    private readonly List<TopicLine> _written = [.. source.Topics.Where(t => t.Heading.IsWritten)];
    private readonly HashSet<int> _filled = [];
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

        // What comes anew stands behind what was there, wherever that grew.
        foreach (var topic in source.Topics)
        {
            if (live.Topics.FirstOrDefault(t => t.Number == topic.Number) is { } fact)
                AddMissing(topic, fact);
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
    }

    private void AddMissing(TopicLine topic, TopicFact fact)
    {
        var missing = fact.Lists.Where(l => !topic.Lists.Exists(t => string.Equals(t.Track, l.Track, StringComparison.Ordinal)) && HasWords(l)).ToList();
        if (IsTrackFirst)
            missing.ForEach(list => AddBelowTrack(fact, list));
        if (missing.Count == 0 || IsTrackFirst)
            return;
        Append(topic.Heading.IsWritten ? topic.End : source.Lines.Count, [.. missing.SelectMany(list => (IEnumerable<string>)["", .. ListBlock(list, LevelOf(topic))]).Skip(1)]);
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
                // A track's heading above its topics can name the theme of none of them.
                var rewritten = fact is null || !ReferenceEquals(list, themed) || list.IsTrackFirst ? text : heading.Rewrite(text, fact.Theme);
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
                wanted[at].Add((home.Index, _entries.Rewrite(lists[at].Entries[home.Index].Entry, entry, lists[at].Heading is not null)));
            }
            else
            {
                wanted[at].Add((-1, _entries.Write(entry, lists[at].Entries.Count > 0 ? lists[at].Entries[^1].Entry : null, lists[at].Heading is not null)));
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
        var after = list.Above.Line + list.Above.Height - 1;
        var items = Numbered(wanted.ConvertAll(w => w.Text));
        var gap = after + 1 < source.Lines.Count && source.Lines[after + 1].IsBlank;
        if (gap)
            after++;
        var close = after + 1 < source.Lines.Count && !source.Lines[after + 1].IsBlank;
        draft.InsertAfter(after, [.. gap ? (string[])[] : [""], .. items, .. close ? (string[])[""] : []]);
        _filled.Add(after);
    }

    private void Add(TopicFact fact)
    {
        if (IsTrackFirst && fact.Lists.Count > 0)
        {
            foreach (var list in fact.Lists)
                AddBelowTrack(fact, list);
            return;
        }

        var (level, words) = HeadingOf(fact);
        List<string> block = [Headed(level, words)];
        foreach (var list in fact.Lists.Where(HasWords))
            block.AddRange(["", .. ListBlock(list, level)]);
        var before = NewestFirst ? _written.Find(t => t.Number < fact.Number) : _written.Find(t => t.Number > fact.Number);
        if (before is not null)
            draft.InsertAfter(before.Line - 1, [.. block, ""], headings: true);
        else
            Append(_written.Count > 0 ? _written[^1].End : source.Lines.Count, block);
    }

    /// <summary>A topic's list where tracks come first: the topic is headed once more, below the track.</summary>
    private void AddBelowTrack(TopicFact topic, ListFact list)
    {
        var (level, words) = HeadingOf(topic);
        List<string> block = [Headed(level, words)];
        if (list.Entries.Count > 0)
            block.AddRange(["", .. Numbered([.. list.Entries.Select(entry => _entries.Write(entry, null, headed: true))])]);
        var siblings = source.Topics.SelectMany(t => t.Lists, (t, lines) => (t.Number, Lines: lines))
            .Where(s => s.Lines.IsTrackFirst && string.Equals(s.Lines.Track, list.Track, StringComparison.Ordinal)).OrderBy(s => s.Lines.Above.Line).ToList();
        var before = siblings.FindIndex(s => NewestFirst ? s.Number < topic.Number : s.Number > topic.Number);
        if (before >= 0)
            draft.InsertAfter(siblings[before].Lines.Above.Line - 1, [.. block, ""], headings: true);
        else if (siblings.Count > 0)
            Append(source.Headings.Find(h => h.Line > siblings[^1].Lines.Above.Line)?.Line ?? source.Lines.Count, block);
        else
            Append(source.Lines.Count, [Headed(Math.Max(level - 1, 1), ListHeading.Write(NameOf(list.Track), null)), "", .. block]);
    }

    private void Append(int end, List<string> block)
    {
        while (end > 0 && source.Lines[end - 1].IsBlank)
            end--;
        // What was put behind the blank line of an empty list stands before what comes now.
        if (_filled.Contains(end))
            end++;
        draft.InsertAfter(end - 1, ["", .. block], headings: true);
    }

    private (int Level, string Words) HeadingOf(TopicFact fact)
    {
        var like = NewestFirst ? _written.FirstOrDefault() : _written.LastOrDefault();
        if (like is null || source.Headings.Find(h => h.Line == like.Line) is not { } heading)
            return (2, Plain(fact));
        var isPlain = string.Equals(source.Lines[like.Line].Text[heading.Text], heading.Words, StringComparison.Ordinal);
        return (heading.Level, isPlain ? like.Heading.For(heading.Words, fact) : Plain(fact));

        static string Plain(TopicFact fact) => fact.Title is null ? $"Topic {fact.Number}" : $"Topic {fact.Number}: {fact.Title}";
    }

    private static string Headed(int level, string words) => $"{new string('#', level)} {words}";

    private string NameOf(string track) => live.Tracks.FirstOrDefault(t => string.Equals(t.Code, track, StringComparison.Ordinal))?.Name ?? track;

    private bool IsTrackFirst => _written.Exists(topic => topic.Lists.Exists(list => list.IsTrackFirst));

    // 0 for the topic of a document that heads none.
    private int LevelOf(TopicLine topic) => topic.Heading.IsWritten ? source.Headings.Find(h => h.Line == topic.Line)!.Level : 0;

    private List<string> ListBlock(ListFact list, int topicLevel)
    {
        if (IsNameless(list.Track))
            return Numbered([.. list.Entries.Select(entry => _entries.Write(entry, null, headed: false))]);
        var like = source.Topics.SelectMany(t => t.Lists).FirstOrDefault(l => l.Heading is not null);
        // Below its topic, even where the document's other lists have no topic to stand below.
        var level = Math.Max(like?.Level ?? 3, topicLevel + 1);
        var items = Numbered([.. list.Entries.Select(entry => _entries.Write(entry, null, headed: true))]);
        var head = Headed(level, ListHeading.Write(NameOf(list.Track), list.Theme));
        return items.Count == 0 ? [head] : [head, "", .. items];
    }

    private bool HasWords(ListFact list) => list.Entries.Count > 0 || !IsNameless(list.Track);

    // A track whose lists stand straight under their topics, without its name.
    private bool IsNameless(string track) => string.Equals(track, TrackNames.Only, StringComparison.Ordinal)
        && source.Topics.Exists(topic => topic.Heading.IsWritten && topic.Lists.Exists(list => list.Heading is null && string.Equals(list.Track, track, StringComparison.Ordinal)));

    private static List<string> Numbered(List<string> items) => [.. items.Select((item, index) => ListMarker.Renumber(item, index + 1))];
}
