namespace Whalepaper.Charter;

/// <summary>Finds the lines of a contents list: list items that are one link to an anchor of the document.</summary>
internal static class ContentsScan
{
    public static ContentsLine? Read(int line, string text, ListMarker marker)
    {
        var end = text.AsSpan().TrimEnd().Length;
        if (marker.End >= end || text[marker.End] != '[')
            return null;
        var close = BracketScan.Close(text, marker.End, end, '[', ']');
        if (close < 0 || close + 2 >= end || text[close + 1] != '(' || text[close + 2] != '#' || text[end - 1] != ')')
            return null;
        return new(line, marker, (marker.End + 1)..close, (close + 3)..(end - 1));
    }
}

/// <summary>Finds out how a document names presenters, from all its entries together: one line alone could mean anything.</summary>
internal static class MannerScan
{
    private const int Sample = 2000;

    public static PresenterManner Of(CharterDocument document, bool[] prose)
    {
        var (parentheses, dashes, seen) = (0, 0, 0);
        for (var line = 0; line < document.Lines.Count && seen < Sample; line++)
        {
            if (prose[line] || ListMarker.Read(document.Lines[line].Span) is not { } marker)
                continue;
            var text = document.Lines[line].Text;
            if (marker.End >= text.Length || text[marker.End] != '[' || ContentsScan.Read(line, text, marker) is not null)
                continue;
            seen++;
            if (EntryLine.Read(text, marker, PresenterManner.Lenticular) is not { Doubt: null } entry)
                continue;
            if (entry.Named is not null)
                return PresenterManner.Lenticular;
            var end = text.AsSpan().TrimEnd().Length;
            parentheses += PresenterTail.InParentheses(entry, entry.Tail, end).Named is null ? 0 : 1;
            dashes += PresenterTail.BehindDash(entry, entry.Tail, end).Named is null ? 0 : 1;
        }

        return parentheses == 0 && dashes == 0 ? PresenterManner.Lenticular : parentheses >= dashes ? PresenterManner.Parentheses : PresenterManner.Dash;
    }
}
