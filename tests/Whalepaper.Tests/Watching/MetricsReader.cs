using System.Text;

namespace Whalepaper.Tests.Watching;

/// <summary>A figure as Prometheus takes it.</summary>
internal sealed record Sample(string Family, string Kind, string Help, string Name, IReadOnlyDictionary<string, string> Labels, double? Value);

/// <summary>Reads <c>/metrics</c> with Debian's python3-prometheus-client, which shares nothing with what wrote it.</summary>
internal static class MetricsReader
{
    public static Task<List<Sample>> ReadAsync(string page) => PythonReader.ReadAsync<List<Sample>>("Watching/read_metrics.py", Encoding.UTF8.GetBytes(page));

    /// <summary>The one value with this name, and with this label if one is named.</summary>
    public static double Of(this IEnumerable<Sample> samples, string name, string? label = null, string? value = null) => samples
        .Single(sample => sample.Name == name && (label is null ? sample.Labels.Count == 0 : sample.Labels.GetValueOrDefault(label) == value)).Value!.Value;
}
