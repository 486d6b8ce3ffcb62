namespace Whalepaper.Charter;

/// <summary>Finds the addresses that a document keeps apart from its text: <c>[label]: address "title"</c>.</summary>
internal static class ReferenceScan
{
    public static void Run(CharterDocument document, bool[] prose)
    {
        for (var line = 0; line < prose.Length; line++)
        {
            var span = document.Lines[line].Span.TrimStart(' ');
            if (!prose[line] && span.Length > 4 && span[0] == '[' && document.Lines[line].Length - span.Length <= 3
                && Read(span.TrimEnd().ToString()) is { } found && document.References.TryAdd(found.Label, found.Address))
            {
                document.ReferenceLines.Add(line);
                prose[line] = true;
            }
        }
    }

    /// <summary>The form in which labels are compared: whatever their letters' case and their blanks.</summary>
    public static string KeyOf(string label) => string.Join(' ', label.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    private static (string Label, string Address)? Read(string text)
    {
        var close = BracketScan.Close(text, 0, text.Length, '[', ']');
        if (close < 2 || close + 2 >= text.Length || text[close + 1] != ':')
            return null;
        var address = text[(close + 2)..].Trim();
        var end = address.StartsWith('<') ? address.IndexOf('>', StringComparison.Ordinal) : address.AsSpan().IndexOfAny(' ', '\t');
        address = end < 0 ? address : address.StartsWith('<') ? address[1..end] : address[..end];
        return address.Length == 0 || address.StartsWith('<') ? null : (KeyOf(text[1..close]), address);
    }
}
