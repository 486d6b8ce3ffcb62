using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings.Live;

/// <summary>What of the outline a talk covered: listeners mark what they heard, and the host has the last word.</summary>
public static class CoverageEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapCoverage(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/talks/{id:int}/parts/{part:int}/tick", Act.TakePart, "tickPart", "Mark a part of a talk that one listened to as covered; parts are counted from 0", TickAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("DELETE", "/talks/{id:int}/parts/{part:int}/tick", Act.TakePart, "takeTickBack", "Take such a mark back", UntickAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("PUT", "/talks/{id:int}/parts/{part:int}/coverage", Act.TakePart, "sayCoverage", "Say as the host whether a part of a talk was covered: this stands above the listeners' marks", SayAsync);
        doors.Open("DELETE", "/talks/{id:int}/parts/{part:int}/coverage", Act.TakePart, "takeCoverageBack", "Take that word back, so that the listeners' marks count again", UnsayAsync);
    }

    private static Task<IResult> TickAsync(int id, int part, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, RoomThrottle throttle, IStringLocalizer<AskingTexts> words) => ChangeTickAsync(id, part, true, sent, http, db, clock, throttle, words);

    private static Task<IResult> UntickAsync(int id, int part, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, RoomThrottle throttle, IStringLocalizer<AskingTexts> words) => ChangeTickAsync(id, part, false, sent, http, db, clock, throttle, words);

    private static async Task<IResult> ChangeTickAsync(int id, int part, bool isCovered, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, RoomThrottle throttle, IStringLocalizer<AskingTexts> words)
    {
        var now = clock.GetCurrentInstant();
        if (await FoundAsync(id, part, db, http, now) is not var (talk, room, _))
            return TypedResults.NotFound();
        var (me, meeting) = (http.Actor().MemberId!.Value, room.Meeting.Id);
        if (talk.Presenters.Any(presenter => presenter.MemberId == me))
            sent.Refuse(Submission.Whole, words["Tick.Own"]);
        else if (!room.TakesTicks(now))
            sent.Refuse(Submission.Whole, words[room.HasBegun(now) ? "Tick.Late" : "Tick.Early"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/meetings/{meeting}");
        if (throttle.Stop(sent, http, $"/meetings/{meeting}") is { } stopped)
            return stopped;
        await db.TickAsync(talk, part, me, isCovered, now, http.RequestAborted);
        return sent.Done($"/meetings/{meeting}#part-{id}-{part}");
    }

    private static async Task<IResult> SayAsync(int id, int part, Submission<CoverageForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<AskingTexts> words)
    {
        if (sent.Form.Covered is not ("yes" or "no"))
            sent.Refuse(sent.IsJson ? "covered" : Submission.Whole, words["Say.YesOrNo"]);
        return await ChangeWordAsync(id, part, sent.Form.Covered is "yes", sent, http, db, clock, words);
    }

    private static Task<IResult> UnsayAsync(int id, int part, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<AskingTexts> words) => ChangeWordAsync(id, part, null, sent, http, db, clock, words);

    private static async Task<IResult> ChangeWordAsync(int id, int part, bool? isCovered, Submission sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<AskingTexts> words)
    {
        var now = clock.GetCurrentInstant();
        if (await FoundAsync(id, part, db, http, now) is not var (talk, room, audience))
            return TypedResults.NotFound();
        if (audience is not LiveAudience.Host)
            return TypedResults.NotFound();
        if (!http.Actor().MaySayCoverage(talk.Presenters.Select(presenter => presenter.MemberId)))
            sent.Refuse(Submission.Whole, words["Say.Own"]);
        else if (!room.HasBegun(now))
            sent.Refuse(Submission.Whole, words["Tick.Early"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{id}");
        await db.SayAsync(talk, part, isCovered, http.Actor().MemberId!.Value, now, http.RequestAborted);
        return sent.Done(room.IsLive(now) ? $"/meetings/{room.Meeting.Id}#part-{id}-{part}" : $"/talks/{id}#part-{id}-{part}");
    }

    // Who may not be at the meeting is told that there is nothing.
    private static async Task<(Talk Talk, MeetingRoom Room, LiveAudience Audience)?> FoundAsync(int id, int part, WhalepaperDb db, HttpContext http, Instant now)
    {
        var cancellation = http.RequestAborted;
        if (await db.Talks.Include(talk => talk.Presenters).Include(talk => talk.Giving).SingleOrDefaultAsync(talk => talk.Id == id && talk.Ending == null, cancellation) is not { MeetingId: { } meeting } talk
            || await db.AudienceAsync(meeting, http.Actor(), now, cancellation) is not { } audience
            || !await db.OutlineParts.AnyAsync(one => one.Position == part, cancellation)
            || await db.RoomForChangeAsync(meeting, cancellation) is not { } room)
            return null;
        return (talk, room, audience);
    }
}

/// <summary>The host's word about a part.</summary>
/// <param name="Covered"><c>yes</c> or <c>no</c>.</param>
public sealed record CoverageForm([Unseen] string? Covered);
