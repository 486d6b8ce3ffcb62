using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;

namespace Whalepaper.Meetings.Live;

/// <summary>What the regions of a meeting's page show.</summary>
/// <param name="Meeting">The meeting, with its talks.</param>
/// <param name="Standby">Who steps in if nobody else can; null for nobody.</param>
/// <param name="Session">The hour as it is held; null before anybody opened it.</param>
/// <param name="Questions">How many questions can be seen.</param>
public sealed record LiveView(MeetingLine Meeting, string? Standby, Session? Session, int Questions);

/// <summary>What they ask: always the same questions.</summary>
public static class LiveViewQueries
{
    /// <summary>Reads it; null if there is no such meeting.</summary>
    public static async Task<LiveView?> LiveViewAsync(this WhalepaperDb db, int meetingId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.MeetingAsync(meetingId, cancellation) is not { } meeting)
            return null;
        var standby = await db.Standbys.Where(standby => standby.MeetingId == meetingId).Select(standby => standby.Member.Name).SingleOrDefaultAsync(cancellation);
        var session = await db.Set<Session>().AsNoTracking().SingleOrDefaultAsync(session => session.MeetingId == meetingId, cancellation);
        return new LiveView(meeting, standby, session, await db.Set<Question>().CountAsync(question => question.MeetingId == meetingId && question.HiddenAt == null, cancellation));
    }
}
