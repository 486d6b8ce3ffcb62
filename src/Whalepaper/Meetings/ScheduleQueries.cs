using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Tracks;

namespace Whalepaper.Meetings;

/// <summary>What the schedule shows.</summary>
/// <param name="Tracks">The directions, in their order.</param>
/// <param name="Meetings">The meetings of the span, in order of time.</param>
/// <param name="Before">Whether there are earlier ones.</param>
/// <param name="After">Whether there are later ones.</param>
public sealed record ScheduleView(IReadOnlyList<TrackHour> Tracks, IReadOnlyList<MeetingLine> Meetings, bool Before, bool After);

/// <summary>What the schedule asks.</summary>
public static class ScheduleQueries
{
    /// <summary>Reads the schedule of a span of days on the clock of <paramref name="zone"/>.</summary>
    public static async Task<ScheduleView> ScheduleAsync(this WhalepaperDb db, ScheduleSpan span, DateTimeZone zone, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(span);
        var from = span.First.AtStartOfDayInZone(zone).ToInstant();
        var to = span.Last.PlusDays(1).AtStartOfDayInZone(zone).ToInstant();
        return new ScheduleView(
            await db.TrackHoursAsync(cancellation),
            await db.MeetingsBetweenAsync(from, to, cancellation),
            await db.Meetings.AnyAsync(meeting => meeting.StartsAt < from, cancellation),
            await db.Meetings.AnyAsync(meeting => meeting.StartsAt >= to, cancellation));
    }
}
