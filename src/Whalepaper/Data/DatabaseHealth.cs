using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Whalepaper.Data;

/// <summary>Whether the database answers, and has the form that this version of the program works with.</summary>
internal sealed class DatabaseHealth(WhalepaperDb db, DatabaseSetup setup) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        !await db.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Unhealthy("The database does not answer.")
        : await setup.PendingAsync(cancellationToken) is { Count: > 0 } ? HealthCheckResult.Unhealthy("The database lacks migrations. Run 'whalepaper migrate'.")
        : HealthCheckResult.Healthy();
}
