using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Participation.Measuring;

/// <summary>Somebody said a word about a meeting to which they did not come, or have not come yet.</summary>
/// <param name="MeetingId">The meeting's database number.</param>
/// <param name="MemberId">The member's database number.</param>
/// <param name="Counts">Whether it was said before the meeting began, or the committee accepts it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ExcusedDate(int MeetingId, int MemberId, bool Counts);

/// <summary>Who is excused from which meeting: by a word about the date, by a stretch of leave, or by the committee. What is said before a meeting begins counts by itself.</summary>
internal static class ExcusedDates
{
    /// <summary>Reads them; one meeting of one member can come several times.</summary>
    /// <param name="db">The data.</param>
    /// <param name="meetings">Of which meetings.</param>
    /// <param name="people">Of whom.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<List<ExcusedDate>> ReadAsync(WhalepaperDb db, List<FramedMeeting> meetings, IQueryable<Member> people, CancellationToken cancellation)
    {
        if (meetings.Count == 0)
            return [];
        int[] ids = [.. meetings.Select(meeting => meeting.Id)];
        var starts = meetings.ToDictionary(meeting => meeting.Id, meeting => meeting.StartsAt);
        // From the members to what is theirs, in this order on either engine: see RollFacts.
        var words = await (from member in people
                           from coming in db.Comings
                           where coming.MemberId == member.Id && !coming.IsComing && EF.Parameter(ids).Contains(coming.MeetingId) && !db.Attendances.Any(a => a.MeetingId == coming.MeetingId && a.MemberId == coming.MemberId)
                           select new { coming.MeetingId, coming.MemberId, coming.At }).ToListAsync(cancellation);
        var excuses = await (from member in people
                             from excuse in db.Excuses
                             where excuse.MemberId == member.Id && EF.Parameter(ids).Contains(excuse.MeetingId) && !db.Attendances.Any(a => a.MeetingId == excuse.MeetingId && a.MemberId == excuse.MemberId)
                             select new { excuse.MeetingId, excuse.MemberId, Counts = excuse.AcceptedById != null }).ToListAsync(cancellation);
        return
        [
            .. words.Select(word => new ExcusedDate(word.MeetingId, word.MemberId, word.At < starts[word.MeetingId])),
            .. excuses.Select(excuse => new ExcusedDate(excuse.MeetingId, excuse.MemberId, excuse.Counts)),
            .. await LeavesAsync(db, meetings, ids, people, cancellation),
        ];
    }

    /// <summary>Who is on leave on this day, in the group's zone: their database numbers.</summary>
    public static IQueryable<int> OnLeave(this WhalepaperDb db, DateTimeZone group, Instant now)
    {
        var today = now.InZone(group).Date;
        return db.AwayDays.Where(days => days.LeaveAt != null && days.From <= today && days.To >= today).Select(days => days.MemberId);
    }

    private static async Task<IEnumerable<ExcusedDate>> LeavesAsync(WhalepaperDb db, List<FramedMeeting> meetings, int[] ids, IQueryable<Member> people, CancellationToken cancellation)
    {
        var (first, last) = (meetings.Min(meeting => meeting.Day), meetings.Max(meeting => meeting.Day));
        var leaves = await (from member in people
                            from days in db.AwayDays
                            where days.MemberId == member.Id && days.LeaveAt != null && days.From <= last && days.To >= first
                            select new { days.MemberId, days.From, days.To, At = days.LeaveAt!.Value, ByCommittee = days.LeaveById != null }).ToListAsync(cancellation);
        if (leaves.Count == 0)
            return [];
        int[] away = [.. leaves.Select(leave => leave.MemberId).Distinct()];
        var there = (await (from member in db.Members
                            from attendance in db.Attendances
                            where EF.Parameter(away).Contains(member.Id) && attendance.MemberId == member.Id && EF.Parameter(ids).Contains(attendance.MeetingId)
                            select new { attendance.MeetingId, attendance.MemberId }).ToListAsync(cancellation)).Select(one => (one.MeetingId, one.MemberId)).ToHashSet();
        return leaves.SelectMany(leave => meetings.Where(meeting => leave.From <= meeting.Day && meeting.Day <= leave.To && !there.Contains((meeting.Id, leave.MemberId)))
            .Select(meeting => new ExcusedDate(meeting.Id, leave.MemberId, leave.ByCommittee || leave.At < meeting.StartsAt)));
    }
}
