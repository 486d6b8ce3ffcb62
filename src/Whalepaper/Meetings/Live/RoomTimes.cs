using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;

namespace Whalepaper.Meetings.Live;

/// <summary>When a room takes what, and as whom somebody comes.</summary>
internal static class RoomTimes
{
    /// <summary>How long after an hour listeners still mark what they heard.</summary>
    public static readonly Duration Remembered = Duration.FromDays(1);

    /// <summary>Whether questions and votes are taken: from the day on which the meeting is planned, in advance, until its hour is over.</summary>
    public static bool TakesQuestions(this MeetingRoom room, Instant now) =>
        room.Meeting.CancelledAt is null && (room.Session?.IsLive(now) ?? now < room.Meeting.EndsAt + Session.Forgotten);

    /// <summary>Whether the hour has come: somebody opened it, or it was to begin.</summary>
    public static bool HasBegun(this MeetingRoom room, Instant now) => room.Meeting.CancelledAt is null && (room.Session is not null || now >= room.Meeting.StartsAt);

    /// <summary>Whether listeners mark what was covered: from its beginning until <see cref="Remembered"/> after its end.</summary>
    public static bool TakesTicks(this MeetingRoom room, Instant now) =>
        room.HasBegun(now) && now < Instant.Max(room.Meeting.EndsAt, room.Session?.EndsAt ?? room.Meeting.EndsAt) + Remembered;

    /// <summary>As whom somebody is in the room of a meeting; null if they may not be, or there is none.</summary>
    public static async Task<LiveAudience?> AudienceAsync(this WhalepaperDb db, int meetingId, Actor who, Instant now, CancellationToken cancellation) =>
        await db.LiveDoorsAsync([meetingId], now, cancellation) is [var door] ? door.AudienceOf(who, await db.MayObserveAsync(who, cancellation)) : null;
}
