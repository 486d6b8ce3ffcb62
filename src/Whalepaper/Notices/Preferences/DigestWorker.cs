using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Preferences;

/// <summary>Looks every few minutes whose morning it is. Several copies of the program may do so at once.</summary>
internal sealed partial class DigestWorker(IServiceScopeFactory scopes, IMastheadSource mastheads, IClock clock, TimeProvider time, ILogger<DigestWorker> logger) : RecurringWork(time, Patience)
{
    /// <summary>How long after the start the first readers have the machine to themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How often it looks: a digest comes so much after its hour at the latest.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    /// <remarks>The day is long enough to try again.</remarks>
    protected override TimeSpan AfterFailure => Interval;

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var group = await mastheads.ReadAsync(stop);
        await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().PlanDigestsAsync(group.Zone, clock.GetCurrentInstant(), stop);
        return Interval;
    }

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "Digests could not be planned.")]
    protected override partial void Failed(Exception exception);
}
