namespace Whalepaper.Charter;

/// <summary>What a document does in all its entries alike.</summary>
/// <param name="Manner">In which manner it names presenters.</param>
/// <param name="References">The addresses that it keeps apart; see <see cref="ReferenceScan"/>.</param>
internal sealed record EntryHabits(PresenterManner Manner, IReadOnlyDictionary<string, string> References);

/// <summary>A line of a reading list, taken apart: where its title, link and presenters stand.</summary>
internal sealed record EntryLine
{
    /// <summary>The whole line without its ending.</summary>
    public required string Line { get; init; }

    /// <summary>Its bullet or number.</summary>
    public required ListMarker Marker { get; init; }

    /// <summary>Where the title stands, inside its brackets.</summary>
    public required Range Title { get; init; }

    /// <summary>Where title and link stand, with their brackets.</summary>
    public required Range Whole { get; init; }

    /// <summary>Where the address stands, inside its parentheses; null without a link, or if the address stands elsewhere.</summary>
    public Range? Link { get; init; }

    /// <summary>The address that the document keeps elsewhere; null without.</summary>
    public string? Reference { get; init; }

    /// <summary>Where the presenters stand, with their brackets or dash; null where there is none of it.</summary>
    public Range? Named { get; init; }

    /// <summary>Where the names alone stand.</summary>
    public Range? Names { get; init; }

    /// <summary>What is doubtful about it; null if nothing is.</summary>
    public Doubt? Doubt { get; init; }

    /// <summary>Behind the link or the title.</summary>
    public int Tail => Whole.End.Value;

    /// <summary>Its title as read, escapes resolved.</summary>
    public string TitleText => Unescape(Line[Title]).Trim();

    /// <summary>Its address; null without one, or with one that must never become a link.</summary>
    public string? LinkText => Address is { Length: > 0 } address && SafeLink.IsSafe(address) ? address : null;

    /// <summary>Its presenters.</summary>
    public IReadOnlyList<string> PresenterNames => Names is { } names ? Presenters.Split(Line[names]) : [];

    private string? Address => Link is { } link ? Line[link].Trim() : Reference;

    /// <summary>Takes a list item apart; null if it is no entry.</summary>
    /// <param name="line">The line without its ending.</param>
    /// <param name="marker">Its bullet or number.</param>
    /// <param name="habits">What the document does elsewhere.</param>
    public static EntryLine? Read(string line, ListMarker marker, EntryHabits habits)
    {
        var end = line.AsSpan().TrimEnd().Length;
        if (marker.End >= end)
            return null;
        return line[marker.End] == '[' ? ReadLinked(line, marker, end, habits) : ReadPlain(line, marker, end, habits.Manner);
    }

    private static EntryLine ReadLinked(string line, ListMarker marker, int end, EntryHabits habits)
    {
        var close = BracketScan.Close(line, marker.End, end, '[', ']');
        if (close < 0)
            return Prose(line, marker, end, Charter.Doubt.UnbalancedBrackets);
        var title = (marker.End + 1)..close;
        if (line.AsSpan()[title].IsWhiteSpace())
            return Prose(line, marker, end, Charter.Doubt.NoTitle);
        var entry = new EntryLine { Line = line, Marker = marker, Title = title, Whole = marker.End..(close + 1) };
        if (close + 1 < end && line[close + 1] is '(' or '（')
        {
            if (BracketScan.Address(line, close + 1, end) is not { } found)
                return Prose(line, marker, end, Charter.Doubt.UnbalancedBrackets);
            entry = entry with { Link = found.Address, Whole = marker.End..found.After };
        }
        else
        {
            entry = entry.WithReference(end, habits.References);
        }

        entry = entry.WithPresenters(end, habits.Manner);
        return entry.Address is { } address && !SafeLink.IsSafe(address) ? entry with { Doubt = entry.Doubt ?? Charter.Doubt.UnsafeLink } : entry;
    }

    private static EntryLine Prose(string line, ListMarker marker, int end, Doubt doubt) =>
        new() { Line = line, Marker = marker, Title = marker.End..end, Whole = marker.End..end, Doubt = doubt };

    private static EntryLine? ReadPlain(string line, ListMarker marker, int end, PresenterManner manner)
    {
        var named = PresenterTail.OfPlain(line, marker.End, end, manner);
        var title = marker.End..line.AsSpan(0, named?.Named.Start.Value ?? end).TrimEnd().Length;
        return title.End.Value <= title.Start.Value ? null
            : new EntryLine { Line = line, Marker = marker, Title = title, Whole = title, Named = named?.Named, Names = named?.Names };
    }

    // [title][label], [title][] and [title] alone, where the document says elsewhere what the label means.
    private EntryLine WithReference(int end, IReadOnlyDictionary<string, string> references)
    {
        var open = Tail;
        var close = open < end && Line[open] == '[' ? BracketScan.Close(Line, open, end, '[', ']') : -1;
        var label = close > open + 1 ? Line[(open + 1)..close] : Line[Title];
        if (references.TryGetValue(ReferenceScan.KeyOf(label), out var address))
            return this with { Reference = address, Whole = Whole.Start..(close < 0 ? open : close + 1) };
        return close > open + 1 ? this with { Doubt = Charter.Doubt.UnknownReference } : this;
    }

    private EntryLine WithPresenters(int end, PresenterManner manner)
    {
        var open = Line.IndexOf('【', Tail, end - Tail);
        if (open >= 0)
        {
            var close = BracketScan.Close(Line, open, end, '【', '】');
            return close < 0
                ? Prose(Line, Marker, end, Charter.Doubt.UnbalancedBrackets)
                : this with { Named = open..(close + 1), Names = (open + 1)..close };
        }

        return PresenterTail.OfLinked(Line, Tail, end, manner) is { } found ? this with { Named = found.Named, Names = found.Names } : this;
    }

    internal static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
            return text;
        var plain = new System.Text.StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length && IsEscapable(text[at + 1]))
                at++;
            plain.Append(text[at]);
        }

        return plain.ToString();
    }

    /// <summary>Whether a backslash before the character is an escape, as Markdown has it.</summary>
    internal static bool IsEscapable(char c) => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c));
}
