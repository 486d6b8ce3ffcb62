using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Whalepaper.Data;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabaseHealth(WhalepaperDb db) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database does not answer.");
}
