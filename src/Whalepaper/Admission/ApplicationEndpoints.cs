using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Admission.Panels;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission;

/// <summary>What is done with an application that was sent: writing to each other, saying whether one has a tie, taking on, saying no.</summary>
public static class ApplicationEndpoints
{
    // A conversation of this length is no conversation.
    private const int MostOfOne = 100;
    private const int LongestRetry = 365;

    /// <summary>Adds the commands.</summary>
    public static void MapApplications(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/applications/{id:int}/messages", Act.TakePart, "writeToApplicant", "Write to the committee about one's application, or to who applies; sent again with the same key, it is written once", WriteAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("PUT", "/applications/{id:int}/tie", Act.DoCommitteeWork, "sayTie", "Say whether one is bound to who applies", SayAsync);
        doors.Open("POST", "/applications/{id:int}/acceptance", Act.DoCommitteeWork, "acceptApplication", "Take somebody who applied on as a candidate", AcceptAsync);
        doors.Open("POST", "/applications/{id:int}/refusal", Act.DoCommitteeWork, "declineApplication", "Say no, with feedback, and from when on they may apply again", DeclineAsync);
    }

    /// <summary>What the committee calls a tie in forms and programs; null for no such word.</summary>
    internal static Tie? TieOf(string? word) => word switch
    {
        "none" => Tie.None,
        "employer" => Tie.Employer,
        "adviser" => Tie.Adviser,
        "other" => Tie.Other,
        _ => null,
    };

    private static async Task<IResult> WriteAsync(int id, Submission<ApplicationMessageForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<ApplicationTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || !sight.IsIn() || application.State is ApplicationState.Draft)
            return TypedResults.NotFound();
        var me = http.Actor().MemberId!.Value;
        if (!application.Runs)
            sent.Refuse(Submission.Whole, words["Message.Over"]);
        if (string.IsNullOrWhiteSpace(sent.Form.Text))
            sent.Refuse("text", words["Message.Missing"]);
        if (sent.IsSound && await db.ApplicationMessages.CountAsync(m => m.ApplicationId == id && m.ById == me, http.RequestAborted) >= MostOfOne)
            sent.Refuse(Submission.Whole, words["Message.Most", MostOfOne]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        if (throttle.Stop(sent, http, $"/applications/{id}") is { } stopped)
            return stopped;
        // A program need not think of a key.
        var key = string.IsNullOrWhiteSpace(sent.Form.Key) ? NewKey() : sent.Form.Key;
        if (!await IsWrittenAsync())
        {
            db.Add(new ApplicationMessage(id, me, sent.Form.Text!, key, clock.GetCurrentInstant()));
            await db.SaveOnceAsync(IsWrittenAsync, http.RequestAborted);
        }

        return sent.Done($"/applications/{id}?done=written#conversation");

        Task<bool> IsWrittenAsync() => db.ApplicationMessages.AnyAsync(m => m.ById == me && m.Key == key, http.RequestAborted);
    }

    private static async Task<IResult> SayAsync(int id, Submission<TieForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ApplicationTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is Sight.Own)
            return TypedResults.NotFound();
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        var word = await db.TieWords.SingleOrDefaultAsync(w => w.ApplicationId == id && w.MemberId == me, http.RequestAborted);
        var before = word?.Tie;
        if (TieOf(sent.Form.Tie) is not { } tie)
            sent.Refuse("tie", words["Tie.Missing"]);
        else if (word is null)
            db.Add(new TieWord(id, me, tie, me, now));
        else if (word.Tie is not Tie.None && tie is Tie.None)
            sent.Refuse("tie", words["Tie.Stays"]);
        else
            word.Say(tie, me, http.Actor().Role is Role.Organizer, now);
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        // Who has a tie hears nobody on a panel.
        if (sent.Form.Tie is not "none")
        {
            db.Hold(application);
            if (await db.PanelSeats.SingleOrDefaultAsync(s => s.ApplicationId == id && s.MemberId == me, http.RequestAborted) is { } seat)
                db.Remove(seat);
        }

        // About whom of the committee, and not to whom: who applies finds in their own data what was done to them, and ties are none of it.
        db.Add(new AuditEntry(AuditActs.Tie, me, me, Application.SubjectOf(id), TieEndpoints.AuditOf(before), TieEndpoints.AuditOf(TieOf(sent.Form.Tie)), now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/applications/{id}?done=said");
    }

    private static async Task<IResult> AcceptAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ApplicationTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return TypedResults.NotFound();
        if (application.State is not ApplicationState.Applied || application.Member is not { LeftAt: null, Standing: Standing.Open or Standing.Candidate })
            sent.Refuse(Submission.Whole, words["Decide.Over"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        var before = $"{application.Member.Standing}";
        application.Accept(me, now);
        db.Add(new AuditEntry(AuditActs.ApplicationAccepted, me, application.MemberId, Application.SubjectOf(id), before, $"{application.Member.Standing}", now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/applications/{id}?done=accepted");
    }

    private static async Task<IResult> DeclineAsync(int id, Submission<DeclineForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ApplicationTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return TypedResults.NotFound();
        if (!await db.MayDeclineAsync(application, http.Actor().MemberId!.Value, http.RequestAborted))
            sent.Refuse(Submission.Whole, words[application.IsUndecided ? "Decide.Organizer" : application.State is ApplicationState.Presented ? "Decide.Ballot" : "Decide.Over"]);
        if (string.IsNullOrWhiteSpace(sent.Form.Feedback))
            sent.Refuse("feedback", words["Decline.Feedback.Missing"]);
        var days = (int)SettingsCatalogue.RetryDays.Of(await db.SettingsAsync(http.RequestAborted));
        if (!string.IsNullOrWhiteSpace(sent.Form.Days) && (!int.TryParse(sent.Form.Days.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out days) || days > LongestRetry))
            sent.Refuse("days", words["Decline.Days.Wrong", LongestRetry]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        application.Decline(sent.Form.Feedback, now + Duration.FromDays(days), me, now);
        // That it was, and not what they were told: that is between them and the committee.
        db.Add(new AuditEntry(AuditActs.ApplicationDeclined, me, application.MemberId, Application.SubjectOf(id), null, null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/applications/{id}?done=declined");
    }

    /// <summary>A key for a form that is shown anew.</summary>
    internal static string NewKey() => Guid.NewGuid().ToString("N");
}

/// <summary>A message.</summary>
/// <param name="Text">The text, Markdown.</param>
/// <param name="Key">Any text that is new with each message. Given where it is missing.</param>
public sealed record ApplicationMessageForm([Longest(ApplicationMessage.TextMaximum), Lines] string? Text, [Unseen, Longest(40)] string? Key);

/// <summary>A word about oneself.</summary>
/// <param name="Tie"><c>none</c>, <c>employer</c>, <c>adviser</c> or <c>other</c>.</param>
public sealed record TieForm(string? Tie);

/// <summary>The committee's no.</summary>
/// <param name="Feedback">What they are told, Markdown.</param>
/// <param name="Days">In how many days they may apply again; nothing for what the group set.</param>
public sealed record DeclineForm([Longest(Application.FeedbackMaximum), Lines] string? Feedback, [Longest(5)] string? Days);
