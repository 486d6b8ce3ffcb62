namespace Whalepaper.Charter;

/// <summary>
/// Writes the living charter: the document as it was handed in is the template, and only lines whose meaning differs from the live facts
/// are written anew, in the document's own manner. <c>Write(d, d.Facts)</c> is <c>d</c>, to the byte.
/// </summary>
public static class CharterWriter
{
    /// <summary>Writes it.</summary>
    /// <param name="source">The document as it was handed in.</param>
    /// <param name="live">What is true now.</param>
    public static string Write(CharterDocument source, CharterFacts live)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(live);
        var draft = new Draft(source);
        WriteName(source, draft, live);
        WriteSlots(source, draft, live);
        WriteOutline(source, draft, live);
        new TopicWriting(source, draft, live).Run();
        var lines = draft.Lines();
        if (draft.HeadingsTouched && source.Contents.Count > 0)
            lines = ContentsWriting.Run(source, draft, lines);
        return draft.Join(lines);
    }

    private static void WriteName(CharterDocument source, Draft draft, CharterFacts live)
    {
        if (source.Name is not { } name || live.Name is null)
            return;
        var line = source.Lines[name.Line].Text;
        if (!string.Equals(line[name.Name], live.Name, StringComparison.Ordinal))
            draft.Replace(name.Line, line[..name.Name.Start] + OneLine.Of(live.Name) + line[name.Name.End..], heading: true);
    }

    private static void WriteSlots(CharterDocument source, Draft draft, CharterFacts live)
    {
        foreach (var line in source.Slots)
        {
            var slot = live.Tracks.FirstOrDefault(t => string.Equals(t.Code, line.Track, StringComparison.Ordinal))?.Slot;
            if (slot is null)
                draft.Remove(line.Line);
            else if (slot.AsFullyAs(line.Phrase.Slot!) != line.Phrase.Slot)
                draft.Replace(line.Line, line.Phrase.Rewrite(source.Lines[line.Line].Text, slot));
        }

        if (source.Slots.Count == 0)
            return;
        var last = source.Slots[^1];
        var text = source.Lines[last.Line].Text;
        var tail = text[last.Label][TrackNames.Core(text[last.Label]).Length..];
        foreach (var track in live.Tracks)
        {
            if (track.Slot is { } slot && !source.Slots.Exists(s => string.Equals(s.Track, track.Code, StringComparison.Ordinal)))
                draft.InsertAfter(last.Line, [text[..last.Label.Start] + track.Name + tail + last.Phrase.Rewrite(text, slot)[last.Label.End..]]);
        }
    }

    private static void WriteOutline(CharterDocument source, Draft draft, CharterFacts live)
    {
        if (source.Outline.Count == 0)
            return;
        var free = Enumerable.Range(0, source.Outline.Count).ToList();
        var matched = live.Outline.Select(part => Take(free, index => string.Equals(source.Outline[index].Item.Fact.Title, part.Title, StringComparison.Ordinal))).ToArray();
        // A part whose title changed takes the line that nobody else wants.
        for (var index = 0; index < matched.Length; index++)
        {
            if (matched[index] < 0 && free.Count > 0 && live.Outline.Count >= source.Outline.Count)
                matched[index] = Take(free, _ => true);
        }

        OrderedItems.Bring(source, draft, [.. source.Outline.Select(p => p.Line)], [.. live.Outline.Select((part, index) => (matched[index], OutlineText(source, matched[index], part)))]);
    }

    private static string OutlineText(CharterDocument source, int index, PartFact part)
    {
        var manners = source.Outline.Select(p => p.Item.Manner).OfType<OutlineManner>().ToList();
        var usual = manners.Find(m => m.Dash is not null) ?? manners.FirstOrDefault() ?? OutlineManner.Ours;
        var said = part with { Title = OneLine.Of(part.Title) };
        var like = source.Outline[index < 0 ? ^1 : index];
        var text = source.Lines[like.Line].Text;
        return text[..like.Marker.End] + (index < 0 ? said.Title + usual.Say(said) : like.Item.Rewrite(text[like.Marker.End..], said, usual));
    }

    private static int Take(List<int> free, Predicate<int> wanted)
    {
        var at = free.FindIndex(wanted);
        if (at < 0)
            return -1;
        var taken = free[at];
        free.RemoveAt(at);
        return taken;
    }
}
