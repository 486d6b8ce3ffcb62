using System.Text.RegularExpressions;
using Whalepaper.Data;

namespace Whalepaper.Search;

/// <summary>A word that is looked for.</summary>
/// <param name="Form">Its folded form; of a compound the whole, written as one.</param>
/// <param name="Parts">The parts of a compound, which may be found apart; empty for any other word.</param>
/// <param name="Sort">What it is in its writing.</param>
/// <param name="Opens">Whether it may be the beginning of a longer word: the last one typed, and a single Chinese character.</param>
internal sealed record SearchTerm(string Form, IReadOnlyList<string> Parts, WordSort Sort, bool Opens)
{
    /// <summary>Its English stem, or itself.</summary>
    public string Stem { get; } = Sort == WordSort.Whole ? EnglishStem.Of(Form) : Form;

    /// <summary>Whether a word of a shown text is what was looked for.</summary>
    public bool Marks(Word word) =>
        string.Equals(word.Form, Form, StringComparison.Ordinal)
        || (Opens && word.Form.StartsWith(Form, StringComparison.Ordinal))
        || (Sort == WordSort.Whole && word.Sort is WordSort.Whole or WordSort.Part
            && (string.Equals(word.Stem, Stem, StringComparison.Ordinal) || Parts.Any(part => string.Equals(word.Stem, EnglishStem.Of(part), StringComparison.Ordinal))));

    /// <summary>The ways to find it in the index.</summary>
    /// <param name="anywhere">In the body too.</param>
    /// <param name="prefix">As the beginning of a word too, if it may be one.</param>
    public SearchClause Clause(bool anywhere, bool prefix)
    {
        // One character alone is looked for as the first of a pair, and as the last of its run.
        if (Sort == WordSort.Last)
            return new([[new(Form, Begins: true, anywhere)]]);
        var ways = new List<IReadOnlyList<SearchToken>> { new[] { new SearchToken(Stem, Anywhere: anywhere) } };
        if (Parts.Count > 0)
            ways.Add([.. Parts.Select(part => new SearchToken(EnglishStem.Of(part), Anywhere: anywhere))]);
        if (prefix && Opens)
            ways.Add([new(Form, Begins: true, anywhere)]);
        return new(ways);
    }
}

/// <summary>What somebody looks for, taken apart. Any text will do.</summary>
internal sealed partial class SearchQuery
{
    /// <summary>The longest text that is read, in UTF-16 units; the rest is left out.</summary>
    public const int Longest = 200;

    private const int MostTerms = 12;

    private static readonly HashSet<string> Stopped = new(
        ["a", "an", "the", "of", "and", "or", "in", "on", "to", "for", "with", "is", "are", "by", "at", "as", "from", "via", "的", "了", "和", "与"], StringComparer.Ordinal);

    private SearchQuery(string text, IReadOnlyList<SearchTerm> terms, IReadOnlyList<string> names)
    {
        Text = text;
        Terms = terms;
        Names = names;
    }

    /// <summary>What was typed, without the blanks around it.</summary>
    public string Text { get; }

    /// <summary>The words to look for.</summary>
    public IReadOnlyList<SearchTerm> Terms { get; }

    /// <summary>The tokens of whole names and identifiers that the text as a whole may be.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Nothing was typed.</summary>
    public bool IsEmpty => Text.Length == 0;

    /// <summary>Too little to look for: signs alone, or one letter.</summary>
    public bool IsTooShort => !IsEmpty && (Terms.Count == 0 || (Terms is [{ Sort: WordSort.Whole, Form: [var only] }] && !char.IsDigit(only)));

    /// <summary>Takes a text apart.</summary>
    /// <param name="typed">As it came; null for nothing.</param>
    public static SearchQuery Read(string? typed)
    {
        var cut = Cut(typed ?? "");
        var text = cut.Trim();
        var words = Words.Of(text);
        var open = words.Count > 0 && !char.IsWhiteSpace(cut[^1]) ? words[^1].Group : -1;
        var terms = new List<SearchTerm>();
        foreach (var written in words.GroupBy(word => word.Group))
            terms.AddRange(TermsOf(written.ToList(), written.Key == open));
        var telling = terms.FindAll(term => !Stopped.Contains(term.Form));
        IEnumerable<SearchTerm> kept = telling.Count > 0 ? telling : terms;
        return new(text, [.. kept.DistinctBy(term => term.Form, StringComparer.Ordinal).Take(MostTerms)], NamesOf(text));
    }

    /// <summary>What a document must have.</summary>
    public SearchMatch Match(bool anywhere, bool prefix) => new([.. Terms.Select(term => term.Clause(anywhere, prefix))]);

    /// <summary>What a document should have some of.</summary>
    public SearchMatch SomeOf() => new([.. Terms.Select(term => term.Clause(anywhere: true, prefix: false))], Some: true);

    /// <summary>What is called exactly so.</summary>
    public SearchMatch Named() => new([new([.. Names.Select(name => (IReadOnlyList<SearchToken>)[new SearchToken(name)])])]);

    private static IEnumerable<SearchTerm> TermsOf(List<Word> written, bool open)
    {
        if (written[0].Sort == WordSort.Whole)
        {
            var whole = written[0];
            yield return new(whole.Form, [.. written.Skip(1).Select(part => part.Form)], WordSort.Whole, open && whole.Form.Length >= 2);
            yield break;
        }

        // The last character of a run stands in its last pair already.
        foreach (var word in written.Where(word => written.Count == 1 || word.Sort == WordSort.Pair))
            yield return new(word.Form, [], word.Sort, word.Sort == WordSort.Last);
    }

    private static List<string> NamesOf(string text)
    {
        var names = new List<string>();
        if (SearchDocument.Whole('=', text) is { } name)
            names.Add(name);
        var arxiv = ArxivPattern().Match(text);
        var doi = DoiPattern().Match(text);
        var identifier = arxiv.Success ? arxiv.Groups["id"].Value : doi.Success ? doi.Groups["id"].Value : null;
        if (identifier is not null && SearchDocument.Whole('@', identifier) is { } known)
            names.Add(known);
        return names;
    }

    private static string Cut(string text) =>
        text.Length <= Longest ? text : text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];

    [GeneratedRegex("""(^|arxiv\.org/(abs|pdf|html)/|arxiv:\s*)(?<id>[0-9]{4}\.[0-9]{4,5}|[a-z\-]{2,12}(\.[A-Z]{2})?/[0-9]{7})(v[0-9]{1,2})?(\.pdf)?([?#/].*)?$""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex ArxivPattern();

    [GeneratedRegex("""(^|doi\.org/|doi:\s*)(?<id>10\.[0-9]{4,9}/[^\s?#]+)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex DoiPattern();
}
