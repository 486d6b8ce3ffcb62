using System.Reflection;
using Microsoft.Extensions.Primitives;
using NodaTime;

namespace Whalepaper.Api;

/// <summary>What a client asked of a list: a page of it, and filters. Handlers take it as a parameter; what was asked wrongly never reaches them.</summary>
public sealed class Asked
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _faults = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, string>> _given = [];

    private Asked(PathString path) => Path = path;

    /// <summary>The list's address, without the query.</summary>
    public PathString Path { get; }

    /// <summary>Which page, from 1.</summary>
    public int Page => Get(Filters.Page) ?? 1;

    /// <summary>How many items a page has.</summary>
    public int Size => Get(Filters.Size) ?? Filters.UsualSize;

    /// <summary>What cannot be answered, by the name of the parameter.</summary>
    internal IDictionary<string, string[]> Faults => _faults;

    /// <summary>The value of a filter; null if it was not given.</summary>
    public T? Get<T>(Filter<T> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return _values.TryGetValue(filter.Name, out var value) ? (T)value : default;
    }

    /// <summary>When the first day asked for begins in a zone; null for no bound.</summary>
    public Instant? From(DateTimeZone zone) => Get(Filters.From) is { } day ? zone.AtStartOfDay(day).ToInstant() : null;

    /// <summary>When the last day asked for is over in a zone; null for no bound.</summary>
    public Instant? Until(DateTimeZone zone) => Get(Filters.To) is { } day ? zone.AtStartOfDay(day.PlusDays(1)).ToInstant() : null;

    /// <summary>The address of another page of the same list.</summary>
    public string PageAt(int page)
    {
        var others = _given.Where(pair => !string.Equals(pair.Key, Filters.Page.Name, StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value));
        return Path + QueryString.Create(others).Add(Filters.Page.Name, page.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToString();
    }

    /// <summary>Reads the query by the filters that the endpoint names. The framework calls it.</summary>
    public static ValueTask<Asked?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(http);
        var asked = new Asked(http.Request.Path);
        var known = http.GetEndpoint()!.Metadata.GetRequiredMetadata<FiltersOfList>();
        foreach (var (name, values) in http.Request.Query)
            asked.Take(name, values, known);
        if (asked.Get(Filters.From) > asked.Get(Filters.To))
            asked._faults[Filters.From.Name] = ["The first day, from, lies behind the last, to. Exchange them."];
        return ValueTask.FromResult<Asked?>(asked);
    }

    private void Take(string name, StringValues values, FiltersOfList known)
    {
        var filter = known.Find(name);
        if (filter is null)
        {
            // To leave out what we do not know would answer another question than the one asked.
            _faults[name] = [$"There is no such parameter here. This list takes {known.Names}."];
            return;
        }

        if (values.Count > 1)
        {
            _faults[name] = ["The parameter may be given once only."];
            return;
        }

        // A form sends its empty fields too.
        if (string.IsNullOrWhiteSpace(values[0]))
            return;
        var text = values[0]!.Trim();
        if (filter.Read(text) is not { } value)
        {
            _faults[name] = [$"The parameter takes {filter.Wanted}."];
            return;
        }

        _values[name] = value;
        _given.Add(KeyValuePair.Create(name, text));
    }
}
