using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;

namespace Whalepaper.Meetings.Live;

/// <summary>What somebody may do around a meeting whose room they may enter.</summary>
/// <param name="IsHost">Whether they are host.</param>
/// <param name="WritesMinutes">Whether they may write its minutes.</param>
internal sealed record RoomRights(bool IsHost, bool WritesMinutes);

/// <summary>Who may do what around a meeting: before, and afterwards.</summary>
internal static class RoomRightsQueries
{
    /// <summary>What somebody may do around a meeting; null if there is no such meeting, or none whose room they may enter.</summary>
    public static async Task<RoomRights?> RightsAtAsync(this WhalepaperDb db, int meetingId, Actor who, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        if (await db.LiveDoorsAsync([meetingId], now, cancellation) is not [var door] || door.AudienceOf(who, await db.MayObserveAsync(who, cancellation)) is null)
            return null;
        return new RoomRights(who.MayHost(door.OpenedById), who.MayWriteMinutes(door.OpenedById, door.Presenters));
    }
}
