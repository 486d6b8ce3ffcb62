using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Meetings.Live;

/// <summary>What the regions of a meeting's page show.</summary>
/// <param name="Meeting">The meeting, with its talks.</param>
/// <param name="Standby">Who steps in if nobody else can; null for nobody.</param>
public sealed record LiveView(MeetingLine Meeting, string? Standby);

/// <summary>What they ask: always the same questions.</summary>
public static class LiveViewQueries
{
    /// <summary>Reads it; null if there is no such meeting.</summary>
    public static async Task<LiveView?> LiveViewAsync(this WhalepaperDb db, int meetingId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.MeetingAsync(meetingId, cancellation) is not { } meeting)
            return null;
        return new LiveView(meeting, await db.Standbys.Where(standby => standby.MeetingId == meetingId).Select(standby => standby.Member.Name).SingleOrDefaultAsync(cancellation));
    }
}
