using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings.Live;

/// <summary>Who stands before the room of a meeting: as what they may be in it.</summary>
/// <param name="Room">The room, to be changed.</param>
/// <param name="Door">What decides who may be there.</param>
/// <param name="Audience">As whom they are there; null if they may not enter.</param>
internal sealed record HourDoor(MeetingRoom Room, LiveDoor Door, LiveAudience? Audience)
{
    /// <summary>Whether they hold the meeting.</summary>
    public bool IsHost => Audience is LiveAudience.Host;

    /// <summary>Where the hour stands in the page.</summary>
    public string Page => $"/meetings/{Room.Meeting.Id}";

    /// <summary>Whether the room is their own to open: the committee opens any, and whoever shares something theirs, should nobody else be there.</summary>
    public bool MayOpen => Audience is LiveAudience.Host or LiveAudience.Presenter;

    /// <summary>Finds it; null if there is no such meeting.</summary>
    public static async Task<HourDoor?> FindAsync(WhalepaperDb db, int meetingId, HttpContext http, IClock clock)
    {
        if (await db.RoomForChangeAsync(meetingId, http.RequestAborted) is not { } room)
            return null;
        var door = await db.LiveDoorAsync(room, clock.GetCurrentInstant(), http.RequestAborted);
        return new HourDoor(room, door, door.AudienceOf(http.Actor(), await db.MayObserveAsync(http.Actor(), http.RequestAborted))) { Me = http.Actor().MemberId };
    }

    /// <summary>Refuses what only goes while the hour goes on.</summary>
    public bool MustBeLive(Submission sent, Instant now, IStringLocalizer<HourTexts> words)
    {
        if (!Room.IsLive(now))
            sent.Refuse(Submission.Whole, words[Room.Session is null ? "Fault.NotOpen" : "Fault.Over"]);
        return sent.IsSound;
    }

    /// <summary>Whether somebody may turn from one talk to another: the host, and a presenter from and to the own talk.</summary>
    public bool MayTurn(Actor who, Talk? from, Talk? to) => Audience is not null && (IsHost || (from ?? to) is not null && IsOwn(from) && IsOwn(to)
        && who.MayTurn(Door.OpenedById, (from ?? to)!.Presenters.Select(presenter => presenter.MemberId)));

    private bool IsOwn(Talk? talk) => talk is null || talk.Presenters.Any(presenter => presenter.MemberId == Me);

    /// <summary>Who stands there.</summary>
    public int? Me { get; init; }
}
