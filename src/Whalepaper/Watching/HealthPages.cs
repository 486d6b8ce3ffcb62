using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Whalepaper.Data;

namespace Whalepaper.Watching;

/// <summary>
/// Two addresses for whoever keeps the program running. <c>/health/live</c>: the process answers, and to start it anew would help nobody. <c>/health/ready</c>:
/// readers can be sent here, since the database answers, has every migration, and the program is not about to end.
/// </summary>
internal static class HealthPages
{
    private const string Ready = "ready";

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: [Ready]).AddCheck<Closing>("closing", tags: [Ready]);
        services.AddSingleton<Closing>();
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new() { Predicate = _ => false, ResponseWriter = WriteAsync });
        routes.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = WriteAsync });
    }

    // The words are ours: what was thrown may say more of the house than everybody should know.
    private static Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        var text = new StringBuilder(report.Status.ToString());
        foreach (var (name, said) in report.Entries.Where(entry => entry.Value.Status is not HealthStatus.Healthy))
            text.Append('\n').Append(name).Append(": ").Append(said.Exception is null ? said.Description : "failed, the log tells why");
        return http.Response.WriteAsync(text.ToString(), http.RequestAborted);
    }

    /// <summary>Whether the program is about to end: who was told so sends no more readers.</summary>
    private sealed class Closing(IHostApplicationLifetime life) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(life.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("The program is about to end.") : HealthCheckResult.Healthy());
    }
}
