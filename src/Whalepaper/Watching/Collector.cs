using System.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Whalepaper.Watching;

/// <summary>What a collector is sent: a span for each request and each piece of work beside the requests, and the figures of <c>/metrics</c>. Logs are not sent.</summary>
internal static class Collector
{
    private static readonly string[] closed = ["url.path", "url.full", "url.query", "http.url", "http.target", "client.address", "client.port", "network.peer.address", "network.peer.port", "user_agent.original", "enduser.id"];

    /// <summary>Adds it; see <see cref="Exporting"/>.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry();
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_SERVICE_NAME"]))
            telemetry.ConfigureResource(resource => resource.AddService("whalepaper"));
        telemetry
            .WithTracing(tracing => tracing.AddSource(RecurringWork.Traces).AddAspNetCoreInstrumentation(requests => requests.EnrichWithHttpResponse = (span, _) => Hide(span)).AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter(HouseMeter.Name, "Microsoft.AspNetCore.Hosting", "System.Runtime").AddOtlpExporter());
        builder.Services.AddHostedService<FigureTaking>();
    }

    /// <summary>
    /// Takes out of a request's span what could name somebody or let somebody in: addresses of pages hold keys, those of readers and what their browsers are
    /// called are theirs. The route says what was asked for. (Not a processor of OpenTelemetry's: a type made of its parts would have them loaded in every
    /// start, since the framework looks through all of our types for pages.)
    /// </summary>
    private static void Hide(Activity span)
    {
        foreach (var tag in closed)
            span.SetTag(tag, null);
        // What was thrown may quote what was typed.
        if (span.StatusDescription is not null)
            span.SetStatus(span.Status);
    }
}
