using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Admission.Panels;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission.Ballots;

/// <summary>What is done by hand where a ballot on an application did not open by itself, decided nothing, or must not go on.</summary>
public static class BallotEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapBallots(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/applications/{id:int}/presentation", Act.DoCommitteeWork, "markPresented", "Note that a candidate gave their trial talk: one of which the program does not know, or one that nobody but the candidate recorded as given", PresentAsync);
        doors.Open("POST", "/applications/{id:int}/ballot", Act.DoCommitteeWork, "openBallot", "Open the secret ballot on who gave their trial talk; once more, for the organizer, where one decided nothing", OpenAsync);
        doors.Open("DELETE", "/ballots/{id:int}", Act.RunInstallation, "callBallotOff", "Call an open ballot on an application off, with a reason; what lies in its box is never read", CallOffAsync);
    }

    private static async Task<IResult> PresentAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, BallotChanges ballots, IClock clock, IStringLocalizer<BallotTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return TypedResults.NotFound();
        var isRecorded = application.State is ApplicationState.Planned && await db.Talks.AnyAsync(talk => talk.Id == application.TalkId && talk.State == TalkState.Given, http.RequestAborted);
        // A talk that is planned is given at its own page, and everything follows from that.
        if (!isRecorded && application.State is not ApplicationState.Candidate)
            sent.Refuse(Submission.Whole, words[application.State is ApplicationState.Planned ? "Present.Planned" : "Present.Not"]);
        // What nobody else can look up, at least three heard.
        else if (!isRecorded && (await db.PanelPeopleAsync(application, http.RequestAborted)).Count(person => person.Counts) is < PanelSeat.Least and var sit)
            sent.Refuse(Submission.Whole, words["Present.Panel", PanelSeat.Least, sit]);
        if (!sent.IsSound)
            return sent.Refused(http, Page(id));
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        if (isRecorded)
            await ballots.HearAsync(application, me, now, http.RequestAborted);
        else
            application.Present(me, now);
        db.Add(new AuditEntry(AuditActs.ApplicationPresented, me, application.MemberId, Application.SubjectOf(id), null, null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{Page(id)}?done=presented");
    }

    private static async Task<IResult> OpenAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, BallotChanges ballots, IClock clock, IStringLocalizer<BallotTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return TypedResults.NotFound();
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        if (application.State is not ApplicationState.Presented && !application.IsUndecided)
            sent.Refuse(Submission.Whole, words["Open.Not"]);
        else if (application.IsUndecided && !await db.MayHoldAgainAsync(application, me, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Open.Organizer"]);
        var ballot = sent.IsSound ? await db.BallotOnAsync(application, now, http.RequestAborted) : null;
        if (sent.IsSound && ballot is null)
        {
            var (have, need) = await db.VotersNeededAsync(application, http.RequestAborted);
            sent.Refuse(Submission.Whole, words["Open.Few", have, need]);
        }

        if (ballot is null)
            return sent.Refused(http, Page(id));
        // The ballot has its number before the application names it: both or neither.
        await using var unit = await db.BeginWritingAsync(http.RequestAborted);
        ballots.Open(ballot);
        await db.SaveChangesAsync(http.RequestAborted);
        application.Ask(ballot, me, now);
        db.Add(new AuditEntry(AuditActs.BallotOpened, me, application.MemberId, Application.SubjectOf(id), null, null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        await unit.CommitAsync(http.RequestAborted);
        return sent.Done($"{Page(id)}?done=opened");
    }

    private static async Task<IResult> CallOffAsync(int id, Submission<CallOffForm> sent, HttpContext http, WhalepaperDb db, BallotChanges ballots, IClock clock, IStringLocalizer<BallotTexts> words)
    {
        var about = await db.Applications.Where(a => a.BallotId == id).Select(a => (int?)a.Id).SingleOrDefaultAsync(http.RequestAborted);
        if (about is not { } application || await db.SightAsync(application, http.Actor(), http.RequestAborted) is not Sight.Whole)
            return TypedResults.NotFound();
        if (string.IsNullOrWhiteSpace(sent.Form.Reason))
            sent.Refuse("reason", words["Off.Missing"]);
        if (!await db.Ballots.AnyAsync(b => b.Id == id && b.ClosedAt == null, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Off.Over"]);
        if (!sent.IsSound)
            return sent.Refused(http, Page(application));
        var now = clock.GetCurrentInstant();
        // About nobody: who applies is not told that a ballot on them was called off, and would find it in their own data.
        db.Add(new AuditEntry(AuditActs.BallotCalledOff, http.Actor().MemberId, null, Application.SubjectOf(application), null, sent.Form.Reason!.Trim(), now));
        if (!await ballots.CallOffAsync(id, now, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Off.Over"]);
        return sent.IsSound ? sent.Done($"{Page(application)}?done=called-off") : sent.Refused(http, Page(application));
    }

    private static string Page(int id) => string.Create(CultureInfo.InvariantCulture, $"/applications/{id}");
}

/// <summary>Why something is called off.</summary>
/// <param name="Reason">Why; it is written into the audit log.</param>
public sealed record CallOffForm([Longest(CallOffForm.ReasonMaximum), Lines] string? Reason)
{
    /// <summary>The longest reason, in UTF-16 units.</summary>
    public const int ReasonMaximum = 500;
}
