namespace Whalepaper.Charter;

/// <summary>
/// Reads a document: splits it into lines and finds what some of them mean. Everything else is the group's own prose. Never throws
/// on any text, never loses a byte (<c>Read(x).Write() == x</c>), and takes time in proportion to the length.
/// </summary>
public static class CharterReader
{
    private static readonly string[] OutlineWords = ["必须分享内容", "分享内容", "必讲内容", "分享要求", "outline", "every talk", "each talk", "must cover", "parts of a talk", "talk format"];
    private static readonly string[] SlotWords = ["分享时间", "时间安排", "时间", "schedule", "meeting time", "meetings", "when we meet", "when", "weekly"];

    /// <summary>Reads a text.</summary>
    public static CharterDocument Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var document = new CharterDocument(text, SourceLine.Split(text));
        var prose = HeadingScan.Run(document);
        ReadName(document);
        document.Manner = MannerScan.Of(document, prose);
        new ListReader(document, prose).Run();
        ReadSections(document, prose);
        return document;
    }

    private static void ReadName(CharterDocument document)
    {
        if (document.Headings.Find(h => h.Level == 1) is not { } first || TopicHeading.Read(first.Words) is not null)
            return;
        var text = document.Lines[first.Line].Text[first.Text];
        var name = text.TrimEnd();
        foreach (var tail in (ReadOnlySpan<string>)["介绍", "简介", "章程", "群规"])
        {
            if (name.Length > tail.Length && name.EndsWith(tail, StringComparison.Ordinal))
                name = name[..^tail.Length].TrimEnd();
        }

        var start = first.Text.Start.Value;
        if (name.Length > 0)
            document.Name = new(first.Line, start..(start + name.Length));
    }

    private static void ReadSections(CharterDocument document, bool[] prose)
    {
        foreach (var topic in document.Topics.Where(t => t.Heading.IsWritten))
            Array.Fill(prose, true, topic.Line, topic.End - topic.Line);
        var section = 0;
        for (var line = 0; line < document.Lines.Count; line++)
        {
            while (section + 1 < document.Headings.Count && document.Headings[section + 1].Line <= line)
                section++;
            if (prose[line])
                continue;
            var heading = document.Headings.Count > 0 && document.Headings[section].Line < line ? document.Headings[section].Words : "";
            ReadLine(document, line, heading);
        }
    }

    private static void ReadLine(CharterDocument document, int line, string heading)
    {
        var span = document.Lines[line].Span;
        if (ListMarker.Read(span) is not { } marker)
            return;
        var text = span.ToString();
        if (ContentsScan.Read(line, text, marker) is { } contents)
            document.Contents.Add(contents);
        else if (Has(heading, OutlineWords) && marker.Indent < 2)
            document.Outline.Add(new(line, marker, OutlineItem.Read(text[marker.End..])));
        else
            ReadSlot(document, line, text, marker, Has(heading, SlotWords));
    }

    private static void ReadSlot(CharterDocument document, int line, string text, ListMarker marker, bool expected)
    {
        if (SlotPhrase.Find(text) is not { } phrase || phrase.Start <= marker.End)
            return;
        var labelEnd = text.AsSpan(0, phrase.Start).TrimEnd().Length;
        // "每", "every" and "on" belong to the phrase, not to the label.
        foreach (var lead in (ReadOnlySpan<string>)["每", "every", "each", "on"])
        {
            if (text.AsSpan(marker.End, Math.Max(0, labelEnd - marker.End)).EndsWith(lead, StringComparison.OrdinalIgnoreCase))
                labelEnd = text.AsSpan(0, labelEnd - lead.Length).TrimEnd().Length;
        }

        var signed = labelEnd > marker.End && text[labelEnd - 1] is ':' or '：' or '-' or '–' or '—' or '|';
        var label = text.AsSpan(0, labelEnd).TrimEnd([':', '：', '-', '–', '—', '|', ' ', '*', '\t']).Length;
        var start = marker.End;
        while (start < label && text[start] is '*' or '_')
            start++;
        if (label <= start || label - start > 60 || (!expected && (!signed || text.AsSpan(phrase.End).Trim().Length > 0)))
            return;
        AddSlot(document, new(line, TrackNames.CodeOf(text[start..label]), start..label, phrase));
    }

    private static void AddSlot(CharterDocument document, SlotLine slot)
    {
        if (slot.Phrase.Slot is null)
            document.Remark(slot.Line, Doubt.UnclearHour);
        else if (document.Slots.Exists(s => string.Equals(s.Track, slot.Track, StringComparison.Ordinal)))
            document.Remark(slot.Line, Doubt.SecondSlot);
        else
            document.Slots.Add(slot);
    }

    private static bool Has(string heading, string[] words) =>
        Array.Exists(words, word => heading.Contains(word, StringComparison.OrdinalIgnoreCase));
}
