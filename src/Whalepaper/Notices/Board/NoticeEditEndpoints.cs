using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Board;

/// <summary>What becomes of changed words that wait beside a notice: taken over by a second pair of eyes, or dropped.</summary>
internal static class NoticeEditEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapNoticeEdits(this CommandDoors doors)
    {
        doors.Open("POST", "/notices/{id:int}/edit/approval", Act.SendNotices, "approveNoticeEdit", "Take over the changed words of a notice that went out", ApproveAsync);
        doors.Open("DELETE", "/notices/{id:int}/edit", Act.SendNotices, "dropNoticeEdit", "Drop the changed words that wait beside a notice", DropAsync);
    }

    private static async Task<IResult> ApproveAsync(int id, Submission<LookedAtForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<NoticeBoardTexts> words)
    {
        if (await db.Notices.SingleOrDefaultAsync(n => n.Id == id, http.RequestAborted) is not { } notice)
            return TypedResults.NotFound();
        var by = http.Actor().MemberId!.Value;
        // What is taken over is what was read.
        sent.MustBeCurrent(sent.Form.Version, notice, words);
        if (!notice.MayAcceptEdit(by))
            sent.Refuse(Submission.Whole, words[notice.EditWaits ? "Edit.Own" : "Edit.Not"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/notices/{id}");
        var (before, writer, now) = (notice.Title, notice.SuggestedById, clock.GetCurrentInstant());
        notice.AcceptEdit(by, now);
        db.Add(new AuditEntry(AuditActs.NoticeEditApproved, by, writer, NoticeEndpoints.Subject(notice), before, notice.Title, now));
        return await db.SaveAsync(sent, http, $"/notices/{id}", words) ?? sent.Done($"/notices/{id}?done=edited", SavedNotice.Of(notice));
    }

    private static async Task<IResult> DropAsync(int id, Submission<LookedAtForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<NoticeBoardTexts> words)
    {
        if (await db.Notices.SingleOrDefaultAsync(n => n.Id == id, http.RequestAborted) is not { } notice)
            return TypedResults.NotFound();
        sent.MustBeCurrent(sent.Form.Version, notice, words);
        if (!notice.EditWaits)
            sent.Refuse(Submission.Whole, words["Edit.Not"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/notices/{id}");
        db.Add(new AuditEntry(AuditActs.NoticeEditDropped, http.Actor().MemberId, notice.SuggestedById, NoticeEndpoints.Subject(notice), notice.SuggestedTitle, null, clock.GetCurrentInstant()));
        notice.DropEdit();
        return await db.SaveAsync(sent, http, $"/notices/{id}", words) ?? sent.Done($"/notices/{id}?done=dropped");
    }
}
