namespace Whalepaper.Backups;

/// <summary>Looks again and again whether the backup of the day is due.</summary>
internal sealed partial class BackupClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<BackupClock> logger) : RecurringWork(time, TimeSpan.FromMinutes(2))
{
    private static readonly TimeSpan interval = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override TimeSpan AfterFailure => TimeSpan.FromMinutes(30);

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ScheduledBackup>().RunAsync(stop);
        return interval;
    }

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "The group could not be backed up.")]
    protected override partial void Failed(Exception exception);
}
