using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Preferences;

/// <summary>Looks every few minutes whose morning it is. Several copies of the program may do so at once.</summary>
public sealed partial class DigestWorker(IServiceScopeFactory scopes, IMastheadSource mastheads, IClock clock, TimeProvider time, ILogger<DigestWorker> logger) : BackgroundService
{
    /// <summary>How long after the start the first readers have the machine to themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How often it looks: a digest comes so much after its hour at the latest.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Patience, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            timer.Period = Interval;
            await PlanAsync(stoppingToken);
        }
    }

    private async Task PlanAsync(CancellationToken cancellation)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var group = await mastheads.ReadAsync(cancellation);
            await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().PlanDigestsAsync(group.Zone, clock.GetCurrentInstant(), cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The day is long enough to try again.
            Failed(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "Digests could not be planned.")]
    private partial void Failed(Exception exception);
}
