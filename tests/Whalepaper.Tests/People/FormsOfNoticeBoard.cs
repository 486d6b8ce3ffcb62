using Whalepaper.Notices.Board;

namespace Whalepaper.Tests.People;

/// <summary>The forms about what the committee tells the group.</summary>
internal static class FormsOfNoticeBoard
{
    private static readonly (string Name, string Value)[] whole =
    [
        ("title", "No meeting this week"), ("text", "We **rest**."), ("to", "standings"), ("standings", "open"), ("standings", "candidate"), ("standings", "inner"), ("track", "nlp"), ("mail", "yes"), ("chats", "yes"), ("public", "no"),
        ("when", "later"), ("date", "2026-12-24"), ("time", "20:30"), ("zone", "Asia/Shanghai"), ("then", "save"),
    ];

    private static readonly (string Field, string[] Values)[] wrong =
    [
        ("to", BadWords.Choices), ("standings", BadWords.Choices), ("track", ["abc", "-1", "<b>"]), ("topic", [.. BadWords.Numbers, "0", "999"]), ("mail", BadWords.Choices), ("chats", BadWords.Choices), ("public", BadWords.Choices),
        ("when", BadWords.Choices), ("date", ["abc", "-1", "2026-13-45", "1999-01-01", "2026-11-27", "2029-01-01", "9999-12-31"]), ("time", BadWords.Times), ("zone", BadWords.Zones), ("then", BadWords.Choices),
    ];

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/notices", stage => stage.AsAsync("committee", "/notices", whole)) { ForPrograms = true, Needs = ["title", "text", "standings", "date", "time"], Wrong = wrong },
        new("POST", "/notices", stage => stage.AsAsync("committee", "/notices", ("title", "To you"), ("text", "Text"), ("to", "people"), ("people", "inner, open"), ("then", "save")))
        {
            ForPrograms = true, Way = "people", Needs = ["title", "text", "people"], Wrong = [("people", ["nobody", "inner nobody", "<b>"])],
        },
        new("POST", "/notices/new", stage => stage.AsAsync("committee", "/notices/new", whole[..^1])) { Needs = ["title", "text", "standings", "date", "time"], Wrong = wrong[..^1] },
        new("PUT", "/notices/{id:int}/edit", async stage => await stage.AsAsync("committee", $"/notices/{await MakeAsync(stage)}/edit", whole[..^1])) { Needs = ["title", "text", "standings", "date", "time"], Wrong = wrong[..^1] },
        new("PUT", "/notices/{id:int}", async stage => await stage.AsAsync("committee", $"/notices/{await MakeAsync(stage)}", [.. whole, ("version", "0")]))
        {
            ForPrograms = true, Needs = ["title", "text", "standings", "date", "time"], Wrong = [.. wrong, ("version", ["abc", "-1", "99"])],
        },
        new("PUT", "/notices/{id:int}", async stage => await stage.AsAsync("committee", $"/notices/{await MakeAsync(stage, sent: true)}", ("title", "Another title"), ("text", "Another text"), ("version", "0")))
        {
            ForPrograms = true, Way = "sent", Needs = ["title", "text"], Wrong = [("version", ["abc", "-1", "99"])],
        },
        new("POST", "/notices/{id:int}/edit/approval", async stage => await stage.AsAsync("organizer", $"/notices/{await MakeAsync(stage, sent: true, edited: true)}/edit/approval", ("version", "0"))) { ForPrograms = true, Wrong = [("version", ["abc", "-1", "99"])] },
        new("DELETE", "/notices/{id:int}/edit", async stage => await stage.AsAsync("committee", $"/notices/{await MakeAsync(stage, sent: true, edited: true)}/edit", ("version", "0"))) { ForPrograms = true, Wrong = [("version", ["abc", "-1", "99"])] },
        new("DELETE", "/notices/{id:int}", async stage => await stage.AsAsync("committee", $"/notices/{await MakeAsync(stage)}", ("version", "0"))) { ForPrograms = true, Wrong = [("version", ["abc", "-1", "99"])] },
        new("POST", "/notices/{id:int}/approval", async stage => await stage.AsAsync("organizer", $"/notices/{await MakeAsync(stage, sent: true, review: true)}/approval", ("version", "0"))) { ForPrograms = true, Wrong = [("version", ["abc", "-1", "99"])] },
        new("POST", "/notices/{id:int}/cancellation", async stage => await stage.AsAsync("committee", $"/notices/{await MakeAsync(stage, sent: true, review: true)}/cancellation")) { ForPrograms = true },
        new("PUT", "/notices/{id:int}/pin", async stage => await stage.AsAsync("committee", $"/notices/{await MakeAsync(stage, sent: true)}/pin")) { ForPrograms = true },
        new("DELETE", "/notices/{id:int}/pin", async stage => await stage.AsAsync("committee", $"/notices/{await MakeAsync(stage, sent: true, pinned: true)}/pin")) { ForPrograms = true },
        new("PUT", "/notices/templates/{kind}", async stage => await stage.AsAsync(
            "committee", "/notices/templates/topic-opens", ("titleZh", $"第 {{topic}} 期 {stage.Next()}"), ("textZh", "{link}"), ("titleEn", "Topic {topic}"), ("textEn", "See {link}")))
        {
            ForPrograms = true, Needs = ["titleZh", "textZh", "titleEn", "textEn"], Wrong = [("titleZh", ["{paper}"]), ("textZh", ["{topik}"]), ("titleEn", ["{Topic}"]), ("textEn", ["{ link }", "{}"])],
        },
        new("DELETE", "/notices/templates/{kind}", async stage =>
        {
            await stage.Site.WithAsync(async db =>
            {
                db.RemoveRange(db.NoticeTemplates);
                await db.SaveChangesAsync();
                var template = new NoticeTemplate("plan-published", "en");
                template.Say("Plan", "Text", stage.House["committee"], stage.Site.Clock.GetCurrentInstant());
                db.Add(template);
                await db.SaveChangesAsync();
            });
            return await stage.AsAsync("committee", "/notices/templates/plan-published");
        })
        { ForPrograms = true },
    ];

    private static Task<int> MakeAsync(Stage stage, bool sent = false, bool review = false, bool pinned = false, bool edited = false) => stage.Site.WithAsync(async db =>
    {
        var (now, by) = (stage.Site.Clock.GetCurrentInstant(), stage.House["committee"]);
        var notice = new GroupNotice($"Notice {stage.Next()}", "Text", new Audience(AudienceStandings.Inner, null, null, []), new NoticeWay(false, false, false, null), by, now);
        if (sent)
            notice.Send(by, review, now);
        if (pinned)
            notice.Pin(true, by, now);
        if (edited)
            notice.SuggestEdit("Another title", "Text", by, now);
        db.Add(notice);
        await db.SaveChangesAsync();
        return notice.Id;
    });
}
