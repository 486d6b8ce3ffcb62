using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Board;

/// <summary>The words of notices that come again and again.</summary>
internal static class TemplateEndpoints
{
    private const string Page = "/notices/templates";

    /// <summary>Adds the commands.</summary>
    public static void MapTemplates(this CommandDoors doors)
    {
        doors.Open("PUT", "/notices/templates/{kind}", Act.SendNotices, "saveNoticeTemplate", "Set the words of a notice that comes again and again, in both languages", SaveAsync);
        doors.Open("DELETE", "/notices/templates/{kind}", Act.SendNotices, "resetNoticeTemplate", "Take back to the words that come with the program", ResetAsync);
    }

    private static async Task<IResult> SaveAsync(string kind, Submission<TemplateForm> sent, HttpContext http, WhalepaperDb db, TemplateWords templates, IClock clock, IStringLocalizer<NoticeBoardTexts> words)
    {
        if (TemplateKind.Find(kind) is not { } known)
            return TypedResults.NotFound();
        var chinese = Read(sent, known, words, "titleZh", sent.Form.TitleZh, "textZh", sent.Form.TextZh);
        var english = Read(sent, known, words, "titleEn", sent.Form.TitleEn, "textEn", sent.Form.TextEn);
        if (!sent.IsSound)
            return sent.Refused(http, Page);
        var (by, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        var kept = await db.NoticeTemplates.Where(t => t.Kind == kind).ToListAsync(http.RequestAborted);
        Set(db, templates, kept, known, Language.Chinese, chinese, by, now);
        Set(db, templates, kept, known, Language.English, english, by, now);
        if (db.ChangeTracker.HasChanges())
            db.Add(new AuditEntry(AuditActs.NoticeTemplate, by, null, kind, null, null, now));
        return await db.SaveAsync(sent, http, Page, words) ?? sent.Done($"{Page}?done=saved#{kind}");
    }

    private static async Task<IResult> ResetAsync(string kind, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<NoticeBoardTexts> words)
    {
        if (TemplateKind.Find(kind) is null)
            return TypedResults.NotFound();
        var kept = await db.NoticeTemplates.Where(t => t.Kind == kind).ToListAsync(http.RequestAborted);
        if (kept.Count > 0)
        {
            db.RemoveRange(kept);
            db.Add(new AuditEntry(AuditActs.NoticeTemplate, http.Actor().MemberId, null, kind, kept.Find(t => string.Equals(t.Language, Language.English.Tag, StringComparison.Ordinal))?.Title, null, clock.GetCurrentInstant()));
        }

        return await db.SaveAsync(sent, http, Page, words) ?? sent.Done($"{Page}?done=reset#{kind}");
    }

    private static WordsOfTemplate Read(Submission<TemplateForm> sent, TemplateKind kind, IStringLocalizer<NoticeBoardTexts> words, string titleField, string? title, string textField, string? text)
    {
        Check(sent, kind, words, titleField, title);
        Check(sent, kind, words, textField, text);
        return new WordsOfTemplate(Deliveries.Message.Line(title ?? ""), (text ?? "").Trim());
    }

    private static void Check(Submission<TemplateForm> sent, TemplateKind kind, IStringLocalizer<NoticeBoardTexts> words, string field, string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            sent.Refuse(field, words["Template.Missing"]);
        else if (kind.Unknown(typed) is { Count: > 0 } unknown)
            sent.Refuse(field, words["Template.Unknown", string.Join(' ', unknown), kind.Offered]);
    }

    // What says the same as ours is not kept: should ours become better, so does it.
    private static void Set(WhalepaperDb db, TemplateWords templates, List<NoticeTemplate> kept, TemplateKind kind, Language language, WordsOfTemplate typed, int by, Instant now)
    {
        var held = kept.Find(t => string.Equals(t.Language, language.Tag, StringComparison.Ordinal));
        if (typed == templates.Ours(kind, language))
        {
            if (held is not null)
                db.Remove(held);
            return;
        }

        if (held is not null && typed == new WordsOfTemplate(held.Title, held.Text))
            return;
        if (held is null)
            db.Add(held = new NoticeTemplate(kind.Word, language.Tag));
        held.Say(typed.Title, typed.Text, by, now);
    }
}

/// <summary>The words of a template, in both languages, with places such as <c>{topic}</c>.</summary>
/// <param name="TitleZh">The Chinese title.</param>
/// <param name="TextZh">The Chinese text, Markdown.</param>
/// <param name="TitleEn">The English title.</param>
/// <param name="TextEn">The English text, Markdown.</param>
public sealed record TemplateForm(
    [Longest(GroupNotice.TitleMaximum)] string? TitleZh, [Longest(GroupNotice.TextMaximum), Lines] string? TextZh, [Longest(GroupNotice.TitleMaximum)] string? TitleEn, [Longest(GroupNotice.TextMaximum), Lines] string? TextEn);
