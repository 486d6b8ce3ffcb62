using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Policy;

namespace Whalepaper.Participation.Excuses;

/// <summary>A meeting of a member's own tracks, and what is known of them there.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Mark">What is known; <see cref="Policy.Mark.Held"/> for missed.</param>
/// <param name="Word">What the member said too late; null for nothing.</param>
/// <param name="Reason">Why the committee accepted it; null where it did not.</param>
/// <param name="IsSaid">Whether the member said too late, with a word or without, that they were kept away, and the committee did not accept it.</param>
public sealed record MarkLine(FramedMeeting Meeting, Mark Mark, string? Word, string? Reason, bool IsSaid);

/// <summary>A leave that the committee entered.</summary>
/// <param name="Id">Its number.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Reason">Why; null where the member entered it.</param>
/// <param name="IsByCommittee">Whether the committee entered it.</param>
public sealed record LeaveLine(int Id, LocalDate From, LocalDate To, string? Reason, bool IsByCommittee);

/// <summary>What is known of one member at the meetings of a topic.</summary>
public static class MarkQueries
{
    /// <summary>Reads it: the meetings held in their tracks since they joined, the newest first. It counts to what the verdict says.</summary>
    /// <param name="db">The data.</param>
    /// <param name="member">Whose.</param>
    /// <param name="frame">The topic.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<MarkLine>> MarksAsync(this WhalepaperDb db, Member member, TopicFrame frame, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(frame);
        var own = new OwnMeetings(await FollowedTimes.ReadAsync(db, db.Members.Where(m => m.Id == member.Id), cancellation), frame, member.Id, member.Standing is Standing.Inner ? member.StandingSince : null);
        var meetings = frame.Held.Where(own.Includes).OrderByDescending(meeting => meeting.StartsAt).ToList();
        int[] ids = [.. meetings.Select(meeting => meeting.Id)];
        var there = (await db.Attendances.Where(a => a.MemberId == member.Id && EF.Parameter(ids).Contains(a.MeetingId)).Select(a => a.MeetingId).ToListAsync(cancellation)).ToHashSet();
        var excused = (await ExcusedDates.ReadAsync(db, meetings, db.Members.Where(m => m.Id == member.Id), cancellation)).ToLookup(one => one.MeetingId, one => one.Counts);
        var words = await db.Excuses.AsNoTracking().Where(e => e.MemberId == member.Id && EF.Parameter(ids).Contains(e.MeetingId)).ToDictionaryAsync(e => e.MeetingId, cancellation);
        return meetings.ConvertAll(meeting => new MarkLine(
            meeting,
            there.Contains(meeting.Id) ? Mark.Attended : excused[meeting.Id].Contains(true) ? Mark.Excused : excused.Contains(meeting.Id) ? Mark.ExcusedLate : Mark.Held,
            words.GetValueOrDefault(meeting.Id)?.Word, words.GetValueOrDefault(meeting.Id)?.Reason, words.GetValueOrDefault(meeting.Id) is { Counts: false }));
    }

    /// <summary>Their leaves, by the first day.</summary>
    public static async Task<IReadOnlyList<LeaveLine>> LeavesAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.AwayDays.AsNoTracking().Where(days => days.MemberId == memberId && days.LeaveAt != null).OrderBy(days => days.From).ThenBy(days => days.Id)
            .Select(days => new LeaveLine(days.Id, days.From, days.To, days.LeaveReason, days.LeaveById != null)).ToListAsync(cancellation);
    }
}
