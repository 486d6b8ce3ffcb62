using Markdig;
using Whalepaper.Data;

namespace Whalepaper.Charter;

/// <summary>A few of the charter's own words, for pages that quote it.</summary>
/// <param name="Purpose">What the group is for; null if the charter does not say.</param>
/// <param name="Joining">How one joins it; null if the charter does not say.</param>
public sealed record CharterWords(CharterQuote? Purpose, CharterQuote? Joining)
{
    /// <summary>A charter that says neither.</summary>
    public static readonly CharterWords None = new(null, null);
}

/// <summary>What the charter says under a heading.</summary>
/// <param name="Text">Plain text: at most a few sentences.</param>
/// <param name="Anchor">The heading's anchor.</param>
public sealed record CharterQuote(string Text, string Anchor);

/// <summary>
/// Lets the charter speak of the group in its own words. A document may be large and changes seldom: it is read once a revision.
/// </summary>
public sealed class CharterVoice
{
    private const int Longest = 160;

    // No more of a section is read than a quote could need.
    private const int MostLines = 40;
    private const int MostRead = 4000;

    private static readonly string[] PurposeWords = ["目的", "宗旨", "关于我们", "purpose", "mission", "about"];
    private static readonly string[] JoiningWords = ["流入", "加入", "入群", "join"];

    // Both together, so that a revision is never paired with another one's words.
    private Spoken _spoken = new(0, CharterWords.None);

    /// <summary>The words of the newest revision.</summary>
    public async Task<CharterWords> SpeakAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var spoken = Volatile.Read(ref _spoken);
        var newest = await db.AskPlainlyAsync(
            $"""SELECT "Id", "Source" FROM "CharterRevisions" WHERE "Id" > {spoken.Revision} ORDER BY "Id" DESC LIMIT 1""",
            row => (Id: row.GetInt32(0), Source: row.GetString(1)),
            cancellation);
        if (newest is not [var newer])
            return spoken.Words;

        spoken = new Spoken(newer.Id, Quote(newer.Source));
        Volatile.Write(ref _spoken, spoken);
        return spoken.Words;
    }

    /// <summary>The words of a text.</summary>
    public static CharterWords Quote(string source)
    {
        var document = CharterReader.ReadHeadings(source);
        return new CharterWords(Under(document, PurposeWords), Under(document, JoiningWords));
    }

    private static CharterQuote? Under(CharterDocument document, string[] words)
    {
        var (index, heading) = document.Headings.Index()
            .FirstOrDefault(h => h.Item.Level > 1 && words.Any(word => h.Item.Words.Contains(word, StringComparison.OrdinalIgnoreCase)));
        if (heading is null)
            return null;

        var first = heading.Line + heading.Height;
        var end = index + 1 < document.Headings.Count ? document.Headings[index + 1].Line : document.Lines.Count;
        var section = string.Join('\n', document.Lines.Skip(first).Take(Math.Min(end - first, MostLines)).Select(line => line.Text));
        var plain = Markdown.ToPlainText(section.Length > MostRead ? section[..MostRead] : section);
        var text = Shorten(string.Join(' ', plain.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
        return text.Length == 0 ? null : new CharterQuote(text, heading.Anchor);
    }

    // Whole sentences while they fit; else the beginning of the first.
    private static string Shorten(string text)
    {
        if (text.Length <= Longest)
            return text;
        var end = text.AsSpan(0, Longest).LastIndexOfAny('。', '！', '？');
        if (end < 0)
            end = text.AsSpan(0, Longest).LastIndexOf(". ");
        if (end > 0)
            return text[..(end + 1)];
        return text[..(char.IsHighSurrogate(text[Longest - 2]) ? Longest - 2 : Longest - 1)] + "…";
    }

    private sealed record Spoken(int Revision, CharterWords Words);
}
