using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Board;

/// <summary>What becomes of a notice that was written: approved, taken back, pinned.</summary>
internal static class NoticeLifeEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapNoticeLife(this CommandDoors doors)
    {
        doors.Open("POST", "/notices/{id:int}/approval", Act.SendNotices, "approveNotice", "Approve a notice that waits for a second pair of eyes", ApproveAsync);
        doors.Open("POST", "/notices/{id:int}/cancellation", Act.SendNotices, "cancelNotice", "Take a notice back: nobody reads it any more, what waits is dropped, what lies in inboxes stays", CancelAsync);
        doors.Open("PUT", "/notices/{id:int}/pin", Act.SendNotices, "pinNotice", "Put a notice before the others", (int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<NoticeBoardTexts> words) =>
            PinAsync(true, id, sent, http, db, clock, words));
        doors.Open("DELETE", "/notices/{id:int}/pin", Act.SendNotices, "unpinNotice", "Let a notice stand among the others again", (int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<NoticeBoardTexts> words) =>
            PinAsync(false, id, sent, http, db, clock, words));
    }

    private static async Task<IResult> ApproveAsync(int id, Submission<LookedAtForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<NoticeBoardTexts> words)
    {
        if (await db.Notices.SingleOrDefaultAsync(n => n.Id == id, http.RequestAborted) is not { } notice)
            return TypedResults.NotFound();
        var by = http.Actor().MemberId!.Value;
        sent.MustBeCurrent(sent.Form.Version, notice, words);
        if (!notice.MayBeApprovedBy(by))
            sent.Refuse(Submission.Whole, words[notice.State is NoticeState.Review ? "Approve.Own" : "Approve.Not"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/notices/{id}");
        var now = clock.GetCurrentInstant();
        notice.Approve(by, now);
        db.BeginTelling(notice);
        db.Add(new AuditEntry(AuditActs.NoticeApproved, by, null, notice.Title, null, null, now));
        return await db.SaveAsync(sent, http, $"/notices/{id}", words) ?? sent.Done(NoticeEndpoints.After(notice), SavedNotice.Of(notice));
    }

    private static async Task<IResult> CancelAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<NoticeBoardTexts> words)
    {
        if (await db.Notices.SingleOrDefaultAsync(n => n.Id == id, http.RequestAborted) is not { } notice)
            return TypedResults.NotFound();
        if (!notice.CanCancel)
        {
            sent.Refuse(Submission.Whole, words["Cancel.Not"]);
            return sent.Refused(http, $"/notices/{id}");
        }

        var (by, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        notice.Cancel(by, now);
        if (await db.NoticeTellings.SingleOrDefaultAsync(t => t.NoticeId == id, http.RequestAborted) is { StoppedAt: null } telling)
            telling.Stop(now);
        db.Add(new AuditEntry(AuditActs.NoticeCancelled, by, null, notice.Title, null, null, now));
        return await db.SaveAsync(sent, http, $"/notices/{id}", words) ?? sent.Done("/notices/drafts?done=cancelled");
    }

    private static async Task<IResult> PinAsync(bool pinned, int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<NoticeBoardTexts> words)
    {
        if (await db.Notices.SingleOrDefaultAsync(n => n.Id == id, http.RequestAborted) is not { } notice)
            return TypedResults.NotFound();
        if (notice.State is not NoticeState.Published)
        {
            sent.Refuse(Submission.Whole, words["Pin.Not"]);
            return sent.Refused(http, $"/notices/{id}");
        }

        var (by, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        if (notice.Pin(pinned, by, now))
            db.Add(new AuditEntry(pinned ? AuditActs.NoticePinned : AuditActs.NoticeUnpinned, by, null, notice.Title, null, null, now));
        return await db.SaveAsync(sent, http, $"/notices/{id}", words) ?? sent.Done($"/notices/{id}?done={(pinned ? "pinned" : "unpinned")}");
    }
}
