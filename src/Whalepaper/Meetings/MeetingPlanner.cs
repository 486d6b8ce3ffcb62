using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Meetings;

/// <summary>Keeps the plan rolling: once soon after the start, then every day. Several copies of the program may do so at once.</summary>
public sealed partial class MeetingPlanner(IServiceScopeFactory scopes, IClock clock, TimeProvider time, ILogger<MeetingPlanner> logger) : BackgroundService
{
    /// <summary>How long after the start the first readers have the machine to themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How often it plans: the horizon of a topic without an end moves by the day.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromDays(1);

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
            var outcome = await MeetingPlanning.PlanAsync(scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), clock, cancellation);
            if (!outcome.IsNothing)
                Planned(outcome.Added.Count, outcome.Changed.Count, outcome.Removed.Count);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // A planner that dies of one bad hour would leave the calendar to run dry unseen: it says so and tries again tomorrow.
            Failed(exception);
        }
    }

    [LoggerMessage(LogLevel.Information, "Meetings planned: {Added} added, {Changed} changed, {Removed} removed.")]
    private partial void Planned(int added, int changed, int removed);

    [LoggerMessage(LogLevel.Error, "Meetings could not be planned.")]
    private partial void Failed(Exception exception);
}
