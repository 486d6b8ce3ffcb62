using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// Sends what is due, in every copy of the program. Whoever saves a delivery here wakes it; what others save, or the clock makes due, it finds by
/// looking.
/// </summary>
internal sealed partial class DeliveryWorker(IServiceScopeFactory scopes, DeliveryTiming timing, IClock clock, TimeProvider time, ILogger<DeliveryWorker> logger)
    : RecurringWork(time, timing.Patience.ToTimeSpan()), IChangeListener
{
    private static readonly Duration tidies = Duration.FromHours(1);

    private Instant _tidiedAt = Instant.MinValue;

    /// <inheritdoc />
    protected override TimeSpan AfterFailure => timing.Poll.ToTimeSpan();

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Contains(ChangeTags.Deliveries))
            Wake();
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends all that is due.</summary>
    /// <returns>How long to rest then.</returns>
    public async Task<Duration> DrainAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var scope = scopes.CreateAsyncScope();
            var round = scope.ServiceProvider.GetRequiredService<DeliveryRound>();
            if (await round.RunAsync(stop) > 0)
                continue;
            if (!_tidiedAt.IsWithin(tidies, clock.GetCurrentInstant()))
            {
                await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().TidyAsync(clock.GetCurrentInstant(), stop);
                _tidiedAt = clock.GetCurrentInstant();
            }

            var rest = await round.NextAsync(stop) is { } next ? next - clock.GetCurrentInstant() : timing.Poll;
            return Duration.Max(Duration.Zero, Duration.Min(rest, timing.Poll));
        }

        return timing.Poll;
    }

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop) => (await DrainAsync(stop)).ToTimeSpan();

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "Deliveries could not be sent.")]
    protected override partial void Failed(Exception exception);
}
