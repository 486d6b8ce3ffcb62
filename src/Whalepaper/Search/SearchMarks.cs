namespace Whalepaper.Search;

/// <summary>A piece of a text, and whether it is what was looked for.</summary>
public readonly record struct SearchPassage(string Text, bool Marked);

/// <summary>Finds in a shown text what was looked for: whole words by their stem, not letters inside other words.</summary>
internal static class SearchMarks
{
    private const int SnippetLength = 180;

    private const int SnippetLead = 50;

    /// <summary>The text in pieces; joined they are the text again.</summary>
    public static IReadOnlyList<SearchPassage> Of(SearchQuery query, string text)
    {
        var passages = new List<SearchPassage>();
        var done = 0;
        foreach (var (start, end) in Merged(Finds(query, text)))
        {
            if (start > done)
                passages.Add(new(text[done..start], false));
            passages.Add(new(text[start..end], true));
            done = end;
        }

        if (done < text.Length)
            passages.Add(new(text[done..], false));
        return passages;
    }

    /// <summary>The part of a longer text around the first find; null if there is none in it.</summary>
    /// <param name="query">What was looked for.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="orBeginning">Give the beginning where nothing is found.</param>
    public static string? Snippet(SearchQuery query, string text, bool orBeginning = false)
    {
        var finds = Finds(query, text);
        if (finds.Count == 0 && (!orBeginning || text.Length == 0))
            return null;
        var first = finds.Count == 0 ? 0 : finds.Min(find => find.Start);
        var start = first <= SnippetLead ? 0 : Whole(text, first - SnippetLead);
        var end = text.Length - start <= SnippetLength ? text.Length : Whole(text, start + SnippetLength);
        return $"{(start > 0 ? "…" : "")}{text[start..end].Trim()}{(end < text.Length ? "…" : "")}";
    }

    /// <summary>A place near <paramref name="at"/> where a text may be cut: behind a blank if there is one, never inside a character.</summary>
    private static int Whole(string text, int at)
    {
        var blank = text.IndexOf(' ', at, Math.Min(12, text.Length - at));
        if (blank >= 0)
            return blank;
        while (at < text.Length && (char.IsLowSurrogate(text[at]) || char.GetUnicodeCategory(text[at]) is System.Globalization.UnicodeCategory.NonSpacingMark))
            at++;
        return at;
    }

    private static List<(int Start, int End)> Finds(SearchQuery query, string text)
    {
        var finds = new List<(int, int)>();
        if (query.Terms.Count == 0)
            return finds;
        foreach (var word in Words.Of(text))
        {
            if (query.Terms.Any(term => term.Marks(word)))
                finds.Add((word.Start, word.Sort == WordSort.Pair && query.Terms.All(term => term.Sort == WordSort.Last) ? FirstOf(text, word) : word.End));
        }

        return finds;
    }

    // A single character was looked for: of a pair that begins with it, only it is marked.
    private static int FirstOf(string text, Word word) => word.Start + (char.IsHighSurrogate(text[word.Start]) ? 2 : 1);

    private static IEnumerable<(int Start, int End)> Merged(List<(int Start, int End)> finds)
    {
        (int Start, int End)? open = null;
        foreach (var find in finds.OrderBy(find => find.Start))
        {
            if (open is { } current && find.Start <= current.End)
            {
                open = (current.Start, Math.Max(current.End, find.End));
                continue;
            }

            if (open is { } finished)
                yield return finished;
            open = find;
        }

        if (open is { } last)
            yield return last;
    }
}
