namespace Whalepaper.Charter;

/// <summary>
/// Reads a document: splits it into lines and finds what some of them mean. Everything else is the group's own prose. Never throws
/// on any text, never loses a byte (<c>Read(x).Write() == x</c>), and takes time in proportion to the length.
/// </summary>
public static class CharterReader
{
    private static readonly string[] OutlineWords = ["必须分享内容", "分享内容", "必讲内容", "分享要求", "outline", "必須分享內容", "分享內容", "every talk", "each talk", "must cover", "parts of a talk", "talk format"];
    private static readonly string[] SlotWords = ["分享时间", "分享時間", "时间安排", "時間", "时间", "schedule", "meeting time", "meetings", "when we meet", "when", "weekly"];

    /// <summary>Reads a text.</summary>
    /// <param name="text">The document.</param>
    /// <param name="naming">By which names the group speaks of its tracks; the names of the field unless given.</param>
    public static CharterDocument Read(string text, TrackNaming? naming = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (document, prose) = Begin(text, naming);
        ReferenceScan.Run(document, prose);
        ReadName(document);
        document.Habits = new(MannerScan.Of(document, prose), document.References);
        new ListReader(document, prose).Run();
        ReadSections(document, prose);
        document.RemarkList.Sort((one, other) => one.Line != other.Line ? one.Line.CompareTo(other.Line) : one.Doubt.CompareTo(other.Doubt));
        return document;
    }

    /// <summary>Reads the headings of a text, and nothing of what stands under them.</summary>
    internal static CharterDocument ReadHeadings(string text) => Begin(text, null).Document;

    /// <summary>Says no to a text that cannot be a charter, before anything is begun with it.</summary>
    /// <exception cref="CharterUnreadableException">It has no heading.</exception>
    public static void RequireHeadings(CharterDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Headings.Count == 0)
            throw document.Source.AsSpan().IsWhiteSpace()
                ? new CharterUnreadableException(CharterFault.Empty, 1, "The document is empty.")
                : new CharterUnreadableException(CharterFault.NoHeading, 1, "There is no heading in it. A charter is a Markdown document with headings such as '# Our group' and '### Topic 1'.");
    }

    private static (CharterDocument Document, bool[] Prose) Begin(string text, TrackNaming? naming)
    {
        var document = new CharterDocument(text, SourceLine.Split(text), naming ?? TrackNaming.OfTheField);
        return (document, HeadingScan.Run(document));
    }

    private static void ReadName(CharterDocument document)
    {
        if (document.Headings.Find(h => h.Level == 1) is not { } first || TopicHeading.Read(first.Words) is not null)
            return;
        var text = document.Lines[first.Line].Text[first.Text];
        var name = text.TrimEnd();
        foreach (var tail in (ReadOnlySpan<string>)["介绍", "介紹", "简介", "簡介", "章程", "群规", "群規"])
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
        var expected = Has(heading, SlotWords);
        if (ListMarker.Read(span) is not { } marker)
        {
            if (expected && !span.IsWhiteSpace())
                SlotReading.Read(document, line, span.ToString(), null, expected);
            return;
        }

        var text = span.ToString();
        if (ContentsScan.Read(line, text, marker) is { } contents)
            document.Contents.Add(contents);
        else if (Has(heading, OutlineWords) && marker.Indent < 2)
            ReadPart(document, line, text, marker);
        else
            SlotReading.Read(document, line, text, marker, expected);
    }

    private static void ReadPart(CharterDocument document, int line, string text, ListMarker marker)
    {
        if (marker.End < text.AsSpan().TrimEnd().Length)
            document.Outline.Add(new(line, marker, OutlineItem.Read(text[marker.End..])));
    }

    private static bool Has(string heading, string[] words) =>
        Array.Exists(words, word => heading.Contains(word, StringComparison.OrdinalIgnoreCase));
}
