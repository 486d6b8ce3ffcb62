using Whalepaper.Data;

namespace Whalepaper.Notices.Reminders;

/// <summary>Plans reminders: soon after the start, every quarter of an hour, and shortly after anything changed that they follow from.</summary>
internal sealed partial class ReminderPlanner(IServiceScopeFactory scopes, TimeProvider time, ILogger<ReminderPlanner> logger) : RecurringWork(time, Patience), IChangeListener
{
    /// <summary>How long after the start the first readers have the machine to themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>How often it plans when nothing changes.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    /// <summary>How soon it plans again where something was left undone.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    // Who joins, or follows another track, waits for the next look.
    private static readonly string[] causes = [ChangeTags.Talks, ChangeTags.Meetings, ChangeTags.Group];

    /// <inheritdoc />
    protected override TimeSpan Calm => TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override TimeSpan AfterFailure => Soon;

    /// <inheritdoc />
    public ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken)
    {
        if (causes.Any(tags.Contains))
            Wake();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var planned = await scope.ServiceProvider.GetRequiredService<ReminderPlanning>().PlanAsync(stop);
        if (planned.Missed > 0)
            Missed(planned.Missed);
        // Another copy got in the way of a part of it.
        return planned.IsCut ? Soon : Interval;
    }

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "Reminders could not be planned.")]
    protected override partial void Failed(Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Missed} reminder(s) were due while the program was not running; what a later one says as well was dropped, the outbox lists it.")]
    private partial void Missed(int missed);
}
