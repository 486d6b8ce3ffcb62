using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Board;

/// <summary>Writing notices: begun, looked at, changed, sent, deleted.</summary>
public static class NoticeEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapNotices(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/notices", Act.SendNotices, "writeNotice", "Write a notice, as a draft or to be sent", CreateAsync);
        // A preview stands at the address of its form, so that what leads to a place on the page stays on it.
        doors.OpenForm("POST", "/notices/new", Act.SendNotices, PreviewNewAsync);
        doors.OpenForm("PUT", "/notices/{id:int}/edit", Act.SendNotices, PreviewAsync);
        doors.Open("PUT", "/notices/{id:int}", Act.SendNotices, "changeNotice", "Change a notice, send a draft; of one that went out, change the words, or suggest to where somebody else must read them first", ChangeAsync);
        doors.Open("DELETE", "/notices/{id:int}", Act.SendNotices, "deleteNotice", "Delete a draft", DeleteAsync);
        doors.MapNoticeLife();
        doors.MapNoticeEdits();
        doors.MapTemplates();
    }

    /// <summary>The page where a notice is changed.</summary>
    internal static string EditPage(int id) => string.Create(CultureInfo.InvariantCulture, $"/notices/{id}/edit");

    /// <summary>Refuses what was meant for another version than the one that stands now.</summary>
    internal static void MustBeCurrent(this Submission sent, string? version, GroupNotice notice, IStringLocalizer<NoticeBoardTexts> words)
    {
        if (!string.IsNullOrEmpty(version) && !string.Equals(version, notice.Version.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            sent.Refuse(sent.IsJson ? "version" : Submission.Whole, words["Changed"]);
    }

    /// <summary>Saves; whoever was too late is told so on a page that keeps what they typed.</summary>
    /// <returns>Null if it was saved; else the answer.</returns>
    internal static async Task<IResult?> SaveAsync(this WhalepaperDb db, Submission sent, HttpContext http, string page, IStringLocalizer<NoticeBoardTexts> words)
    {
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
            return null;
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            db.ChangeTracker.Clear();
            sent.Refuse(Submission.Whole, words["Changed"]);
            return sent.Refused(http, page);
        }
    }

    private static async Task<IResult> CreateAsync(Submission<NoticeForm> sent, HttpContext http, WhalepaperDb db, NoticeReader reader, IClock clock, IStringLocalizer<NoticeBoardTexts> words)
    {
        var filled = await reader.ReadAsync(sent, http.RequestAborted);
        var send = reader.ReadThen(sent);
        if (!sent.IsSound || filled is null)
            return sent.Refused(http, "/notices/new");
        var now = clock.GetCurrentInstant();
        var notice = new GroupNotice(filled.Title, filled.Text, filled.Audience, filled.Way, http.Actor().MemberId!.Value, now);
        db.Add(notice);
        if (send)
            await SendAsync(db, notice, http, now);
        return await db.SaveAsync(sent, http, "/notices/new", words) ?? sent.Done(After(notice), SavedNotice.Of(notice));
    }

    private static async Task<IResult> ChangeAsync(int id, Submission<NoticeForm> sent, HttpContext http, WhalepaperDb db, NoticeReader reader, IClock clock, IStringLocalizer<NoticeBoardTexts> words)
    {
        if (await db.Notices.Include(n => n.People).SingleOrDefaultAsync(n => n.Id == id, http.RequestAborted) is not { } notice)
            return TypedResults.NotFound();
        sent.MustBeCurrent(sent.Form.Version, notice, words);
        if (notice.State is NoticeState.Cancelled)
            sent.Refuse(Submission.Whole, words["Cancelled.Not"]);
        if (notice.State is NoticeState.Published)
            return await EditAsync(notice, sent, http, db, reader, clock.GetCurrentInstant(), words);
        var filled = await reader.ReadAsync(sent, http.RequestAborted);
        var send = reader.ReadThen(sent);
        if (!sent.IsSound || filled is null)
            return sent.Refused(http, EditPage(id));
        var now = clock.GetCurrentInstant();
        notice.Change(filled.Title, filled.Text, filled.Audience, filled.Way, http.Actor().MemberId!.Value, now);
        if (send)
            await SendAsync(db, notice, http, now);
        return await db.SaveAsync(sent, http, EditPage(id), words) ?? sent.Done(After(notice), SavedNotice.Of(notice));
    }

    private static async Task<IResult> EditAsync(
        GroupNotice notice, Submission<NoticeForm> sent, HttpContext http, WhalepaperDb db, NoticeReader reader, Instant now, IStringLocalizer<NoticeBoardTexts> words)
    {
        var spoken = reader.ReadWords(sent);
        if (!sent.IsSound || spoken is not var (title, text))
            return sent.Refused(http, EditPage(notice.Id));
        var (before, by) = (notice.Title, http.Actor().MemberId!.Value);
        // Letters that wait say what it says when they are sent: its words are no less read than those of a new one.
        if (await NeedsReviewAsync(db, http))
            notice.SuggestEdit(title, text, by, now);
        else if (notice.Edit(title, text, by, now))
            db.Add(new AuditEntry(AuditActs.NoticeEdited, by, null, Subject(notice), before, notice.Title, now));
        return await db.SaveAsync(sent, http, EditPage(notice.Id), words) ?? sent.Done($"/notices/{notice.Id}?done={(notice.EditWaits ? "suggested" : "edited")}", SavedNotice.Of(notice));
    }

    private static async Task<IResult> PreviewNewAsync(Submission<NoticeForm> sent, HttpContext http, NoticeReader reader) =>
        Show(await reader.ReadAsync(sent, http.RequestAborted) is { } filled ? new NoticePreview(filled.Title, filled.Text, filled) : null, sent, http, "/notices/new");

    private static async Task<IResult> PreviewAsync(int id, Submission<NoticeForm> sent, HttpContext http, WhalepaperDb db, NoticeReader reader)
    {
        if (await db.Notices.Where(n => n.Id == id).Select(n => (NoticeState?)n.State).SingleOrDefaultAsync(http.RequestAborted) is not { } state)
            return TypedResults.NotFound();
        // What went out keeps its readers and its hour.
        NoticePreview? preview = state is NoticeState.Published
            ? reader.ReadWords(sent) is var (title, text) ? new NoticePreview(title, text, null) : null
            : await reader.ReadAsync(sent, http.RequestAborted) is { } filled ? new NoticePreview(filled.Title, filled.Text, filled) : null;
        return Show(preview, sent, http, EditPage(id));
    }

    private static IResult Show(NoticePreview? preview, Submission<NoticeForm> sent, HttpContext http, string page)
    {
        if (preview is null || !sent.IsSound)
            return sent.Refused(http, page);
        http.Features.Set<Submission>(sent);
        http.Features.Set(preview);
        http.Request.Path = page;
        return new RazorComponentResult<App>();
    }

    private static async Task<IResult> DeleteAsync(int id, Submission<LookedAtForm> sent, HttpContext http, WhalepaperDb db, IStringLocalizer<NoticeBoardTexts> words)
    {
        if (await db.Notices.SingleOrDefaultAsync(n => n.Id == id, http.RequestAborted) is not { } notice)
            return TypedResults.NotFound();
        sent.MustBeCurrent(sent.Form.Version, notice, words);
        if (!notice.CanDelete)
            sent.Refuse(Submission.Whole, words["Delete.Not"]);
        if (!sent.IsSound)
            return sent.Refused(http, "/notices/drafts");
        db.Remove(notice);
        return await db.SaveAsync(sent, http, "/notices/drafts", words) ?? sent.Done("/notices/drafts?done=deleted");
    }

    private static async Task SendAsync(WhalepaperDb db, GroupNotice notice, HttpContext http, Instant now)
    {
        var by = http.Actor().MemberId!.Value;
        notice.Send(by, await NeedsReviewAsync(db, http), now);
        db.BeginTelling(notice);
        if (notice.State is not NoticeState.Review)
            db.Add(new AuditEntry(AuditActs.NoticePublished, by, null, notice.Title, null, null, now));
    }

    private static async Task<bool> NeedsReviewAsync(WhalepaperDb db, HttpContext http) => SettingsCatalogue.NoticeReview.Of(await db.SettingsAsync(http.RequestAborted));

    /// <summary>What the audit log calls a notice.</summary>
    internal static string Subject(GroupNotice notice) => string.Create(CultureInfo.InvariantCulture, $"#{notice.Id}");

    /// <summary>Where the effect of saving or sending is seen.</summary>
    internal static string After(GroupNotice notice) => notice.State switch
    {
        NoticeState.Published => string.Create(CultureInfo.InvariantCulture, $"/notices/{notice.Id}?done=sent"),
        NoticeState.Scheduled => "/notices/drafts?done=scheduled",
        NoticeState.Review => "/notices/drafts?done=review",
        _ => $"{EditPage(notice.Id)}?done=saved",
    };
}

/// <summary>A notice that is looked at before it is saved.</summary>
/// <param name="Title">The title.</param>
/// <param name="Text">The text, Markdown.</param>
/// <param name="Filled">All of it; null where only the words can change.</param>
internal sealed record NoticePreview(string Title, string Text, FilledNotice? Filled);
