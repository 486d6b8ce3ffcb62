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
        var plain = new EntryHabits(PresenterManner.Lenticular, document.References);
        var (lenticular, parentheses, dashes, remarks, seen) = (0, 0, 0, 0, 0);
        for (var line = 0; line < document.Lines.Count && seen < Sample; line++)
        {
            if (prose[line] || ListMarker.Read(document.Lines[line].Span) is not { } marker)
                continue;
            var text = document.Lines[line].Text;
            if (marker.End >= text.Length || !(text[marker.End] == '[' || WovenLine.IsLinked(text, marker.End, text.Length)) || ContentsScan.Read(line, text, marker) is not null)
                continue;
            seen++;
            if (EntryLine.Read(text, marker, plain) is not { Doubt: null } entry)
                continue;
            var words = entry.Seen ?? text;
            var end = Math.Max(entry.Tail, words.AsSpan().TrimEnd().Length);
            if (entry.Named is { } named && text[named.Start] is '【')
                lenticular++;
            else if (PresenterTail.OfLinked(words, entry.Tail, end, PresenterManner.Parentheses) is not null)
                parentheses++;
            else if (PresenterTail.OfLinked(words, entry.Tail, end, PresenterManner.Dash) is not null)
                dashes++;
            else if (words.AsSpan(entry.Tail, end - entry.Tail).TrimStart() is ['-' or '–' or '—', ..])
                remarks++;
        }

        // Where most dashes lead to remarks on the papers, the few that look like names are remarks too.
        dashes = remarks > dashes ? 0 : dashes;
        // A name that the document's own manner cannot say stands in 【】 too: one alone decides nothing.
        return lenticular >= parentheses + dashes ? PresenterManner.Lenticular : parentheses >= dashes ? PresenterManner.Parentheses : PresenterManner.Dash;
    }
}
