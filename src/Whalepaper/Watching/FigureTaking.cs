namespace Whalepaper.Watching;

/// <summary>Asks the database for the figures of the house again and again, where a collector is sent them: it is not asked at the moment at which they are sent.</summary>
internal sealed partial class FigureTaking(HouseMeter meter, TimeProvider time, ILogger<FigureTaking> logger) : RecurringWork(time, TimeSpan.FromSeconds(5))
{
    // Half of what collectors are sent by themselves.
    private static readonly TimeSpan interval = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    protected override TimeSpan AfterFailure => interval;

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop)
    {
        await meter.RefreshAsync(stop);
        return interval;
    }

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "The figures of the house could not be taken.")]
    protected override partial void Failed(Exception exception);
}
