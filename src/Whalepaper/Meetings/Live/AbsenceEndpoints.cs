using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Meetings.Live;

/// <summary>A presenter who is not there when their hour has come, and who steps in.</summary>
public static class AbsenceEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapAbsences(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/talks/{id:int}/presenters/{handle}/absence", Act.TakePart, "markAbsent", "Note that a presenter is not there, and call who stands by: the host", MissAsync);
        doors.Open("DELETE", "/talks/{id:int}/presenters/{handle}/absence", Act.TakePart, "markArrived", "Note that a missing presenter is there after all: the host", ArriveAsync);
        doors.Open("POST", "/talks/{id:int}/presenters/{handle}/replacement", Act.TakePart, "stepIn", "Let who stands by share in the place of a missing presenter: the host", StepInAsync);
    }

    private static async Task<IResult> MissAsync(int id, string handle, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HourTexts> words)
    {
        var (found, answer) = await FindAsync(id, handle, sent, http, db, clock, words);
        if (found is null)
            return answer!;
        if (!found.Talk.IsAbsent(found.Presenter))
        {
            found.Talk.MarkAbsent(found.Presenter, found.By, found.Now);
            db.Add(new AuditEntry(AuditActs.TalkAbsent, found.By.Id, found.Presenter.Id, found.Talk.TitleOf(), null, null, found.Now));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done(found.Page);
    }

    private static async Task<IResult> ArriveAsync(int id, string handle, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HourTexts> words)
    {
        var (found, answer) = await FindAsync(id, handle, sent, http, db, clock, words);
        if (found is null)
            return answer!;
        found.Talk.MarkArrived(found.Presenter, found.By, found.Now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done(found.Page);
    }

    private static async Task<IResult> StepInAsync(int id, string handle, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HourTexts> words)
    {
        var (found, answer) = await FindAsync(id, handle, sent, http, db, clock, words);
        if (found is null)
            return answer!;
        var standby = await db.StandbyForChangeAsync(found.Talk.MeetingId!.Value, http.RequestAborted);
        if (standby is null)
            sent.Refuse(Submission.Whole, words["Fault.NoStandby"]);
        else if (found.Talk.PresenterOf(standby.Id) is not null)
            sent.Refuse(Submission.Whole, words["Fault.SharesAlready"]);
        // Nobody takes another's talk by their own word alone.
        else if (standby.Id == found.By.Id && !http.Actor().May(Act.DoCommitteeWork))
            sent.Refuse(Submission.Whole, words["Fault.OwnWord"]);
        if (!sent.IsSound)
            return sent.Refused(http, found.Page);
        found.Talk.StepIn(found.Presenter, standby!, found.By, found.Now);
        db.Add(new AuditEntry(AuditActs.TalkSteppedIn, found.By.Id, standby!.Id, found.Talk.TitleOf(), found.Presenter.Name, standby.Name, found.Now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done(found.Page);
    }

    private static async Task<(Called? Found, IResult? Answer)> FindAsync(int id, string handle, Submission sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<HourTexts> words)
    {
        if (await db.TalkForHourAsync(id, http.RequestAborted) is not { MeetingId: { } meeting } talk
            || talk.Presenters.FirstOrDefault(presenter => string.Equals(presenter.Member.Handle, handle, StringComparison.Ordinal))?.Member is not { } presenter
            || await HourDoor.FindAsync(db, meeting, http, clock) is not { } door)
            return (null, TypedResults.NotFound());
        if (!door.IsHost)
            return (null, TypedResults.NotFound());
        var now = clock.GetCurrentInstant();
        if (!talk.IsAhead)
            sent.Refuse(Submission.Whole, words["Fault.TalkOver"]);
        else if (!talk.HasBegun(now))
            sent.Refuse(Submission.Whole, words["Fault.TalkAhead"]);
        if (!sent.IsSound)
            return (null, sent.Refused(http, door.Page));
        return (new Called(talk, presenter, await db.Members.SingleAsync(member => member.Id == door.Me, http.RequestAborted), door.Page, now), null);
    }

    private sealed record Called(Talk Talk, Member Presenter, Member By, string Page, Instant Now);
}
