using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings.Attending;

/// <summary>"I am here", by the code or on the host's list.</summary>
public static class AttendingEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapAttending(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/meetings/{id:int}/attendance", Act.TakePart, "checkIn", "Say that one is at a meeting, by its code, while it goes on", CheckInAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("PUT", "/meetings/{id:int}/attendance/{handle}", Act.TakePart, "tickOff", "Note that somebody is, or was, at a meeting: the host", TickOffAsync);
        doors.Open("DELETE", "/meetings/{id:int}/attendance/{handle}", Act.TakePart, "takeAttendanceBack", "Take back that somebody was at a meeting: the host", TakeBackAsync);
    }

    private static async Task<IResult> CheckInAsync(int id, Submission<CheckInForm> sent, HttpContext http, WhalepaperDb db, IClock clock, CheckInThrottle throttle, IStringLocalizer<HourTexts> words)
    {
        if (await HourDoor.FindAsync(db, id, http, clock) is not { } door)
            return TypedResults.NotFound();
        if (door.Audience is null || door.Me is not { } me)
            return TypedResults.NotFound();
        var (now, page) = (clock.GetCurrentInstant(), $"{door.Page}/check-in");
        if (!door.MustBeLive(sent, now, words))
            return sent.Refused(http, page);
        if (!throttle.Admits(http, me))
        {
            sent.Refuse("code", words["Fault.Often"]);
            return sent.TooOften(http, page, CheckInThrottle.Rest);
        }

        if (!door.Room.Session!.Admits(sent.Form.Code))
        {
            throttle.Count(http, me);
            sent.Refuse("code", words[string.IsNullOrWhiteSpace(sent.Form.Code) ? "Fault.Code.None" : "Fault.Code"]);
            return sent.Refused(http, page);
        }

        await db.CheckInAsync(door.Room.Session, me, now, http.RequestAborted);
        return sent.Done($"{door.Page}?done=here");
    }

    private static async Task<IResult> TickOffAsync(int id, string handle, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HourTexts> words)
    {
        var (door, member) = await FindAsync(id, handle, http, db, clock);
        if (door is null || member is not { } who)
            return TypedResults.NotFound();
        if (!door.IsHost)
            return TypedResults.NotFound();
        if (!await db.Members.ComingTo(door.Door.IsOpen).AnyAsync(one => one.Id == who, http.RequestAborted))
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (!Attendance.CanList(door.Room.Meeting, now))
        {
            sent.Refuse(Submission.Whole, words[door.Room.Meeting.CancelledAt is null ? "Fault.List" : "Fault.Cancelled"]);
            return sent.Refused(http, $"{door.Page}/attendance");
        }

        // What counts for oneself afterwards, somebody else writes down.
        if (who == door.Me && !door.Room.IsLive(now))
        {
            sent.Refuse(Submission.Whole, words["Fault.Self"]);
            return sent.Refused(http, $"{door.Page}/attendance");
        }

        await db.TickOffAsync(door.Room, who, door.Me!.Value, now, http.RequestAborted);
        return sent.Done(PlaceOf(door, handle));
    }

    private static async Task<IResult> TakeBackAsync(int id, string handle, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var (door, member) = await FindAsync(id, handle, http, db, clock);
        if (door is null || member is not { } who)
            return TypedResults.NotFound();
        if (!door.IsHost)
            return TypedResults.NotFound();
        await db.TakeBackAsync(id, who, door.Me!.Value, clock.GetCurrentInstant(), http.RequestAborted);
        return sent.Done(PlaceOf(door, handle));
    }

    private static async Task<(HourDoor? Door, int? Member)> FindAsync(int id, string handle, HttpContext http, WhalepaperDb db, IClock clock) =>
        (await HourDoor.FindAsync(db, id, http, clock), await db.Members.Where(member => member.Handle == handle && member.MergedIntoId == null).Select(member => (int?)member.Id).SingleOrDefaultAsync(http.RequestAborted));

    // Back to where one was in a list of a hundred.
    private static string PlaceOf(HourDoor door, string handle) => $"{door.Page}/attendance#{Uri.EscapeDataString($"at-{handle}")}";
}

/// <summary>The code.</summary>
/// <param name="Code">As it was read or heard.</param>
public sealed record CheckInForm([Longest(60)] string? Code);
