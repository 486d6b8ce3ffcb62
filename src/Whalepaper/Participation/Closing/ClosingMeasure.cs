using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Policy;
using Whalepaper.Talks;

namespace Whalepaper.Participation.Closing;

/// <summary>Measures the members of a topic, some hundred at a time, and writes down those of whom a closing keeps a case.</summary>
/// <param name="db">The data.</param>
/// <param name="closingId">The closing's database number.</param>
/// <param name="frames">The topic, and the one before it, which tells who was low then.</param>
internal sealed class ClosingMeasure(WhalepaperDb db, int closingId, TopicFrames frames)
{
    /// <summary>Measures the next, and saves.</summary>
    /// <returns>The last one's number, null where there are no more; and how many they were.</returns>
    public async Task<(int? Last, int Count)> MeasureAsync(int after, int most, CancellationToken cancellation)
    {
        var some = await db.RollSpanAsync(frames, after, most, cancellation);
        if (some.Count == 0)
            return (null, 0);
        foreach (var line in some)
        {
            // Whoever is exempt is shown where they would have been low; the committee and the organizer in any case, and whoever was hardly asked for anything because they were excused.
            var verdict = line.Meter.Now;
            var bare = line.Meter.Policy.Judge(verdict.Evidence, new Circumstances(verdict.Circumstances.WasLow));
            if (bare.Kind is VerdictKind.Low || line.Role is not Role.None || line.Meter.Policy.IsMostlyExcused(verdict))
                db.Add(new ClosingCase(closingId, line.MemberId, line.Role, verdict));
        }

        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        return (some[^1].MemberId, some.Count);
    }
}

/// <summary>What steps of a closing look at before they are taken.</summary>
internal static class ClosingConditions
{
    /// <summary>How many talks of a topic have a date that is not over: as long as there are any, the topic is not. Whoever shares in this hour would be measured as if they did not.</summary>
    public static async Task<int> TalksAheadOfAsync(this WhalepaperDb db, int topicId, Instant now, CancellationToken cancellation)
    {
        // No meeting takes a day.
        var since = now - Duration.FromDays(1);
        var dates = await db.DatesOfTalks(topicId).Where(m => m.StartsAt > since).Select(m => new { m.StartsAt, m.Minutes }).ToListAsync(cancellation);
        return dates.Count(date => date.StartsAt + Duration.FromMinutes(date.Minutes) > now);
    }

    /// <summary>How many talks of a topic had their date, and nobody noted what came of them: who shares them counts as not having done so.</summary>
    public static Task<int> TalksUnnotedOfAsync(this WhalepaperDb db, int topicId, Instant now, CancellationToken cancellation) =>
        db.DatesOfTalks(topicId).CountAsync(m => m.StartsAt <= now, cancellation);

    /// <summary>How many disputes about the ledger of a topic wait for an answer: what is frozen does not follow it.</summary>
    public static Task<int> DisputesOpenOfAsync(this WhalepaperDb db, int topicId, CancellationToken cancellation) =>
        db.LedgerDisputes.CountAsync(d => d.TopicId == topicId && d.AnsweredAt == null, cancellation);

    /// <summary>Whether somebody is left to run the house once those move about whom that is decided, and one more.</summary>
    /// <param name="db">The data.</param>
    /// <param name="closingId">The closing's database number.</param>
    /// <param name="alsoId">One more who would move: their database number; 0 for nobody.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Task<bool> KeepsOrganizerAsync(this WhalepaperDb db, int closingId, int alsoId, CancellationToken cancellation) =>
        db.Members.AnyAsync(m => m.Role == Role.Organizer && m.LeftAt == null && m.Id != alsoId
            && !db.ClosingCases.Any(c => c.ClosingId == closingId && c.MemberId == m.Id && (c.Decision == ClosingDecision.ToOpen || c.Decision == ClosingDecision.ToFormer)), cancellation);

    // The meeting of each talk that was neither given nor ended, as often as it has such talks.
    private static IQueryable<Meeting> DatesOfTalks(this WhalepaperDb db, int topicId) =>
        db.Talks.Ahead().Where(t => t.TopicId == topicId).Join(db.Meetings.Where(m => m.CancelledAt == null), t => t.MeetingId, m => (int?)m.Id, (_, m) => m);
}
