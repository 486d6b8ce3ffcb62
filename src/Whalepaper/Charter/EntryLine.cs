namespace Whalepaper.Charter;

/// <summary>In which manner a document names presenters.</summary>
internal enum PresenterManner
{
    /// <summary><c>【A、B】</c></summary>
    Lenticular,

    /// <summary><c>(A, B)</c> behind the link.</summary>
    Parentheses,

    /// <summary><c>— A</c> or <c>- presented by A</c> behind the link.</summary>
    Dash,
}

/// <summary>A line of a reading list, taken apart: where its title, link and presenters stand.</summary>
internal sealed record EntryLine
{
    /// <summary>The whole line without its ending.</summary>
    public required string Line { get; init; }

    /// <summary>Its bullet or number.</summary>
    public required ListMarker Marker { get; init; }

    /// <summary>Where the title stands, inside its brackets.</summary>
    public required Range Title { get; init; }

    /// <summary>Where the address stands, inside its parentheses; null without a link.</summary>
    public Range? Link { get; init; }

    /// <summary>Where the presenters stand, with their brackets or dash; null where there is none of it.</summary>
    public Range? Named { get; init; }

    /// <summary>Where the names alone stand.</summary>
    public Range? Names { get; init; }

    /// <summary>Where presenters would be put: behind the link or the title.</summary>
    public required int Tail { get; init; }

    /// <summary>What is doubtful about it; null if nothing is.</summary>
    public Doubt? Doubt { get; init; }

    /// <summary>Its title as read, escapes resolved.</summary>
    public string TitleText => Unescape(Line[Title]).Trim();

    /// <summary>Its address; null without one, or with one that must never become a link.</summary>
    public string? LinkText => Link is { } link && SafeLink.IsSafe(Line[link]) && Line[link].Trim().Length > 0 ? Line[link].Trim() : null;

    /// <summary>Its presenters.</summary>
    public IReadOnlyList<string> PresenterNames => Names is { } names ? Presenters.Split(Line[names]) : [];

    /// <summary>Takes a list item apart; null if it is no entry.</summary>
    /// <param name="line">The line without its ending.</param>
    /// <param name="marker">Its bullet or number.</param>
    /// <param name="manner">How this document names presenters.</param>
    public static EntryLine? Read(string line, ListMarker marker, PresenterManner manner)
    {
        var end = line.AsSpan().TrimEnd().Length;
        if (marker.End >= end)
            return null;
        if (line[marker.End] == '[')
            return ReadLinked(line, marker, end, manner);
        return ReadPlain(line, marker, end, manner);
    }

    private static EntryLine? ReadLinked(string line, ListMarker marker, int end, PresenterManner manner)
    {
        var close = BracketScan.Close(line, marker.End, end, '[', ']');
        if (close < 0)
            return new EntryLine { Line = line, Marker = marker, Title = marker.End..end, Tail = end, Doubt = Charter.Doubt.UnbalancedBrackets };
        var title = (marker.End + 1)..close;
        if (line[title].Trim().Length == 0)
            return new EntryLine { Line = line, Marker = marker, Title = title, Tail = end, Doubt = Charter.Doubt.NoTitle };
        Range? link = null;
        var tail = close + 1;
        if (tail < end && line[tail] is '(' or '（')
        {
            if (BracketScan.Address(line, tail, end) is not { } found)
                return new EntryLine { Line = line, Marker = marker, Title = title, Tail = end, Doubt = Charter.Doubt.UnbalancedBrackets };
            (link, tail) = found;
        }

        var entry = new EntryLine { Line = line, Marker = marker, Title = title, Link = link, Tail = tail }.WithPresenters(tail, end, manner);
        return link is { } address && !SafeLink.IsSafe(line[address]) ? entry with { Doubt = Charter.Doubt.UnsafeLink } : entry;
    }

    private static EntryLine? ReadPlain(string line, ListMarker marker, int end, PresenterManner manner)
    {
        var named = line.LastIndexOf('【', end - 1);
        var title = named > marker.End && line[end - 1] == '】' ? marker.End..named : marker.End..end;
        title = title.Start..(line.AsSpan(0, title.End.Value).TrimEnd().Length);
        if (line[title].Trim().Length == 0)
            return null;
        return new EntryLine { Line = line, Marker = marker, Title = title, Tail = title.End.Value }
            .WithPresenters(title.End.Value, end, manner is PresenterManner.Lenticular ? manner : PresenterManner.Lenticular);
    }

    private EntryLine WithPresenters(int tail, int end, PresenterManner manner)
    {
        var open = Line.IndexOf('【', tail, end - tail);
        if (open >= 0)
        {
            var close = BracketScan.Close(Line, open, end, '【', '】');
            return close < 0
                ? this with { Doubt = Charter.Doubt.UnbalancedBrackets }
                : this with { Named = open..(close + 1), Names = (open + 1)..close };
        }

        return manner switch
        {
            PresenterManner.Parentheses => PresenterTail.InParentheses(this, tail, end),
            PresenterManner.Dash => PresenterTail.BehindDash(this, tail, end),
            _ => this,
        };
    }

    internal static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new System.Text.StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && char.IsAscii(text[at + 1]) && (char.IsPunctuation(text[at + 1]) || char.IsSymbol(text[at + 1])))
                at++;
            plain.Append(text[at]);
        }

        return plain.ToString();
    }
}
