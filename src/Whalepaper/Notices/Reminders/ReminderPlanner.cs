using System.Threading.Channels;
using Whalepaper.Data;

namespace Whalepaper.Notices.Reminders;

/// <summary>Plans reminders: soon after the start, every quarter of an hour, and shortly after anything changed that they follow from.</summary>
internal sealed partial class ReminderPlanner(IServiceScopeFactory scopes, TimeProvider time, ILogger<ReminderPlanner> logger) : BackgroundService, IChangeListener
{
    /// <summary>How long after the start the first readers have the machine to themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>How often it plans when nothing changes.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <summary>How long it waits after a change: most come several at a time.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    // Who joins, or begins to follow a track, waits for the quarter of an hour: people change something about themselves all the time.
    private static readonly string[] causes = [ChangeTags.Talks, ChangeTags.Meetings, ChangeTags.Group];

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (causes.Any(tags.Contains))
            _wake.Writer.TryWrite(true);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Patience, time, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await PlanAsync(stoppingToken);
            await RestAsync(stoppingToken);
            await Task.Delay(Calm, time, stoppingToken);
        }
    }

    private async Task PlanAsync(CancellationToken stop)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var planned = await scope.ServiceProvider.GetRequiredService<ReminderPlanning>().PlanAsync(stop);
            if (planned.Missed > 0)
                Missed(planned.Missed);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            Failed(exception);
        }
    }

    private async Task RestAsync(CancellationToken stop)
    {
        using var late = new CancellationTokenSource(Interval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            await _wake.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // It is time to look, or to end.
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Missed} reminder(s) were due while the program was not running; what a later one says as well was dropped, the outbox lists it.")]
    private partial void Missed(int missed);

    [LoggerMessage(LogLevel.Error, "Reminders could not be planned.")]
    private partial void Failed(Exception exception);
}
