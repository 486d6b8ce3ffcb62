using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Topics;

namespace Whalepaper.Meetings;

/// <summary>Brings the stored meetings in line with topics, slots and skipped dates; see <see cref="MeetingReconciliation"/> for the rules.</summary>
public static class MeetingPlanning
{
    // Each attempt loses only to a planner that got something done, so a few are plenty.
    private const int Attempts = 5;

    /// <summary>Plans, and saves. Call it after an import and after a change of slots, topics or skipped dates, with those saved.</summary>
    /// <param name="db">A context without unsaved changes. If somebody else planned meanwhile, it lets go of all it had loaded.</param>
    /// <param name="clock">Tells the present.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidOperationException">The context holds unsaved changes.</exception>
    public static async Task<PlanningOutcome> PlanAsync(WhalepaperDb db, IClock clock, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (db.ChangeTracker.HasChanges())
            throw new InvalidOperationException("Save the changes first: meetings are planned from what is stored.");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await PlanOnceAsync(db, clock.GetCurrentInstant(), cancellation);
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                // Another copy of the program planned the same day, or somebody took a date that was about to go. Look again.
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>What <see cref="PlanAsync"/> would do; changes nothing.</summary>
    public static Task<PlanningOutcome> PreviewAsync(WhalepaperDb db, IClock clock, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        return ReconcileAsync(db, db.Meetings.AsNoTrackingWithIdentityResolution(), clock.GetCurrentInstant(), cancellation);
    }

    private static async Task<PlanningOutcome> PlanOnceAsync(WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        var outcome = await ReconcileAsync(db, db.Meetings, now, cancellation);
        if (outcome.IsNothing)
            return outcome;
        db.AddRange(outcome.Added);
        db.RemoveRange(outcome.Removed);
        await db.SaveChangesAsync(cancellation);
        return outcome;
    }

    private static async Task<PlanningOutcome> ReconcileAsync(WhalepaperDb db, IQueryable<Meeting> meetings, Instant now, CancellationToken cancellation)
    {
        var group = await db.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == Group.TheOne, cancellation);
        if (group is null)
            return PlanningOutcome.None;
        var topics = await db.Topics.AsNoTrackingWithIdentityResolution().AsSplitQuery()
            .Where(topic => topic.ClosedAt == null)
            .Include(topic => topic.Tracks).ThenInclude(part => part.Track)
            .Include(topic => topic.Skipped)
            .ToListAsync(cancellation);
        var plan = MeetingPlan.Of(topics, group.Zone, now);
        var opened = await db.Sessions.Where(session => db.Meetings.Any(meeting => meeting.Id == session.MeetingId && meeting.StartsAt > now)).Select(session => session.MeetingId).ToListAsync(cancellation);
        return MeetingReconciliation.Of(plan, await ExistingAsync(meetings, topics, plan, now, cancellation), now, opened.ToHashSet());
    }

    private static Task<List<Meeting>> ExistingAsync(
        IQueryable<Meeting> meetings, List<Topic> topics, IReadOnlyList<PlannedDay> plan, Instant now, CancellationToken cancellation)
    {
        var topicIds = topics.ConvertAll(topic => topic.Id);
        var firstWeek = plan.Count > 0 ? plan.Min(day => day.Occurrence.Week) : LocalDate.MaxIsoValue;
        return meetings
            .Include(meeting => meeting.Talks)
            .Where(meeting => meeting.StartsAt > now || meeting.PlannedOn >= firstWeek || topicIds.Contains(meeting.TopicId))
            .ToListAsync(cancellation);
    }
}
