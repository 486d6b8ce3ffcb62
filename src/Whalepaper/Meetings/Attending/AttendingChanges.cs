using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Members;

namespace Whalepaper.Meetings.Attending;

/// <summary>Who comes and who was there, as commands write it down: once, however often it is sent.</summary>
public static class AttendingChanges
{
    // Worked out once: hundreds come within a minute.
    private static readonly Prepared<Func<WhalepaperDb, int, int, CancellationToken, Task<bool>>> isThere = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int meeting, int member, CancellationToken cancellation) =>
        db.Attendances.Any(known => known.MeetingId == meeting && known.MemberId == member)));

    /// <summary>Writes down whether somebody comes, or is excused; the last word counts.</summary>
    public static async Task ComeAsync(this WhalepaperDb db, Meeting meeting, int memberId, bool isComing, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(meeting);
        var id = meeting.Id;
        await db.RepeatAsync(
            async () =>
            {
                if (await db.Comings.SingleOrDefaultAsync(coming => coming.MeetingId == id && coming.MemberId == memberId, cancellation) is { } said)
                    said.Say(meeting, isComing, now);
                else
                    db.Add(new Coming(meeting, memberId, isComing, now));
            },
            cancellation);
    }

    /// <summary>Those of some members whom a host may tick off: who joined and is not gone, and at a meeting of an inner track, whoever may come near it.</summary>
    /// <param name="members">The members.</param>
    /// <param name="isOpen">Whether the track is open to everyone who joined.</param>
    public static IQueryable<Member> ComingTo(this IQueryable<Member> members, bool isOpen) => members.Where(member =>
        member.LeftAt == null && member.MergedIntoId == null && (member.Standing == Standing.Inner || member.Standing == Standing.Candidate || (isOpen && member.Standing == Standing.Open)));

    /// <summary>Writes down that somebody is there who has the code.</summary>
    /// <returns>Whether they were not there yet.</returns>
    /// <exception cref="InvalidOperationException">The hour does not go on.</exception>
    public static Task<bool> CheckInAsync(this WhalepaperDb db, Session session, int memberId, Instant now, CancellationToken cancellation) =>
        WriteAsync(db, Attendance.WithCode(session, memberId, now), null, cancellation);

    /// <summary>Writes down that the host ticked somebody on the list; and that in the audit log, if the hour is over by then.</summary>
    /// <param name="db">The data.</param>
    /// <param name="room">The meeting.</param>
    /// <param name="memberId">Who was there.</param>
    /// <param name="byId">Who says so.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Whether they were not there yet.</returns>
    /// <exception cref="InvalidOperationException">The meeting has not begun, or is cancelled.</exception>
    public static Task<bool> TickOffAsync(this WhalepaperDb db, MeetingRoom room, int memberId, int byId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(room);
        var corrects = room.IsLive(now) ? null : new AuditEntry(AuditActs.AttendanceAdded, byId, memberId, Said(room.Meeting.Id), null, null, now);
        return WriteAsync(db, Attendance.OnList(room.Meeting, memberId, byId, now), corrects, cancellation);
    }

    /// <summary>Takes back that somebody was there, and tells the audit log; what it counted for goes with it.</summary>
    /// <returns>Whether they had been there.</returns>
    public static async Task<bool> TakeBackAsync(this WhalepaperDb db, int meetingId, int memberId, int byId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.Attendances.SingleOrDefaultAsync(attendance => attendance.MeetingId == meetingId && attendance.MemberId == memberId, cancellation) is not { } known)
            return false;
        db.Remove(known);
        db.Add(new AuditEntry(AuditActs.AttendanceRemoved, byId, memberId, Said(meetingId), known.By.ToString(), null, now));
        return await db.SaveOnceAsync(async () => !await db.Attendances.AnyAsync(attendance => attendance.MeetingId == meetingId && attendance.MemberId == memberId, cancellation), cancellation);
    }

    /// <summary>Takes away what somebody who leaves said of dates to come.</summary>
    internal static async Task LeaveDatesAsync(this WhalepaperDb db, int memberId, Instant now, CancellationToken cancellation) =>
        db.RemoveRange(await db.Comings.Where(coming => coming.MemberId == memberId && db.Meetings.Any(meeting => meeting.Id == coming.MeetingId && meeting.StartsAt > now)).ToListAsync(cancellation));

    private static async Task<bool> WriteAsync(WhalepaperDb db, Attendance attendance, AuditEntry? audit, CancellationToken cancellation)
    {
        if (await IsThereAsync())
            return false;
        db.Add(attendance);
        if (audit is not null)
            db.Add(audit);
        return await db.SaveOnceAsync(IsThereAsync, cancellation);

        Task<bool> IsThereAsync() => isThere.For(db)(db, attendance.MeetingId, attendance.MemberId, cancellation);
    }

    private static string Said(int meetingId) => meetingId.ToString(CultureInfo.InvariantCulture);
}
