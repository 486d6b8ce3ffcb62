namespace Whalepaper.Watching;

/// <summary>
/// Sends traces and metrics to a collector, where one is named. Where none is, nothing of it is loaded: what a program does not use costs its start and its
/// memory all the same.
/// </summary>
internal static class Exporting
{
    /// <summary>The setting that names the collector, as every program with OpenTelemetry knows it; the others of its kind hold too.</summary>
    public const string Setting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds it, if a collector is named.</summary>
    /// <exception cref="InvalidOperationException">It is no address.</exception>
    public static void AddExporting(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Configuration[Setting]?.Trim() is not { Length: > 0 } collector)
            return;
        if (!Uri.TryCreate(collector, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new InvalidOperationException($"{Setting} is no web address. It takes such as http://127.0.0.1:4317.");
        Collector.Add(builder);
    }
}
