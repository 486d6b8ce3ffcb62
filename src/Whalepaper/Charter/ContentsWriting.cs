namespace Whalepaper.Charter;

/// <summary>Brings a document's contents list to its headings: anchors that moved, words that changed, headings that came and went.</summary>
internal static class ContentsWriting
{
    public static List<(string Text, int Origin)> Run(CharterDocument source, Draft draft, List<(string Text, int Origin)> lines)
    {
        var now = CharterReader.Read(draft.Join(lines));
        var oldHeadings = source.Headings.GroupBy(h => h.Anchor, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        // Which line of the contents speaks of which heading, both by their old line.
        var speaks = source.Contents
            .Select(c => (Contents: c, Heading: oldHeadings.GetValueOrDefault(source.Lines[c.Line].Text[c.Anchor])))
            .Where(c => c.Heading is not null)
            .ToLookup(c => c.Heading!.Line, c => c.Contents);
        var newHeadings = now.Headings.Select(h => (Heading: h, lines[h.Line].Origin)).ToList();
        var gone = oldHeadings.Values.Select(h => h.Line).Except(newHeadings.Select(h => h.Origin)).ToHashSet();
        var replaced = new Dictionary<int, string>();
        var inserted = new Dictionary<int, List<string>>();
        var last = -1;
        foreach (var (heading, origin) in newHeadings)
        {
            if (origin >= 0 && speaks.Contains(origin))
            {
                foreach (var contents in speaks[origin])
                    replaced[contents.Line] = Rewrite(source, contents, source.Headings.Find(h => h.Line == origin)!, heading);
                last = speaks[origin].First().Line;
            }
            else if (origin < 0 && last >= 0 && Like(source, speaks, heading.Level) is { } like)
            {
                if (!inserted.TryGetValue(last, out var list))
                    inserted[last] = list = [];
                var text = source.Lines[like.Line].Text;
                list.Add($"{text[..like.Title.Start]}{Escaped(heading.Words)}](#{heading.Anchor}){text[(like.Anchor.End.Value + 1)..]}");
            }
        }

        var removed = gone.SelectMany(line => speaks[line]).Select(c => c.Line).ToHashSet();
        var written = new List<(string, int)>(lines.Count);
        foreach (var (text, origin) in lines)
        {
            if (origin < 0 || !removed.Contains(origin))
                written.Add((origin >= 0 ? replaced.GetValueOrDefault(origin) ?? text : text, origin));
            if (origin >= 0 && inserted.TryGetValue(origin, out var list))
                written.AddRange(list.Select(line => (line, -1)));
        }

        return written;
    }

    private static ContentsLine? Like(CharterDocument source, ILookup<int, ContentsLine> speaks, int level) =>
        source.Headings.Where(h => h.Level == level && speaks.Contains(h.Line)).Select(h => speaks[h.Line].First()).FirstOrDefault();

    private static string Rewrite(CharterDocument source, ContentsLine contents, Heading was, Heading now)
    {
        var text = source.Lines[contents.Line].Text;
        var title = text[contents.Title];
        if (!string.Equals(was.Words, now.Words, StringComparison.Ordinal) && string.Equals(HeadingScan.Words(title), was.Words, StringComparison.Ordinal))
            title = Escaped(now.Words);
        var anchor = text[contents.Anchor];
        return text[..contents.Title.Start] + title + text[contents.Title.End..contents.Anchor.Start]
            + (string.Equals(was.Anchor, anchor, StringComparison.Ordinal) ? now.Anchor : anchor) + text[contents.Anchor.End..];
    }

    private static string Escaped(string words) =>
        words.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
}
