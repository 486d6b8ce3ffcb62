namespace Whalepaper.Charter;

/// <summary>Finds the topics, their reading lists and the entries.</summary>
internal sealed class ListReader(CharterDocument document, bool[] prose)
{
    private readonly Dictionary<int, TopicLine> _topics = [];
    private readonly Dictionary<(int Topic, string Track, string Key), int> _ordinals = [];

    public void Run()
    {
        var topicHeadings = document.Headings.Select(h => (Heading: h, Topic: TopicHeading.Read(h.Words))).ToList();
        // Lists without a topic stand before the first topic, and belong to the first period; unless the document heads that one too.
        var first = topicHeadings.FindIndex(h => h.Topic is not null);
        var last = first < 0 ? topicHeadings.Count : topicHeadings.Exists(h => h.Topic?.Number == TopicHeading.Unwritten.Number) ? 0 : first;
        var open = new Stack<(Heading Heading, TopicHeading? Topic)>();
        for (var index = 0; index < topicHeadings.Count; index++)
        {
            var (heading, topic) = topicHeadings[index];
            while (open.Count > 0 && open.Peek().Heading.Level >= heading.Level)
                open.Pop();
            open.Push((heading, topic));
            if (topic is not null)
                SeeTopic(heading, topic, EndOf(index));
            var next = index + 1 < document.Headings.Count ? document.Headings[index + 1].Line : document.Lines.Count;
            if (open.Any(o => o.Topic is not null))
                ReadUnderTopics(open, heading, next);
            else if (heading.Level > 1 && index < last && document.Naming.Knows(ListHeading.Read(heading.Words).Name) && !HasTopicBelow(topicHeadings, index))
                ReadList(Unwritten(), heading, ListHeading.Read(heading.Words), heading, next);
        }
    }

    private void ReadUnderTopics(Stack<(Heading Heading, TopicHeading? Topic)> open, Heading heading, int next)
    {
        var topic = open.FirstOrDefault(o => o.Topic is not null);
        if (topic.Topic is null)
            return;
        // A list is headed below its topic; or the other way round, the topic below the name of a track.
        var below = open.Where(o => o.Heading.Level > topic.Heading.Level).ToList();
        var name = below.Count > 0 ? below[^1].Heading
            : open.Where(o => o.Heading.Level < topic.Heading.Level && document.Naming.Knows(o.Heading.Words)).Select(o => o.Heading).FirstOrDefault();
        var owner = _topics[topic.Topic.Number];
        if (name is null && !HasEntries(heading.Line + heading.Height, next))
            return;
        ReadList(owner, name ?? heading, name is null ? null : ListHeading.Read(name.Words), heading, next);
    }

    private static bool HasTopicBelow(List<(Heading Heading, TopicHeading? Topic)> headings, int index)
    {
        for (var next = index + 1; next < headings.Count && headings[next].Heading.Level > headings[index].Heading.Level; next++)
        {
            if (headings[next].Topic is not null)
                return true;
        }

        return false;
    }

    private void SeeTopic(Heading heading, TopicHeading topic, int end)
    {
        if (topic.IsBackward)
            document.Remark(heading.Line, Doubt.BackwardDates);
        if (_topics.ContainsKey(topic.Number))
        {
            // A topic told in several places, once a track, is a way to write; told twice in one place it is a slip.
            if (_topics[topic.Number].End >= heading.Line)
                document.Remark(heading.Line, Doubt.SecondTopic);
            return;
        }

        var line = new TopicLine(heading.Line, topic.Number, topic, end);
        _topics.Add(topic.Number, line);
        document.Topics.Add(line);
    }

    private TopicLine Unwritten()
    {
        if (!_topics.TryGetValue(TopicHeading.Unwritten.Number, out var topic))
        {
            topic = new TopicLine(-1, TopicHeading.Unwritten.Number, TopicHeading.Unwritten, -1);
            _topics.Add(topic.Number, topic);
            document.Topics.Add(topic);
        }

        return topic;
    }

    private int EndOf(int index)
    {
        for (var next = index + 1; next < document.Headings.Count; next++)
        {
            if (document.Headings[next].Level <= document.Headings[index].Level)
                return document.Headings[next].Line;
        }

        return document.Lines.Count;
    }

    private bool HasEntries(int from, int to)
    {
        for (var line = from; line < to; line++)
        {
            if (!prose[line] && ListMarker.Read(document.Lines[line].Span) is { } marker
                && marker.End < document.Lines[line].Length
                && (document.Lines[line].Span[marker.End] == '[' || WovenLine.IsLinked(document.Lines[line].Text, marker.End, document.Lines[line].Length)))
                return true;
        }

        return false;
    }

    private void ReadList(TopicLine topic, Heading heading, ListHeading? name, Heading above, int to)
    {
        var code = name is null ? TrackNames.Only : document.Naming.CodeOf(name.Name);
        var list = topic.Lists.Count > 0 && topic.Lists[^1].HeadingLine == heading.Line ? topic.Lists[^1] : null;
        if (list is null)
        {
            list = new ListLines(code, name, heading.Line, heading.Level) { Above = above };
            topic.Lists.Add(list);
        }

        var indent = -1;
        for (var line = above.Line + above.Height; line < to; line++)
        {
            if (!prose[line] && IsTableRule(line))
                document.Remark(line - 1, Doubt.Table);
            if (prose[line] || ListMarker.Read(document.Lines[line].Span) is not { } marker)
                continue;
            indent = indent < 0 ? marker.Indent : Math.Min(indent, marker.Indent);
            // What is indented below an entry is a note on it.
            if (marker.Indent <= indent + 1)
                ReadEntry(topic, list, line, marker);
        }
    }

    // The rule below a table's head: | --- | :-: |
    private bool IsTableRule(int line)
    {
        var span = document.Lines[line].Span;
        return line > 0 && span.Contains('|') && span.Contains('-') && span.IndexOfAnyExcept("|-: \t") < 0 && document.Lines[line - 1].Span.Contains('|');
    }

    private void ReadEntry(TopicLine topic, ListLines list, int line, ListMarker marker)
    {
        var text = document.Lines[line].Text;
        if (ContentsScan.Read(line, text, marker) is not null || EntryLine.Read(text, marker, document.Habits) is not { } entry)
            return;
        if (entry.Doubt is { } doubt)
            document.Remark(line, doubt);
        if (entry.Doubt is Doubt.UnbalancedBrackets or Doubt.NoTitle)
            return;
        var place = (topic.Number, list.Track, EntryFact.KeyOf(entry.TitleText, entry.LinkText, 0));
        var ordinal = _ordinals.GetValueOrDefault(place);
        _ordinals[place] = ordinal + 1;
        list.Entries.Add((line, EntryFact.KeyOf(entry.TitleText, entry.LinkText, ordinal), entry));
    }
}
