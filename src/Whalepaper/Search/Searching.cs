using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members.Access;

namespace Whalepaper.Search;

/// <summary>What a search found.</summary>
/// <param name="Hits">The hits, the best first.</param>
/// <param name="Full">The kinds of which there is more than was looked at.</param>
/// <param name="IsPartial">Whether nothing has all the words, and these have some of them.</param>
internal sealed record SearchOutcome(IReadOnlyList<SearchHit> Hits, IReadOnlySet<SearchKind> Full, bool IsPartial)
{
    /// <summary>Nothing.</summary>
    public static readonly SearchOutcome Nothing = new([], new HashSet<SearchKind>(), false);

    /// <summary>Everything in one list: a talk whose paper was found as well is shown with the paper and not beside it, and a material with its talk.</summary>
    public IReadOnlyList<SearchHit> Together()
    {
        var found = Hits.Select(hit => hit.Row.Id).ToHashSet();
        return [.. Hits.Where(hit => hit.Row.Under is not { } under || !found.Contains(under))];
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
    public const int Most = 100;

    // With fewer finds than a page holds, beginnings of words are looked for too.
    private const int Few = 20;

    private const int MostNamed = 20;

    /// <summary>Finds what a query asks for.</summary>
    /// <param name="db">The database.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="who">Who asks: a profile or a material that they may not open is not found, nor counted.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<SearchOutcome> SearchAsync(this WhalepaperDb db, SearchQuery query, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(who);
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(query);
        if (query.IsEmpty || query.IsTooShort)
            return SearchOutcome.Nothing;
        var found = new Finds(db, who, cancellation);
        var named = await found.BeginAsync(new(Finds.Kinds, query.Named(), MostNamed), query.Match(anywhere: false, prefix: false));
        await found.AskAsync(query.Match(anywhere: true, prefix: false));
        if (found.Total < Few && query.Terms.Any(term => term.Opens && term.Sort != WordSort.Last))
        {
            await found.AskAsync(query.Match(anywhere: false, prefix: true));
            await found.AskAsync(query.Match(anywhere: true, prefix: true));
        }

        var partial = found.Total == 0 && query.Terms.Count > 1;
        if (partial)
            await found.AskAsync(query.SomeOf());
        var hits = SearchRanking.Rank(query, found.Rows, named);
        return new(hits, found.Full, partial && hits.Count > 0);
    }
}

/// <summary>
/// The answers of the index as they come in, kind by kind, none twice; a kind of which there is enough is asked for no more. A profile or a material
/// that whoever asks may not open goes at once: what is looked for next, and what is told, must not depend on it.
/// </summary>
internal sealed class Finds(WhalepaperDb db, Actor who, CancellationToken cancellation)
{
    /// <summary>All kinds, as the index numbers them.</summary>
    public static readonly IReadOnlyList<int> Kinds = [.. SearchKinds.All.Select(kind => (int)kind)];

    // The kinds of which not everybody may see all.
    private static readonly SearchKind[] guarded = [SearchKind.Member, SearchKind.Material];

    private readonly Dictionary<SearchKind, Dictionary<long, SearchRow>> _rows = SearchKinds.All.ToDictionary(kind => kind, _ => new Dictionary<long, SearchRow>());
    private readonly HashSet<SearchKind> _full = [];
    private readonly Dictionary<long, bool> _open = [];

    public IEnumerable<(SearchKind Kind, IReadOnlyList<SearchRow> Rows)> Rows => _rows.Select(pair => (pair.Key, (IReadOnlyList<SearchRow>)[.. pair.Value.Values]));

    /// <summary>The kinds of which there is more.</summary>
    public IReadOnlySet<SearchKind> Full => _full;

    public int Total => _rows.Values.Sum(rows => rows.Count);

    /// <summary>Asks for what is called so, and at once for what has the words in its title; gives the numbers of the first.</summary>
    public async Task<IReadOnlySet<long>> BeginAsync(SearchProbe named, SearchMatch titled)
    {
        var answers = await FindAsync([named, new(Kinds, titled, Searching.Most + 1)]);
        Keep(answers[0]);
        Keep(answers[1]);
        return answers[0].Select(row => row.Id).ToHashSet();
    }

    /// <summary>Asks the kinds that have room, and keeps what is new until they have none.</summary>
    public async Task AskAsync(SearchMatch match)
    {
        var kinds = Kinds.Where(kind => !_full.Contains((SearchKind)kind)).ToList();
        if (kinds.Count > 0)
            Keep((await FindAsync([new(kinds, match, Searching.Most + 1)]))[0]);
    }

    private async Task<IReadOnlyList<IReadOnlyList<SearchRow>>> FindAsync(IReadOnlyList<SearchProbe> probes)
    {
        var answers = await db.SearchTable.FindAsync(probes, cancellation);
        if (who.May(Act.SeeMembers))
            return answers;
        await LookAsync(SearchKind.Member, answers, db.Members.Where(who.ProfilesOpenTo()).Select(m => m.Id));
        await LookAsync(SearchKind.Material, answers, db.Materials.Where(who.MaterialsOpenTo()).Select(m => m.Id));
        // An answer that was cut short, and of which some goes, may lack others that could stay.
        foreach (var kind in guarded)
        {
            if (answers.Any(answer => answer.Count(row => KindOf(row) == kind) > Searching.Most && answer.Any(row => KindOf(row) == kind && !IsOpen(row))))
                _full.Add(kind);
        }

        return [.. answers.Select(answer => (IReadOnlyList<SearchRow>)[.. answer.Where(IsOpen)])];
    }

    /// <summary>Learns of a kind which of what was found may be opened.</summary>
    private async Task LookAsync(SearchKind kind, IReadOnlyList<IReadOnlyList<SearchRow>> answers, IQueryable<int> allowed)
    {
        var unknown = answers.SelectMany(answer => answer).Where(row => KindOf(row) == kind && !_open.ContainsKey(row.Id)).Select(row => row.Id).Distinct().ToList();
        if (unknown.Count == 0)
            return;
        var numbers = unknown.ConvertAll(id => SearchTable.Parts(id).Number).ToArray();
        var open = (await allowed.Where(number => EF.Parameter(numbers).Contains(number)).ToListAsync(cancellation)).ToHashSet();
        foreach (var id in unknown)
            _open[id] = open.Contains(SearchTable.Parts(id).Number);
    }

    private bool IsOpen(SearchRow row) => !guarded.Contains(KindOf(row)) || _open[row.Id];

    private static SearchKind KindOf(SearchRow row) => (SearchKind)SearchTable.Parts(row.Id).Kind;

    private void Keep(IReadOnlyList<SearchRow> answer)
    {
        foreach (var row in answer.OrderByDescending(row => row.Id))
        {
            var kind = (SearchKind)SearchTable.Parts(row.Id).Kind;
            if (_rows[kind].Count < Searching.Most || _rows[kind].ContainsKey(row.Id))
                _rows[kind].TryAdd(row.Id, row);
            else
                _full.Add(kind);
        }
    }
}
