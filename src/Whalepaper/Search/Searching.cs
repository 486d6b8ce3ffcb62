using Whalepaper.Data;

namespace Whalepaper.Search;

/// <summary>What a search found.</summary>
/// <param name="Hits">The hits, the best first.</param>
/// <param name="Full">The kinds of which there is more than was looked at.</param>
/// <param name="IsPartial">Whether nothing has all the words, and these have some of them.</param>
internal sealed record SearchOutcome(IReadOnlyList<SearchHit> Hits, IReadOnlySet<SearchKind> Full, bool IsPartial)
{
    /// <summary>Nothing.</summary>
    public static readonly SearchOutcome Nothing = new([], new HashSet<SearchKind>(), false);

    /// <summary>Everything in one list: a talk whose paper was found as well is shown with the paper and not beside it.</summary>
    public IReadOnlyList<SearchHit> Together()
    {
        var papers = Hits.Where(hit => hit.Kind == SearchKind.Paper).Select(hit => hit.Row.Id).ToHashSet();
        return [.. Hits.Where(hit => hit.Row.Under is not { } under || !papers.Contains(under))];
    }

    /// <summary>How many of a kind were found.</summary>
    public int Count(SearchKind kind) => Hits.Count(hit => hit.Kind == kind);
}

/// <summary>
/// Asks the index and puts the answers into order. The index is asked for a bounded number of documents a kind, however many have the
/// word: those with it in the title first, the newest of them first.
/// </summary>
internal static class Searching
{
    /// <summary>The most documents of a kind that are looked at.</summary>
    public const int Most = 200;

    // With fewer finds than a page holds, beginnings of words are looked for too.
    private const int Few = 20;

    /// <summary>Finds what a query asks for.</summary>
    public static async Task<SearchOutcome> SearchAsync(this WhalepaperDb db, SearchQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(query);
        if (query.IsEmpty || query.IsTooShort)
            return SearchOutcome.Nothing;
        var found = new Finds();
        await found.AskAsync(db, SearchKinds.All.SelectMany(kind => (IEnumerable<SearchProbe>)[
            new((int)kind, query.Named(), Finds.MostNamed),
            new((int)kind, query.Match(anywhere: false, prefix: false), Most + 1),
            new((int)kind, query.Match(anywhere: true, prefix: false), Most + 1)]), cancellation);
        if (found.Total < Few && query.Terms.Any(term => term.Opens))
        {
            await found.AskAsync(db, SearchKinds.All.SelectMany(kind => (IEnumerable<SearchProbe>)[
                new((int)kind, query.Match(anywhere: false, prefix: true), Most + 1),
                new((int)kind, query.Match(anywhere: true, prefix: true), Most + 1)]), cancellation);
        }

        var partial = found.Total == 0 && query.Terms.Count > 1;
        if (partial)
            await found.AskAsync(db, SearchKinds.All.Select(kind => new SearchProbe((int)kind, query.SomeOf(), Most + 1)), cancellation);
        return new(SearchRanking.Rank(query, found.Kinds, found.Named), found.Full, partial && found.Total > 0);
    }
}

/// <summary>The answers of the index as they come in, kind by kind, none twice.</summary>
internal sealed class Finds
{
    /// <summary>How many documents called exactly so are asked for: the sign by which such a question is known.</summary>
    public const int MostNamed = 20;

    private readonly Dictionary<SearchKind, Dictionary<long, SearchRow>> _rows = SearchKinds.All.ToDictionary(kind => kind, _ => new Dictionary<long, SearchRow>());
    private readonly HashSet<SearchKind> _full = [];
    private readonly HashSet<long> _named = [];

    public IEnumerable<(SearchKind Kind, IReadOnlyList<SearchRow> Rows)> Kinds => _rows.Select(pair => (pair.Key, (IReadOnlyList<SearchRow>)[.. pair.Value.Values]));

    public IReadOnlySet<SearchKind> Full => _full;

    public IReadOnlySet<long> Named => _named;

    public int Total => _rows.Values.Sum(rows => rows.Count);

    /// <summary>Asks, and keeps what is new until there is enough of its kind; what is asked first is kept first.</summary>
    public async Task AskAsync(WhalepaperDb db, IEnumerable<SearchProbe> asked, CancellationToken cancellation)
    {
        var probes = asked.ToList();
        foreach (var (probe, answer) in probes.Zip(await db.SearchTable.FindAsync(probes, cancellation)))
        {
            var kind = (SearchKind)probe.Kind;
            foreach (var row in answer.OrderByDescending(row => row.Id))
            {
                if (probe.Limit == MostNamed)
                    _named.Add(row.Id);
                if (_rows[kind].Count < Searching.Most || _rows[kind].ContainsKey(row.Id))
                    _rows[kind].TryAdd(row.Id, row);
                else
                    _full.Add(kind);
            }
        }
    }
}
