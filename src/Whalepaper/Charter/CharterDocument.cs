namespace Whalepaper.Charter;

/// <summary>A heading of a document.</summary>
/// <param name="Line">Its line, from 0.</param>
/// <param name="Level">1 to 6.</param>
/// <param name="Text">Where its text stands in the line.</param>
/// <param name="Words">The text as a reader sees it, without Markdown's signs.</param>
/// <param name="Anchor">GitHub's anchor for it.</param>
/// <param name="Height">How many lines it takes: two if it is underlined.</param>
internal sealed record Heading(int Line, int Level, Range Text, string Words, string Anchor, int Height = 1);

/// <summary>A line that means something: bound to live data.</summary>
internal abstract record BoundLine(int Line);

/// <summary>The line with the group's name.</summary>
internal sealed record NameLine(int Line, Range Name) : BoundLine(Line);

/// <summary>A weekly hour's line.</summary>
internal sealed record SlotLine(int Line, string Track, Range Label, SlotPhrase Phrase) : BoundLine(Line);

/// <summary>A line that asks for a part of every talk.</summary>
internal sealed record OutlineLine(int Line, ListMarker Marker, OutlineItem Item) : BoundLine(Line);

/// <summary>A topic's heading; none for a document whose lists stand without topics.</summary>
internal sealed record TopicLine(int Line, int Number, TopicHeading Heading, int End) : BoundLine(Line)
{
    /// <summary>The lists under it.</summary>
    public List<ListLines> Lists { get; } = [];
}

/// <summary>A reading list: its heading and its entries' lines.</summary>
internal sealed record ListLines(string Track, ListHeading? Heading, int HeadingLine, int Level)
{
    /// <summary>The heading right above the entries: the track's own, or the topic's where the tracks come first and the topics below them.</summary>
    public required Heading Above { get; init; }

    /// <summary>Whether the topic stands below the track, not the track below the topic.</summary>
    public bool IsTrackFirst => Heading is not null && Level < Above.Level;

    /// <summary>The entries, in order.</summary>
    public List<(int Line, string Key, EntryLine Entry)> Entries { get; } = [];
}

/// <summary>A line of the contents list.</summary>
internal sealed record ContentsLine(int Line, ListMarker Marker, Range Title, Range Anchor) : BoundLine(Line);

/// <summary>
/// A document taken apart without losing a byte: its lines, and beside them what some of them mean. Made by <see cref="CharterReader"/>.
/// </summary>
public sealed class CharterDocument
{
    internal CharterDocument(string source, List<SourceLine> lines, TrackNaming naming)
    {
        Source = source;
        Lines = lines;
        Naming = naming;
    }

    /// <summary>The text as it was read.</summary>
    public string Source { get; }

    /// <summary>Its lines.</summary>
    public IReadOnlyList<SourceLine> Lines { get; }

    /// <summary>What is doubtful in it.</summary>
    public IReadOnlyList<Remark> Remarks => RemarkList;

    /// <summary>How many lines mean something to the program without a doubt; what is neither that nor doubtful is prose.</summary>
    public int Understood => Meaningful().Except(RemarkList.Select(remark => remark.Line - 1)).Count();

    /// <summary>What it says.</summary>
    public CharterFacts Facts => _facts ??= FactsOfDocument.Collect(this);

    private CharterFacts? _facts;

    internal List<Remark> RemarkList { get; } = [];

    internal List<Heading> Headings { get; } = [];

    internal NameLine? Name { get; set; }

    internal List<SlotLine> Slots { get; } = [];

    /// <summary>The tracks that have a line in <see cref="Slots"/>.</summary>
    internal HashSet<string> SlotTracks { get; } = new(StringComparer.Ordinal);

    internal List<OutlineLine> Outline { get; } = [];

    internal List<TopicLine> Topics { get; } = [];

    internal List<ContentsLine> Contents { get; } = [];

    internal TrackNaming Naming { get; }

