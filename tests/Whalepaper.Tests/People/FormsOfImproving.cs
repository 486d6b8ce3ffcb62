namespace Whalepaper.Tests.People;

/// <summary>The forms of suggestions and of looking back.</summary>
internal static class FormsOfImproving
{
    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/suggestions", async stage =>
        {
            var (session, id) = await stage.InnerAsync();
            return new Filled(session, id, "/suggestions", ("title", "Begin earlier"), ("text", "Half an **hour**.\nOr more."), ("key", $"key{stage.Next()}"));
        })
        { ForPrograms = true, Needs = ["title", "text"] },
        new("PUT", "/suggestions/{id:int}", async stage =>
        {
            var (session, id) = await stage.InnerAsync();
            return new Filled(session, id, $"/suggestions/{await stage.House.SuggestAsync(id)}", ("title", "Begin later"), ("text", "Half an **hour**.\nOr less."));
        })
        { ForPrograms = true, Needs = ["title", "text"] },
        new("DELETE", "/suggestions/{id:int}", async stage =>
        {
            var (session, id) = await stage.InnerAsync();
            return new Filled(session, id, $"/suggestions/{await stage.House.SuggestAsync(id)}");
        })
        { ForPrograms = true },
        new("PUT", "/suggestions/{id:int}/support", async stage =>
        {
            var suggestion = await stage.House.SuggestAsync(stage.House["committee"]);
            var (session, id) = await stage.InnerAsync();
            return new Filled(session, id, $"/suggestions/{suggestion}/support");
        })
        { ForPrograms = true },
        new("DELETE", "/suggestions/{id:int}/support", async stage =>
        {
            var suggestion = await stage.House.SuggestAsync(stage.House["committee"]);
            var (session, id) = await stage.InnerAsync();
            await session.SendAsync("PUT", $"/suggestions/{suggestion}/support");
            return new Filled(session, id, $"/suggestions/{suggestion}/support");
        })
        { ForPrograms = true },
        new("POST", "/suggestions/{id:int}/comments", async stage =>
        {
            var suggestion = await stage.House.SuggestAsync(stage.House["committee"]);
            var (session, id) = await stage.InnerAsync();
            return new Filled(session, id, $"/suggestions/{suggestion}/comments", ("comment", "Why **not**?\nIndeed."), ("key", $"key{stage.Next()}"));
        })
        { ForPrograms = true, Needs = ["comment"] },
        new("POST", "/suggestions/{id:int}/decision", async stage => await stage.AsAsync("committee", $"/suggestions/{await stage.House.SuggestAsync(stage.House["inner"])}/decision", ("decision", "planned"), ("word", "Next **topic**.\nSurely.")))
        {
            ForPrograms = true, Needs = ["decision", "word"], Wrong = [("decision", [.. BadWords.Choices, "open", "withdrawn", "Planned", "1"])],
        },
        new("PUT", "/suggestions/comments/{id:int}/hiding", async stage =>
        {
            var comment = await stage.House.CommentAsync(await stage.House.SuggestAsync(stage.House["inner"]), stage.House["inner"]);
            return await stage.AsAsync("committee", $"/suggestions/comments/{comment}/hiding", ("reason", "It is about a person."));
        })
        { ForPrograms = true, Needs = ["reason"] },
        new("DELETE", "/suggestions/comments/{id:int}/hiding", async stage =>
        {
            var comment = await stage.House.CommentAsync(await stage.House.SuggestAsync(stage.House["inner"]), stage.House["inner"]);
            var filled = await stage.AsAsync("committee", $"/suggestions/comments/{comment}/hiding");
            await filled.Session.SendAsync("PUT", filled.Path, ("reason", "It is about a person."));
            return filled;
        })
        { ForPrograms = true },
        new("POST", "/topics/{number:int}/retrospective", async stage =>
        {
            await stage.House.NoLookBackAsync();
            return await stage.AsAsync("committee", "/topics/5/retrospective");
        })
        { ForPrograms = true },
        new("DELETE", "/topics/{number:int}/retrospective", async stage =>
        {
            await stage.House.LookBackAsync();
            return await stage.AsAsync("committee", "/topics/5/retrospective", ("reason", "The topic goes on."));
        })
        { ForPrograms = true, Needs = ["reason"] },
        new("POST", "/topics/{number:int}/retrospective/answer", async stage =>
        {
            var (session, id) = await stage.InnerAsync();
            await stage.House.LookBackAsync();
            return new Filled(session, id, "/topics/5/retrospective/answer", ("learned", "4"), ("organised", "5"), ("joined", "2"), ("keep", "The hour.\nAnd the place."), ("change", "The day.\nAnd the length."));
        })
        {
            ForPrograms = true, Needs = ["learned", "organised", "joined"], Wrong = [("learned", [.. BadWords.Numbers, "0", "6"]), ("organised", ["0", "6"]), ("joined", ["0", "6"])],
        },
        new("POST", "/topics/{number:int}/retrospective/publication", async stage =>
        {
            await stage.House.ClosedLookBackAsync();
            return await stage.AsAsync("committee", "/topics/5/retrospective/publication", ("word", "Thank **you**.\nAll."), ("leaveKeep", "0"), ("leaveChange", "2"));
        })
        {
            ForPrograms = true, Needs = ["word"], Wrong = [("leaveKeep", [.. BadWords.Numbers, "3"]), ("leaveChange", [.. BadWords.Numbers, "3"])],
        },
    ];
}
