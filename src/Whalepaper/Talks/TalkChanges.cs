using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Talks.Claiming;
using Whalepaper.Topics;

namespace Whalepaper.Talks;

/// <summary>What the commands on talks share: loading one to change it, and what follows when one ends.</summary>
internal static class TalkChanges
{
    /// <summary>A talk with all that its rules look at; null if there is none.</summary>
    public static async Task<Talk?> TalkForChangeAsync(this WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var talk = await db.Talks.Include(t => t.Meeting).Include(t => t.Confirmation).Include(t => t.Giving).Include(t => t.Acceptance).Include(t => t.Ending)
            .SingleOrDefaultAsync(t => t.Id == id, cancellation);
        if (talk is null)
            return null;
        // Asked one by one: a question that the framework splits pairs its parts by all keys of the first, and a yes that is given in between would tear them apart.
        await db.TalkPresenters.Include(p => p.Member).Where(p => p.TalkId == id).OrderBy(p => p.Position).LoadAsync(cancellation);
        await db.TalkPapers.Include(p => p.Paper).Include(p => p.Entry.List.Topic).Include(p => p.Entry.List.Track).Where(p => p.TalkId == id).OrderBy(p => p.Position).LoadAsync(cancellation);
        return talk;
    }

    /// <summary>The presenter of this number; null if they do not share it.</summary>
    public static Member? PresenterOf(this Talk talk, int? memberId) => talk.Presenters.FirstOrDefault(p => p.MemberId == memberId)?.Member;

    /// <summary>The page on which what was agreed is changed; the talk's own once nothing is any more.</summary>
    public static string PageOfChanges(this Talk talk) => talk.IsAhead ? $"/talks/{talk.Id}/handover" : $"/talks/{talk.Id}";

    /// <summary>What it is about, in one line.</summary>
    public static string TitleOf(this Talk talk) => string.Join(" · ", talk.Papers.OrderBy(p => p.Position).Select(p => p.Paper.Title));

    /// <summary>
    /// Ends a talk and saves what follows, all or nothing: offers of it have no object any more, and who waited longest for its paper moves up,
    /// to the same date if they can.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="talk">The talk.</param>
    /// <param name="end">What ends it.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task EndTalkAsync(this WhalepaperDb db, Talk talk, Action end, Instant now, CancellationToken cancellation)
    {
        await using var unit = db.Database.CurrentTransaction is null ? await db.BeginWritingAsync(cancellation) : null;
        var (meeting, entries) = (talk.Meeting, talk.Papers.Where(p => p.ReleasedAt is null).Select(p => p.Entry).ToList());
        end();
        await db.Handovers.Where(h => h.End == null && (h.TalkId == talk.Id || h.SwapId == talk.Id)).ForEachAsync(h => h.Lapse(now), cancellation);
        // Paper and seat are free in the database before somebody else takes them there.
        await db.SaveChangesAsync(cancellation);
        foreach (var entry in entries)
            meeting = await MoveUpAsync(db, entry, meeting, now, cancellation) ? null : meeting;
        await db.SaveChangesAsync(cancellation);
        if (unit is not null)
            await unit.CommitAsync(cancellation);
    }

    /// <summary>Ends offers that were about a date which a talk has no longer: swaps, and what somebody took for that date and the committee did not answer yet.</summary>
    public static Task LapseOffersOfDatesAsync(this WhalepaperDb db, IReadOnlyCollection<int> talks, Instant now, CancellationToken cancellation) =>
        db.Handovers.Where(h => h.End == null && ((h.SwapId != null && (talks.Contains(h.TalkId) || talks.Contains(h.SwapId.Value))) || (h.TakenAt != null && talks.Contains(h.TalkId))))
            .ForEachAsync(h => h.Lapse(now), cancellation);

