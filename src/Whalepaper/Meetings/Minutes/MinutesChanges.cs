using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Meetings.Minutes;

/// <summary>Writing minutes, when others may be writing them too.</summary>
public static class MinutesChanges
{
    /// <summary>Saves minutes, unless somebody wrote them since they were read.</summary>
    /// <param name="db">The data.</param>
    /// <param name="meetingId">Of which meeting.</param>
    /// <param name="read">The <see cref="MeetingMinutes.Number"/> that the form was made from; 0 where there were none.</param>
    /// <param name="text">The text, Markdown.</param>
    /// <param name="byId">Who writes: their database number.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>False if somebody else wrote them meanwhile: then nothing is saved.</returns>
    public static async Task<bool> WriteMinutesAsync(this WhalepaperDb db, int meetingId, int read, string? text, int byId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var minutes = await db.Minutes.Include(known => known.Revisions.OrderByDescending(revision => revision.Number).Take(1)).SingleOrDefaultAsync(known => known.MeetingId == meetingId, cancellation);
        if ((minutes?.Number ?? 0) != read)
            return false;
        if (minutes is null)
            db.Add(new MeetingMinutes(meetingId, text, byId, now));
        else
            minutes.Write(text, byId, now);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }
}
