using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Whalepaper.Watching;

/// <summary>What one instrument measured, by the labels that are told of it.</summary>
internal sealed class MeterFamily
{
    /// <summary>The most combinations of labels that are told apart; what is more is left out.</summary>
    public const int MostSeries = 2_000;

    // Seconds, as the conventions for requests name them.
    private static readonly double[] bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private readonly Lock _lock = new();
    private readonly Dictionary<Labels, Series> _series = [];
    private readonly IReadOnlyList<string> _labels;
    private readonly string _help;
    private readonly string _kind;
    private readonly bool _isObserved;

    /// <summary>Begins to keep what an instrument measures.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="labels">Which of its tags are told, three at most.</param>
    public MeterFamily(Instrument instrument, IReadOnlyList<string> labels)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        var type = instrument.GetType().Name;
        _kind = type.StartsWith("Histogram", StringComparison.Ordinal) ? "histogram"
            : type.Contains("Counter", StringComparison.Ordinal) && !type.Contains("UpDown", StringComparison.Ordinal) ? "counter" : "gauge";
        _isObserved = instrument.IsObservable;
        _labels = labels;
        _help = (instrument.Description ?? instrument.Name).Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        Name = instrument.Name.Replace('.', '_') + Unit(instrument.Unit) + (_kind is "counter" ? "_total" : "");
    }

    /// <summary>The name under which it is told.</summary>
    public string Name { get; }

    /// <summary>Takes a measurement.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = new Labels(Value(0, tags), Value(1, tags), Value(2, tags));
        lock (_lock)
        {
            if (!_series.TryGetValue(key, out var series))
            {
                if (_series.Count >= MostSeries)
                    return;
                _series.Add(key, series = new Series(_kind is "histogram" ? new long[bounds.Length] : []));
            }

            series.Sum = _isObserved ? value : series.Sum + value;
            if (_kind is not "histogram")
                return;
            series.Count++;
            var bound = Array.FindIndex(bounds, upper => value <= upper);
            if (bound >= 0)
                series.Buckets[bound]++;
        }
    }

    /// <summary>Forgets what is looked up anew each time, so that what is not there any more is not told.</summary>
    public void Begin()
    {
        if (!_isObserved)
            return;
        lock (_lock)
            _series.Clear();
    }

    /// <summary>Writes it down as Prometheus reads it.</summary>
    public void Write(StringBuilder page)
    {
        ArgumentNullException.ThrowIfNull(page);
        lock (_lock)
        {
            if (_series.Count == 0)
                return;
            page.Append("# HELP ").Append(Name).Append(' ').Append(_help).Append('\n').Append("# TYPE ").Append(Name).Append(' ').Append(_kind).Append('\n');
            foreach (var (labels, series) in _series.OrderBy(one => one.Key.ToString(), StringComparer.Ordinal))
                Write(page, labels, series);
        }
    }

    private void Write(StringBuilder page, Labels labels, Series series)
    {
        if (_kind is not "histogram")
        {
            Line(page, "", labels, null, series.Sum);
            return;
        }

        long below = 0;
        for (var at = 0; at < bounds.Length; at++)
            Line(page, "_bucket", labels, Said(bounds[at]), below += series.Buckets[at]);
        Line(page, "_bucket", labels, "+Inf", series.Count);
        Line(page, "_sum", labels, null, series.Sum);
        Line(page, "_count", labels, null, series.Count);
    }

    private void Line(StringBuilder page, string suffix, Labels labels, string? bound, double value)
    {
        var pairs = new[] { labels.First, labels.Second, labels.Third }.Take(_labels.Count)
            .Select((label, at) => (Name: _labels[at].Replace('.', '_'), Value: label)).Append((Name: "le", Value: bound)).Where(pair => pair.Value is not null)
            .Select(pair => $"{pair.Name}=\"{Escaped(Convert.ToString(pair.Value, CultureInfo.InvariantCulture)!)}\"");
        var set = string.Join(',', pairs);
        page.Append(Name).Append(suffix).Append(set.Length > 0 ? $"{{{set}}}" : "").Append(' ').Append(Said(value)).Append('\n');
    }

    private object? Value(int label, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (label < _labels.Count)
        {
            foreach (var tag in tags)
            {
                if (string.Equals(tag.Key, _labels[label], StringComparison.Ordinal))
                    return tag.Value;
            }
        }

        return null;
    }

    private static string Escaped(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);

    private static string Said(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Unit(string? unit) => unit switch
    {
        "s" => "_seconds",
        "By" => "_bytes",
        _ => "",
    };

    private readonly record struct Labels(object? First, object? Second, object? Third);

    private sealed class Series(long[] buckets)
    {
        public long[] Buckets { get; } = buckets;

        public long Count { get; set; }

        public double Sum { get; set; }
    }
}
