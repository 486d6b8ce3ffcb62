using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission.Panels;

/// <summary>
/// The organizer says of others of the committee whether they are bound to who applies, or are no longer. Of themselves they say it as everybody does, and who has a tie
/// themselves says it of nobody: ties decide on who votes.
/// </summary>
public static class TieEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapTies(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/applications/{id:int}/ties/{handle}", Act.RunInstallation, "setTie", "Say that somebody else of the committee is bound to who applies, or is no longer", SetAsync);
    }

    private static async Task<IResult> SetAsync(int id, string handle, Submission<TieForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<PanelTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return TypedResults.NotFound();
        var person = (await db.PanelPeopleAsync(application, http.RequestAborted)).FirstOrDefault(one => one.IsOfCommittee && string.Equals(one.Handle, handle, StringComparison.Ordinal));
        if (person is null)
            return TypedResults.NotFound();
        var me = http.Actor().MemberId!.Value;
        var tie = ApplicationEndpoints.TieOf(sent.Form.Tie);
        if (tie is null)
            sent.Refuse("tie", words["Tie.Missing"]);
        else if (!application.Runs)
            sent.Refuse("tie", words["Over"]);
        else if (person.Id == me)
            sent.Refuse("tie", words["Tie.Own"]);
        // Else single votes could be taken out of an open box by somebody who sees how it might end.
        else if (application.Ballot is { ClosedAt: null })
            sent.Refuse("tie", words["Tie.Voting"]);
        else if (person.Word is null && tie is Tie.None)
            sent.Refuse("tie", words["Tie.Unsaid", person.Who.Name]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        if (person.Word != tie)
        {
            await SayAsync(db, application, person, tie!.Value, me, clock.GetCurrentInstant(), http.RequestAborted);
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"/applications/{id}?done=bound#committee");
    }

    private static async Task SayAsync(WhalepaperDb db, Application application, PanelPerson person, Tie tie, int me, Instant now, CancellationToken cancellation)
    {
        if (await db.TieWords.SingleOrDefaultAsync(word => word.ApplicationId == application.Id && word.MemberId == person.Id, cancellation) is { } word)
            word.Say(tie, me, isOrganizer: true, now);
        else
            db.Add(new TieWord(application.Id, person.Id, tie, me, now));
        // Who has a tie hears nobody on a panel.
        if (tie is not Tie.None && await db.PanelSeats.SingleOrDefaultAsync(seat => seat.ApplicationId == application.Id && seat.MemberId == person.Id, cancellation) is { } seat)
            db.Remove(seat);
        // About whom of the committee, and not to whom: who applies finds in their own data what was done to them, and ties are none of it.
        db.Add(new AuditEntry(AuditActs.Tie, me, person.Id, Application.SubjectOf(application.Id), AuditOf(person.Word), AuditOf(tie), now));
        db.Hold(application);
    }

    /// <summary>What the audit log says of a word: whether somebody is bound. In which way is nobody's business there.</summary>
    internal static string? AuditOf(Tie? tie) => tie switch
    {
        null => null,
        Tie.None => "free",
        _ => "bound",
    };
}
