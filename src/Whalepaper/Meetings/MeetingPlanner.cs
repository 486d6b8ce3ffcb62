using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Meetings;

/// <summary>Keeps the plan rolling: once soon after the start, then every day. Several copies of the program may do so at once.</summary>
internal sealed partial class MeetingPlanner(IServiceScopeFactory scopes, IClock clock, TimeProvider time, ILogger<MeetingPlanner> logger) : RecurringWork(time, Patience)
{
    /// <summary>How long after the start the first readers have the machine to themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How often it plans: the horizon of a topic without an end moves by the day.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <inheritdoc />
    /// <remarks>A planner that dies of one bad hour would leave the calendar to run dry unseen: it says so and tries again.</remarks>
    protected override TimeSpan AfterFailure => TimeSpan.FromHours(1);

    /// <inheritdoc />
    protected override async Task<TimeSpan> WorkAsync(CancellationToken stop)
    {
        await using var scope = scopes.CreateAsyncScope();
        var outcome = await MeetingPlanning.PlanAsync(scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), clock, stop);
        if (!outcome.IsNothing)
            Planned(outcome.Added.Count, outcome.Changed.Count, outcome.Removed.Count);
        return Interval;
    }

    /// <inheritdoc />
    [LoggerMessage(LogLevel.Error, "Meetings could not be planned.")]
    protected override partial void Failed(Exception exception);

    [LoggerMessage(LogLevel.Information, "Meetings planned: {Added} added, {Changed} changed, {Removed} removed.")]
    private partial void Planned(int added, int changed, int removed);
}