    /// <summary>Takes somebody who leaves out of all that is still to come: others share without them, or the paper is free again.</summary>
    public static async Task LeaveTalksAsync(this WhalepaperDb db, Member leaver, Instant now, CancellationToken cancellation)
    {
        await db.Handovers.Where(h => h.End == null && (h.FromId == leaver.Id || h.ToId == leaver.Id || h.TakenById == leaver.Id)).ForEachAsync(h => h.Lapse(now), cancellation);
        db.RemoveRange(await db.WaitingPlaces.Where(w => w.MemberId == leaver.Id).ToListAsync(cancellation));
        db.RemoveRange(await db.Standbys.Where(s => s.MemberId == leaver.Id).ToListAsync(cancellation));
        db.RemoveRange(await db.AwayDays.Where(days => days.MemberId == leaver.Id).ToListAsync(cancellation));
        await db.PlanDrafts.Include(d => d.Placements).Include(d => d.Steps).AsSplitQuery().ForEachAsync(d => d.Forget(leaver.Id, now), cancellation);
        foreach (var id in await db.Talks.Ahead().Where(t => t.Presenters.Any(p => p.MemberId == leaver.Id)).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(cancellation))
        {
            var talk = (await db.TalkForChangeAsync(id, cancellation))!;
            var late = await db.IsLateAsync(talk, now, cancellation);
            if (talk.Presenters.Count > 1)
                talk.StepOut(leaver, leaver, now, late);
            else
                await db.EndTalkAsync(talk, () => talk.Withdraw(leaver, now, null, late), now, cancellation);
        }
    }

    /// <summary>Lets whoever waited longest have the papers of talks that ended while nobody was to move up, as far as they are free by now; with saves of its own.</summary>
    /// <param name="db">The database, in a transaction.</param>
    /// <param name="talks">The talks that ended: their database numbers.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task MoveUpAllAsync(this WhalepaperDb db, IReadOnlyCollection<int> talks, Instant now, CancellationToken cancellation)
    {
        var freed = await db.TalkPapers.Include(p => p.Entry.Paper).Include(p => p.Entry.List.Topic).Include(p => p.Entry.List.Track)
            .Where(p => talks.Contains(p.TalkId) && !db.TalkPapers.Any(other => other.EntryId == p.EntryId && other.ReleasedAt == null) && db.WaitingPlaces.Any(w => w.EntryId == p.EntryId))
            .OrderBy(p => p.Id).ToListAsync(cancellation);
        foreach (var entry in freed.Select(p => p.Entry).Distinct())
        {
            await MoveUpAsync(db, entry, null, now, cancellation);
            await db.SaveChangesAsync(cancellation);
        }
    }

    private static async Task<bool> MoveUpAsync(WhalepaperDb db, ReadingListEntry entry, Meetings.Meeting? meeting, Instant now, CancellationToken cancellation)
    {
        if (entry.List.Topic.State is not TopicState.Running)
            return false;
        var date = meeting is { CancelledAt: null } && meeting.StartsAt > now ? meeting : null;
        var day = date is null ? default : await db.GroupDayAsync(date.StartsAt, cancellation);
        var waiting = await db.WaitingPlaces.Include(w => w.Member).Where(w => w.EntryId == entry.Id && w.Member.LeftAt == null).OrderBy(w => w.At).ThenBy(w => w.MemberId).ToListAsync(cancellation);
        var facts = await db.FactsAsync([.. waiting.Select(w => w.MemberId)], entry.TopicId, date, 0, cancellation);
        foreach (var place in waiting)
        {
            if (!place.Member.CanShareIn(entry.List.Track.IsOpen))
                continue;
            var against = Claim.Engaged(place.Member, entry.TopicId, date, day, facts).ToList();
            if (against.Exists(objection => objection.What is Obstacle.TooMany))
                continue;
            var talk = Talk.MoveUp(entry, place.Member, now, place.Member.Standing is not Standing.Inner);
            // Who cannot come on that day has the paper all the same, and looks for another date.
            var keeps = date is not null && facts.FreeSeat is not null && !against.Exists(objection => objection.What is Obstacle.AtOnce or Obstacle.Away);
            if (keeps)
                talk.ScheduleAt(date!, facts.FreeSeat!.Value, now);
            db.Add(talk);
            db.Remove(place);
            return keeps;
        }

        return false;
    }
}
