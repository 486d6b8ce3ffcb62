namespace Whalepaper.Charter;

/// <summary>A document being rewritten: which lines are replaced, left out, or joined by new ones. All other lines stay to the byte.</summary>
internal sealed class Draft(CharterDocument document)
{
    private readonly Dictionary<int, string> _replaced = [];
    private readonly HashSet<int> _removed = [];
    private readonly Dictionary<int, List<string>> _after = [];

    /// <summary>Whether a heading changed, came or went: then the contents list has to be looked at.</summary>
    public bool HeadingsTouched { get; private set; }

    /// <summary>Replaces a line, if the text differs.</summary>
    public void Replace(int line, string text, bool heading = false)
    {
        if (document.Lines[line].Span.SequenceEqual(text))
            return;
        _replaced[line] = text;
        HeadingsTouched |= heading;
    }

    /// <summary>Leaves a line out.</summary>
    public void Remove(int line, bool heading = false)
    {
        _removed.Add(line);
        HeadingsTouched |= heading;
    }

    /// <summary>Adds lines behind a line; behind -1 they come first.</summary>
    public void InsertAfter(int line, IEnumerable<string> texts, bool headings = false)
    {
        if (!_after.TryGetValue(line, out var lines))
            _after[line] = lines = [];
        lines.AddRange(texts);
        HeadingsTouched |= headings;
    }

    /// <summary>The lines as they are now, each with the line that it was, or -1.</summary>
    public List<(string Text, int Origin)> Lines()
    {
        var lines = new List<(string, int)>(document.Lines.Count);
        AddInserted(lines, -1);
        for (var line = 0; line < document.Lines.Count; line++)
        {
            if (!_removed.Contains(line))
                lines.Add((_replaced.GetValueOrDefault(line) ?? document.Lines[line].Text, line));
            AddInserted(lines, line);
        }

        return lines;
    }

    /// <summary>Puts lines together with the endings that they had; new ones end as the document's first line does.</summary>
    public string Join(IReadOnlyList<(string Text, int Origin)> lines)
    {
        if (lines.Count == 0)
            return "";
        var usual = document.Lines.Count > 0 && document.Lines[0].EndingLength > 0 ? document.Lines[0].Ending : "\n";
        var closed = document.Lines.Count == 0 || document.Lines[^1].EndingLength > 0;
        var text = new System.Text.StringBuilder(document.Source.Length + 1024);
        for (var index = 0; index < lines.Count; index++)
        {
            var (words, origin) = lines[index];
            text.Append(words);
            if (index == lines.Count - 1 && !closed)
                break;
            text.Append(origin >= 0 && document.Lines[origin].EndingLength > 0 ? document.Lines[origin].Ending : usual);
        }

        return text.ToString();
    }

    private void AddInserted(List<(string Text, int Origin)> lines, int line)
    {
        if (_after.TryGetValue(line, out var inserted))
            lines.AddRange(inserted.Select(text => (text, -1)));
    }
}
