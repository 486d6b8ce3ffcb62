namespace Whalepaper.Api;

/// <summary>The query parameters that a list understands, as metadata of its endpoint.</summary>
/// <param name="filters">Besides page and size.</param>
public sealed class FiltersOfList(params Filter[] filters)
{
    /// <summary>All of them, page and size last.</summary>
    public IReadOnlyList<Filter> All { get; } = [.. filters, Filters.Page, Filters.Size];

    /// <summary>Their names, for people.</summary>
    public string Names => string.Join(", ", All.Select(filter => filter.Name));

    /// <summary>The filter of this name; null if the list has none.</summary>
    public Filter? Find(string name) => All.FirstOrDefault(filter => string.Equals(filter.Name, name, StringComparison.Ordinal));
}
