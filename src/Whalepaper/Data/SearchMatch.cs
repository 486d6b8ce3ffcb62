namespace Whalepaper.Data;

/// <summary>A token of the search index, as asked for.</summary>
/// <param name="Text">Letters and digits, perhaps behind one of the signs that <see cref="SearchTable"/> knows; never empty, no blanks.</param>
/// <param name="Begins">Whether longer tokens that begin with it do as well.</param>
/// <param name="Anywhere">Whether it may stand in the body too, not only in title and people.</param>
public readonly record struct SearchToken(string Text, bool Begins = false, bool Anywhere = false);

/// <summary>Ways to find one word: any of them will do, and each is a set of tokens that must all be there.</summary>
public sealed record SearchClause(IReadOnlyList<IReadOnlyList<SearchToken>> Ways);

/// <summary>What a document must have: every clause, or with <paramref name="Some"/> any of them.</summary>
public sealed record SearchMatch(IReadOnlyList<SearchClause> Clauses, bool Some = false);

/// <summary>One question to the index: the newest documents that match, of each kind.</summary>
/// <param name="Kinds">The kinds' numbers, 1 to 15.</param>
/// <param name="Match">What they must have.</param>
/// <param name="Limit">How many of each kind at most.</param>
public sealed record SearchProbe(IReadOnlyList<int> Kinds, SearchMatch Match, int Limit);

/// <summary>What the index keeps of a document.</summary>
/// <param name="Id">Kind and number; see <see cref="SearchTable.IdOf"/>.</param>
/// <param name="Title">What it is called, as shown.</param>
/// <param name="People">Who made it or shares it, as shown; perhaps empty.</param>
/// <param name="Under">The document that this one is shown under; null for one that stands alone.</param>
/// <param name="Print">A digest of everything that is indexed of it: two that agree need not be compared further.</param>
public sealed record SearchRow(long Id, string Title, string People, long? Under, long Print);

/// <summary>A row with its tokens, parted by blanks.</summary>
public sealed record SearchEntry(SearchRow Row, string Tokens);
