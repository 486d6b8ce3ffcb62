using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Meetings;

/// <summary>How one gets into a meeting from afar, and where it is to be seen. For members who may enter alone.</summary>
/// <param name="Own">The meeting's own way; null where it is that of its track.</param>
/// <param name="Usual">The way of its track.</param>
/// <param name="Recording">Where it is to be seen afterwards.</param>
internal sealed record WayIn(JoinLink? Own, JoinLink? Usual, string? Recording)
{
    /// <summary>The one that counts.</summary>
    public JoinLink? Link => Own ?? Usual;
}

/// <summary>Asks for it.</summary>
internal static class JoinQueries
{
    /// <summary>The way into a meeting; null if there is no such meeting.</summary>
    public static async Task<WayIn?> WayInAsync(this WhalepaperDb db, int meetingId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var found = await (
            from meeting in db.Meetings.AsNoTracking()
            where meeting.Id == meetingId
            join track in db.Tracks.AsNoTracking() on meeting.TrackId equals track.Id
            select new { meeting, track }).SingleOrDefaultAsync(cancellation);
        return found is null ? null : new WayIn(found.meeting.JoinLink, found.track.JoinLink, found.meeting.Recording);
    }
}
