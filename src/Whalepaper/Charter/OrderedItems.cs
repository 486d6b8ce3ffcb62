namespace Whalepaper.Charter;

/// <summary>
/// Brings the items of a list in a document to a wanted state: in order, with those that went taken out, those that came put in,
/// and the numbers that follow counted on, if they were counted before.
/// </summary>
internal static class OrderedItems
{
    /// <param name="document">The document.</param>
    /// <param name="draft">Where the changes go.</param>
    /// <param name="lines">The lines that the items stand on, in order; at least one.</param>
    /// <param name="wanted">The items in the wanted order: which of the lines it was, or -1 for a new one, and its text.</param>
    public static void Bring(CharterDocument document, Draft draft, IReadOnlyList<int> lines, IReadOnlyList<(int Was, string Text)> wanted)
    {
        var markers = lines.Select(line => ListMarker.Read(document.Lines[line].Span)).ToList();
        var numbers = markers.ConvertAll(marker => marker?.Number);
        var digits = lines.Zip(markers, (line, marker) => marker is null ? 1 : ListMarker.Digits(document.Lines[line].Text[marker.NumberText])).Max();
        var counted = numbers.All(n => n is not null) && Enumerable.Range(0, numbers.Count).All(i => numbers[i] == numbers[0] + i);
        var kept = wanted.Where(w => w.Was >= 0).Select(w => w.Was).ToHashSet();
        // Where kept items change places, they share out the lines that they had.
        var places = new Queue<int>(Enumerable.Range(0, lines.Count).Where(kept.Contains).Select(index => lines[index]));
        var first = places.Count > 0 ? places.Peek() - 1 : lines[0] - 1;
        foreach (var index in Enumerable.Range(0, lines.Count).Where(index => !kept.Contains(index)))
            RemoveWithNotes(document, draft, lines[index]);

        var at = first;
        for (var position = 0; position < wanted.Count; position++)
        {
            var text = counted ? ListMarker.Renumber(wanted[position].Text, numbers[0]!.Value + position, digits) : wanted[position].Text;
            if (wanted[position].Was >= 0)
            {
                at = places.Dequeue();
                draft.Replace(at, text);
            }
            else
            {
                draft.InsertAfter(at, [text]);
            }
        }
    }

    // What is indented below an item, up to the next blank line, is said about it and goes with it.
    private static void RemoveWithNotes(CharterDocument document, Draft draft, int line)
    {
        draft.Remove(line);
        var indent = Indent(document, line);
        for (var below = line + 1; below < document.Lines.Count && !document.Lines[below].IsBlank && Indent(document, below) > indent + 1; below++)
            draft.Remove(below);
    }

    private static int Indent(CharterDocument document, int line) => ListMarker.Indentation(document.Lines[line].Span).Columns;
}
