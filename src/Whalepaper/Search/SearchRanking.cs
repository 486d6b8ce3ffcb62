using Whalepaper.Data;

namespace Whalepaper.Search;

/// <summary>A document that was found, with what speaks for it.</summary>
internal sealed record SearchHit(SearchKind Kind, SearchRow Row, double Score);

/// <summary>
/// Puts what was found into order. It knows only the words asked for and the row, so that the order does not depend on the engine:
/// the title counts most, people nearly as much, the body least; a word as typed before its stem before a longer word; a whole name above
/// everything; a full title before a title that says much else; and among equals the newer first.
/// </summary>
internal static class SearchRanking
{
    private const double Exact = 10;
    private const double Stemmed = 7;
    private const double Begun = 4;
    private const double InBody = 1.5;
    private const double OfPeople = 0.9;
    private const double Called = 40;
    private const double Phrase = 6;
    private const double Fullness = 3;

    /// <summary>The hits in order.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="found">What was found, kind by kind.</param>
    /// <param name="named">Which of it is called exactly so.</param>
    public static List<SearchHit> Rank(SearchQuery query, IEnumerable<(SearchKind Kind, IReadOnlyList<SearchRow> Rows)> found, IReadOnlySet<long> named)
    {
        var phrase = Words.Joined(query.Text, SearchQuery.Longest);
        var hits = new List<SearchHit>();
        foreach (var (kind, rows) in found)
        {
            foreach (var row in rows)
                hits.Add(new(kind, row, Score(query, phrase, row) + (named.Contains(row.Id) ? Called : 0)));
        }

        hits.Sort((one, other) =>
        {
            var byScore = other.Score.CompareTo(one.Score);
            var byKind = byScore != 0 ? byScore : Place(one.Kind).CompareTo(Place(other.Kind));
            return byKind != 0 ? byKind : other.Row.Id.CompareTo(one.Row.Id);
        });
        return hits;
    }

    private static int Place(SearchKind kind) => kind switch
    {
        SearchKind.Topic => 0,
        SearchKind.Member => 1,
        SearchKind.Paper => 2,
        SearchKind.Talk => 3,
        SearchKind.Material => 4,
        _ => 5,
    };

    private static double Score(SearchQuery query, string phrase, SearchRow row)
    {
        var title = Words.Of(row.Title);
        var people = row.People.Length == 0 ? [] : Words.Of(row.People);
        var sum = 0d;
        var inTitle = 0;
        foreach (var term in query.Terms)
        {
            var there = Find(term, title);
            inTitle += there > 0 ? term.Form.Length : 0;
            sum += Math.Max(there, OfPeople * Find(term, people)) is > 0 and var best ? best : InBody;
        }

        var joined = inTitle > 0 ? Words.Joined(row.Title, int.MaxValue) : "";
        return (sum / query.Terms.Count)
            + (query.Terms.Count > 1 && joined.Contains(phrase, StringComparison.Ordinal) ? Phrase : 0)
            // In rough steps: a letter more or less must not decide before age does.
            + Math.Round(Fullness * Math.Min(1, inTitle / (double)Math.Max(1, joined.Length)), 0);
    }

    /// <summary>How well a word is found among others; 0 if it is not.</summary>
    private static double Find(SearchTerm term, List<Word> words)
    {
        var best = 0d;
        foreach (var word in words)
        {
            if (string.Equals(word.Form, term.Form, StringComparison.Ordinal))
                return Exact;
            if (term.Opens && best < Begun && word.Form.StartsWith(term.Form, StringComparison.Ordinal))
                best = term.Sort == WordSort.Last ? Exact : Begun;
            // Stems begin as their words do: most need not be made.
            if (best < Stemmed && term.Sort == WordSort.Whole && word.Form[0] == term.Form[0] && string.Equals(word.Stem, term.Stem, StringComparison.Ordinal))
                best = Stemmed;
        }

        if (best < Stemmed && term.Parts.Count > 0 && term.Parts.All(part => words.Exists(word => string.Equals(word.Stem, EnglishStem.Of(part), StringComparison.Ordinal))))
            best = Stemmed;
        return best;
    }
}