    internal Dictionary<string, string> References { get; } = new(StringComparer.Ordinal);

    /// <summary>The lines that <see cref="References"/> stand on.</summary>
    internal List<int> ReferenceLines { get; } = [];

    internal EntryHabits Habits { get; set; } = new(PresenterManner.Lenticular, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>The document again, put together from its lines.</summary>
    public string Write() => string.Concat(Lines.Select(line => Source.Substring(line.Start, line.Length + line.EndingLength)));

    private IEnumerable<int> Meaningful() =>
    [
        .. Slots.Select(slot => slot.Line), .. Outline.Select(part => part.Line), .. Contents.Select(line => line.Line), .. ReferenceLines,
        .. Name is { } name ? [name.Line] : (int[])[],
        .. Topics.Where(topic => topic.Heading.IsWritten).Select(topic => topic.Line),
        .. Topics.SelectMany(topic => topic.Lists).Where(list => list.Heading is not null).Select(list => list.HeadingLine),
        .. Topics.SelectMany(topic => topic.Lists).SelectMany(list => list.Entries).Select(entry => entry.Line),
    ];

    internal void Remark(int line, Doubt doubt)
    {
        var text = Lines[line].Text.Trim();
        RemarkList.Add(new(line + 1, doubt, text.Length > 120 ? text[..119] + "…" : text));
    }
}

/// <summary>Collects what a document says.</summary>
internal static class FactsOfDocument
{
    public static CharterFacts Collect(CharterDocument document)
    {
        var tracks = new OrderedDictionary<string, TrackFact>(StringComparer.Ordinal);
        foreach (var slot in document.Slots)
            See(tracks, slot.Track, slot.Label.Start.Equals(slot.Label.End) ? NameOfOnly(document) : document.Lines[slot.Line].Text[slot.Label], slot.Phrase.Slot);
        foreach (var list in document.Topics.SelectMany(topic => topic.Lists))
            See(tracks, list.Track, list.Heading?.Name ?? NameOfOnly(document), null);
        return new(
            document.Name is { } name ? document.Lines[name.Line].Text[name.Name] : null,
            [.. tracks.Values],
            [.. document.Outline.Select(part => part.Item.Fact)],
            [.. document.Topics.Select(Topic)]);
    }

    private static string NameOfOnly(CharterDocument document) => document.Source.AsSpan().IndexOfAnyInRange('\u4E00', '\u9FFF') >= 0 ? "论文" : "Papers";

    // The heading of a list names the track better than the label of its hour does: 自然语言处理 rather than NLP.
    private static void See(OrderedDictionary<string, TrackFact> tracks, string code, string label, SlotFact? slot)
    {
        var name = TrackNames.Core(label);
        if (!tracks.TryGetValue(code, out var seen))
        {
            tracks.Add(code, new(code, name.Length == 0 ? code.ToUpperInvariant() : name, name.Length == 0 ? [] : [name], slot));
            return;
        }

        if (name.Length == 0)
            return;
        var better = slot is null && seen.Slot is not null && seen.Labels.Count == 1;
        tracks[code] = seen with
        {
            Name = better ? name : seen.Name,
            Labels = seen.Labels.Contains(name, StringComparer.Ordinal) ? seen.Labels : [.. seen.Labels, name],
            Slot = seen.Slot ?? slot,
        };
    }

    private static TopicFact Topic(TopicLine topic) => new(
        topic.Number, topic.Heading.Title, topic.Heading.Starts, topic.Heading.Ends,
        [.. topic.Lists.GroupBy(list => list.Track, StringComparer.Ordinal).Select(lists => new ListFact(
            lists.Key,
            lists.Select(list => list.Heading?.Theme).FirstOrDefault(theme => theme is not null),
            [.. lists.SelectMany(list => list.Entries).Select(e => new EntryFact(e.Key, e.Entry.TitleText, e.Entry.LinkText, e.Entry.PresenterNames))]))]);
}
