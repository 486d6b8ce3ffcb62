using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Admission.Panels;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission;

/// <summary>The committee asks somebody of the open group to apply. Whoever asks is bound to them by it.</summary>
public static class InvitationToApplyEndpoints
{
    private const string Page = "/applications/prospects";

    /// <summary>Adds the command.</summary>
    public static void MapInvitationsToApply(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/applications/invitations", Act.DoCommitteeWork, "inviteToApply", "Ask somebody of the open group to apply for the inner group", InviteAsync);
    }

    private static async Task<IResult> InviteAsync(Submission<InviteToApplyForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ApplicationTexts> words)
    {
        var (me, now, handle) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant(), sent.Form.Member?.Trim());
        var member = string.IsNullOrEmpty(handle) ? null : await db.Members.SingleOrDefaultAsync(m => m.Handle == handle && m.LeftAt == null && m.MergedIntoId == null, http.RequestAborted);
        if (member is not { Standing: Standing.Open } || member.Id == me)
            sent.Refuse("member", words["Invite.Unknown"]);
        else if (await db.Applications.AnyAsync(a => a.RunsFor == member.Id, http.RequestAborted) || await db.RetryAsync(member.Id, now, http.RequestAborted) is not null)
            sent.Refuse("member", words["Invite.Runs"]);
        if (!sent.IsSound)
            return sent.Refused(http, Page);
        var application = new Application(member!, now, me);
        db.Add(application);
        // The word about the tie needs the application's number: both or neither.
        await using var unit = await db.BeginWritingAsync(http.RequestAborted);
        await db.SaveChangesAsync(http.RequestAborted);
        await db.CarryTiesAsync(application, now, http.RequestAborted);
        if (!db.TieWords.Local.Any(word => word.ApplicationId == application.Id && word.MemberId == me))
            db.Add(new TieWord(application.Id, me, Tie.Inviter, null, now));
        db.Add(new AuditEntry(AuditActs.ApplicationInvited, me, member!.Id, Application.SubjectOf(application.Id), null, null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        await unit.CommitAsync(http.RequestAborted);
        return sent.Done($"{Page}?done=invited");
    }
}

/// <summary>Whom to ask.</summary>
/// <param name="Member">Their name in addresses.</param>
public sealed record InviteToApplyForm([Longest(Member.HandleMaximum)] string? Member);
