namespace Whalepaper.Charter;

/// <summary>Finds what closes a bracket, in one pass, with escapes and nesting as Markdown has them.</summary>
internal static class BracketScan
{
    /// <summary>Where the bracket that opens at <paramref name="open"/> closes; -1 if it does not before <paramref name="end"/>.</summary>
    public static int Close(string text, int open, int end, char opening, char closing)
    {
        var depth = 0;
        for (var at = open; at < end; at++)
        {
            if (text[at] == '\\' && at + 1 < end)
                at++;
            else if (text[at] == opening)
                depth++;
            else if (text[at] == closing && --depth == 0)
                return at;
        }

        return -1;
    }

    /// <summary>The address in the parentheses that open at <paramref name="open"/>, and what follows them; null if they do not close.</summary>
    public static (Range Address, int After)? Address(string text, int open, int end)
    {
        var closing = text[open] == '(' ? ')' : '）';
        var start = open + 1;
        while (start < end && text[start] is ' ' or '\t')
            start++;
        if (start < end && text[start] == '<')
        {
            var pointed = text.IndexOf('>', start, end - start);
            var after = pointed < 0 ? -1 : text.IndexOf(closing, pointed, end - pointed);
            return after < 0 ? null : ((start + 1)..pointed, after + 1);
        }

        var close = Close(text, open, end, text[open], closing);
        if (close < 0)
            return null;
        var address = text.AsSpan(start, close - start).TrimEnd();
        // A title in quotes may follow the address: [x](address "title").
        foreach (var sign in (ReadOnlySpan<char>)['"', '\''])
        {
            var quote = address.IndexOf([' ', sign]);
            if (quote >= 0 && quote < address.Length - 2 && address[^1] == sign)
                address = address[..quote].TrimEnd();
        }

        return (start..(start + address.Length), close + 1);
    }
}
