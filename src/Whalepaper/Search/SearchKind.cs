namespace Whalepaper.Search;

/// <summary>What can be found. The numbers stand in the index.</summary>
public enum SearchKind
{
    /// <summary>A section of the charter.</summary>
    Charter = 1,

    /// <summary>A topic.</summary>
    Topic = 2,

    /// <summary>A member.</summary>
    Member = 3,

    /// <summary>A talk.</summary>
    Talk = 4,

    /// <summary>A paper.</summary>
    Paper = 5,

    /// <summary>A material of a talk, with what is said in it.</summary>
    Material = 6,
}

/// <summary>The kinds of things that can be found.</summary>
internal static class SearchKinds
{
    /// <summary>All of them, in the order in which equals stand.</summary>
    public static readonly IReadOnlyList<SearchKind> All = [SearchKind.Topic, SearchKind.Member, SearchKind.Paper, SearchKind.Talk, SearchKind.Material, SearchKind.Charter];

    /// <summary>The word of a kind in an address.</summary>
    public static string Word(this SearchKind kind) => kind switch
    {
        SearchKind.Charter => "charter",
        SearchKind.Topic => "topics",
        SearchKind.Member => "members",
        SearchKind.Talk => "talks",
        SearchKind.Material => "materials",
        _ => "papers",
    };

    /// <summary>The kind that a word of an address names; null for none.</summary>
    public static SearchKind? Named(string? word) =>
        All.Where(kind => string.Equals(kind.Word(), word, StringComparison.Ordinal)).Select(kind => (SearchKind?)kind).FirstOrDefault();
}
