namespace Whalepaper.Charter;

/// <summary>What a document does in all its entries alike.</summary>
/// <param name="Manner">In which manner it names presenters.</param>
/// <param name="References">The addresses that it keeps apart; see <see cref="ReferenceScan"/>.</param>
internal sealed record EntryHabits(PresenterManner Manner, IReadOnlyDictionary<string, string> References);

/// <summary>A line of a reading list, taken apart: where its title, link and presenters stand. Made by <see cref="EntryReading"/>.</summary>
internal sealed record EntryLine
{
    /// <summary>The whole line without its ending.</summary>
    public required string Line { get; init; }

    /// <summary>Its bullet or number.</summary>
    public required ListMarker Marker { get; init; }

    /// <summary>Where the title stands, inside its brackets.</summary>
    public required Range Title { get; init; }

    /// <summary>Where title and link stand, with their brackets; the title alone, if its link stands elsewhere.</summary>
    public required Range Whole { get; init; }

    /// <summary>The title as it reads where it is more than a range of the line: links are woven into it, or stand apart from it. Null elsewhere.</summary>
    public string? Woven { get; init; }

    /// <summary>Where the address stands, inside its parentheses; null without a link, or if the address stands elsewhere.</summary>
    public Range? Link { get; init; }

    /// <summary>Where a link stands that is apart from its title, with the brackets around it; null elsewhere.</summary>
    public Range? Apart { get; init; }

    /// <summary>The address that the document keeps elsewhere; null without.</summary>
    public string? Reference { get; init; }

    /// <summary>Where the presenters stand, with their brackets or dash; null where there is none of it.</summary>
    public Range? Named { get; init; }

    /// <summary>Where the names alone stand.</summary>
    public Range? Names { get; init; }

    /// <summary>What is doubtful about it; null if nothing is.</summary>
    public Doubt? Doubt { get; init; }

    /// <summary>The line as a reader sees it, without its links' signs; see <see cref="WovenLine.Seen"/>. Null if it is the line itself.</summary>
    public string? Seen { get; init; }

    /// <summary>Behind the link or the title, where presenters may be named.</summary>
    public int Tail { get => field > 0 ? field : Whole.End.Value; init; }

    /// <summary>Its title as read, escapes resolved.</summary>
    public string TitleText => Woven ?? Unescape(Line[Title]).Trim();

    /// <summary>Its address; null without one, or with one that must never become a link.</summary>
    public string? LinkText => Address is { Length: > 0 } address && SafeLink.IsSafe(address) ? address : null;

    /// <summary>Its presenters.</summary>
    public IReadOnlyList<string> PresenterNames => Names is { } names ? Presenters.Split((Seen ?? Line)[names]) : [];

    /// <summary>The address as written, safe or not; null without one.</summary>
    internal string? Address => Link is { } link ? Line[link].Trim() : Reference;

    /// <summary>Takes a list item apart; null if it is no entry.</summary>
    /// <param name="line">The line without its ending.</param>
    /// <param name="marker">Its bullet or number.</param>
    /// <param name="habits">What the document does elsewhere.</param>
    public static EntryLine? Read(string line, ListMarker marker, EntryHabits habits) => EntryReading.Read(line, marker, habits);

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
