using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings.Attending;

/// <summary>Before a meeting: who comes, and how one gets in. Afterwards: where it is to be seen.</summary>
public static class ComingEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapComing(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/meetings/{id:int}/coming", Act.TakePart, "sayComing", "Say that one comes to a meeting, or is excused", ComeAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("PUT", "/meetings/{id:int}/join-link", Act.DoCommitteeWork, "saveJoinLink", "Say how members get into a meeting from afar, other than usually in its track", JoinAsync);
        doors.Open("DELETE", "/meetings/{id:int}/join-link", Act.DoCommitteeWork, "removeJoinLink", "Let members get into a meeting as usually in its track", LeaveAsync);
        doors.Open("PUT", "/meetings/{id:int}/recording", Act.TakePart, "saveRecording", "Say where a meeting is to be seen afterwards", RecordAsync);
        doors.Open("DELETE", "/meetings/{id:int}/recording", Act.TakePart, "removeRecording", "Take away where a meeting is to be seen", UnrecordAsync);
    }

    private static async Task<IResult> ComeAsync(int id, Submission<ComingForm> sent, HttpContext http, WhalepaperDb db, IClock clock, RoomThrottle throttle, IStringLocalizer<ComingTexts> words)
    {
        if (await db.Meetings.SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { } meeting)
            return TypedResults.NotFound();
        if (await db.RightsAtAsync(id, http.Actor(), clock.GetCurrentInstant(), http.RequestAborted) is null)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (sent.Form.Coming is not ("yes" or "no"))
            sent.Refuse(sent.IsJson ? "coming" : Submission.Whole, words["Coming.Choose"]);
        if (!Coming.IsAsked(meeting, now))
            sent.Refuse(Submission.Whole, words[meeting.CancelledAt is null ? "Coming.Late" : "Coming.Cancelled"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/meetings/{id}");
        if (throttle.Stop(sent, http, $"/meetings/{id}") is { } stopped)
            return stopped;
        await db.ComeAsync(meeting, http.Actor().MemberId!.Value, sent.Form.Coming is "yes", now, http.RequestAborted);
        return sent.Done($"/meetings/{id}#coming");
    }

    private static async Task<IResult> JoinAsync(int id, Submission<JoinForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ComingTexts> words)
    {
        if (await db.Meetings.SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { } meeting)
            return TypedResults.NotFound();
        if (sent.ReadJoinLink(words) is not { } link)
            return sent.Refused(http, $"/meetings/{id}/links");
        return await LeadAsync(meeting, link, sent, http, db, clock);
    }

    private static async Task<IResult> LeaveAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await db.Meetings.SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { } meeting)
            return TypedResults.NotFound();
        return await LeadAsync(meeting, null, sent, http, db, clock);
    }

    private static async Task<IResult> LeadAsync(Meeting meeting, JoinLink? link, Submission sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var now = clock.GetCurrentInstant();
        if (meeting.JoinLink != link)
        {
            // Which meeting, and where to: never by what number and passcode.
            var which = meeting.Id.ToString(CultureInfo.InvariantCulture);
            db.Add(new AuditEntry(AuditActs.JoinLink, http.Actor().MemberId, null, which, meeting.JoinLink.Said(), link.Said(), now));
        }

        meeting.JoinBy(link, now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/meetings/{meeting.Id}/links?done=saved");
    }

    private static async Task<IResult> RecordAsync(int id, Submission<RecordingForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ComingTexts> words)
    {
        if (await db.Meetings.SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { } meeting)
            return TypedResults.NotFound();
        if (await db.RightsAtAsync(id, http.Actor(), clock.GetCurrentInstant(), http.RequestAborted) is not { IsHost: true })
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (sent.Form.Recording?.Trim() is not { Length: > 0 } link)
            sent.Refuse("recording", words["Recording.Missing"]);
        else if (!JoinLink.IsAddress(link))
            sent.Refuse("recording", words["Join.Link.Wrong"]);
        if (meeting.StartsAt > now)
            sent.Refuse(Submission.Whole, words["Recording.Early"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/meetings/{id}/links");
        meeting.Record(sent.Form.Recording, now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/meetings/{id}/links?done=recorded");
    }

    private static async Task<IResult> UnrecordAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        if (await db.Meetings.SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { } meeting)
            return TypedResults.NotFound();
        if (await db.RightsAtAsync(id, http.Actor(), clock.GetCurrentInstant(), http.RequestAborted) is not { IsHost: true })
            return TypedResults.NotFound();
        meeting.Record(null, clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/meetings/{id}/links?done=recorded");
    }
}

/// <summary>Whether one comes to a meeting.</summary>
/// <param name="Coming"><c>yes</c>, or <c>no</c> for excused.</param>
public sealed record ComingForm([Unseen] string? Coming);

/// <summary>Where a meeting is to be seen afterwards.</summary>
/// <param name="Recording">An http or https address.</param>
public sealed record RecordingForm([Longest(JoinLink.UrlMaximum)] string? Recording);
