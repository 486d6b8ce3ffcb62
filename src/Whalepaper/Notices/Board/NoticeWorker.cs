using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Board;

/// <summary>
/// Lets out what is due and writes down who is to be told, in every copy of the program. Whoever saves a notice here wakes it; what others save, or the
/// clock makes due, it finds by looking.
/// </summary>
internal sealed partial class NoticeWorker(IServiceScopeFactory scopes, DeliveryTiming timing, IClock clock, TimeProvider time, ILogger<NoticeWorker> logger)
    : RecurringWork(time, timing.Patience.ToTimeSpan()), IChangeListener
{
    // Between two pieces, whoever else wants to write has the database: on SQLite, who waits for it only looks from time to time.
    private static readonly TimeSpan breath = TimeSpan.FromMilliseconds(20);

    private readonly TimeProvider _time = time;

    /// <inheritdoc />
    protected override TimeSpan AfterFailure => timing.Poll.ToTimeSpan();

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (tags.Contains(ChangeTags.Notices))
            Wake();
        return ValueTask.CompletedTask;
    }

    /// <summary>Does all that there is to do.</summary>
    /// <returns>How long to rest then.</returns>
    public async Task<Duration> DrainAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await using var scope = scopes.CreateAsyncScope();
            var round = scope.ServiceProvider.GetRequiredService<NoticeRound>();
            if (await round.StepAsync(stop))
            {
                await Task.Delay(breath, _time, stop);
                continue;
            }

            var rest = await round.NextAsync(stop) is { } next ? next - clock.GetCurrentInstant() : timing.Poll;
            // Who lost a race leaves it to the other one, and does not look again at once.
            return Duration.Max(Duration.FromSeconds(1), Duration.Min(rest, timing.Poll));
        }

        return timing.Poll;
    }

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop) => (await DrainAsync(stop)).ToTimeSpan();

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "Notices could not be sent.")]
    protected override partial void Failed(Exception exception);
}
