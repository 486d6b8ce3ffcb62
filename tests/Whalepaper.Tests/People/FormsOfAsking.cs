namespace Whalepaper.Tests.People;

/// <summary>The forms about questions, what was covered, and feedback.</summary>
internal static class FormsOfAsking
{
    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/meetings/{id:int}/questions", async stage =>
        {
            var (meeting, talk) = await stage.EveningAsync();
            return await stage.AsAsync("committee", $"/meetings/{meeting}/questions", ("text", "Why?\nAnd how?"), ("talk", $"{talk}"), ("onBehalfOf", "Zhang San"), ("key", $"key{stage.Next()}"));
        })
        {
            ForPrograms = true, Needs = ["text"], Wrong = [("talk", [.. BadWords.Numbers, "0", "987654"])],
        },
        new("PUT", "/questions/{id:int}/vote", async stage => await stage.AsAsync("inner", $"/questions/{await stage.QuestionAsync()}/vote")) { ForPrograms = true },
        new("DELETE", "/questions/{id:int}/vote", async stage => await stage.AsAsync("inner", $"/questions/{await stage.QuestionAsync(voter: "inner")}/vote")) { ForPrograms = true },
        new("PUT", "/questions/{id:int}/answer", async stage => await stage.AsAsync("committee", $"/questions/{await stage.QuestionAsync()}/answer", ("answer", "Because of **this**.\nAnd that."))) { ForPrograms = true, ByOffice = true },
        new("DELETE", "/questions/{id:int}/answer", async stage => await stage.AsAsync("committee", $"/questions/{await stage.QuestionAsync(answered: true)}/answer")) { ForPrograms = true },
        new("PUT", "/questions/{id:int}/hiding", async stage => await stage.AsAsync("committee", $"/questions/{await stage.QuestionAsync()}/hiding")) { ForPrograms = true },
        new("DELETE", "/questions/{id:int}/hiding", async stage => await stage.AsAsync("committee", $"/questions/{await stage.QuestionAsync(hidden: true)}/hiding")) { ForPrograms = true },
        new("PUT", "/talks/{id:int}/parts/{part:int}/tick", async stage => await stage.AsAsync("inner", $"/talks/{(await stage.EveningAsync()).Talk}/parts/0/tick")) { ForPrograms = true },
        new("DELETE", "/talks/{id:int}/parts/{part:int}/tick", async stage =>
        {
            var filled = await stage.AsAsync("inner", $"/talks/{(await stage.EveningAsync()).Talk}/parts/0/tick");
            await filled.Session.SendAsync("PUT", filled.Path);
            return filled;
        })
        { ForPrograms = true },
        new("PUT", "/talks/{id:int}/parts/{part:int}/coverage", async stage => await stage.AsAsync("committee", $"/talks/{(await stage.EveningAsync()).Talk}/parts/0/coverage", ("covered", "yes")))
        {
            ForPrograms = true, ByOffice = true, Needs = ["covered"], Wrong = [("covered", ["on", "YES", "1"])],
        },
        new("DELETE", "/talks/{id:int}/parts/{part:int}/coverage", async stage =>
        {
            var filled = await stage.AsAsync("committee", $"/talks/{(await stage.EveningAsync()).Talk}/parts/0/coverage");
            await filled.Session.SendAsync("PUT", filled.Path, ("covered", "no"));
            return filled;
        })
        { ForPrograms = true },
        new("PUT", "/talks/{id:int}/feedback", async stage => await stage.AsAsync(
            "inner", $"/talks/{await stage.GivenAsync()}/feedback", ("clear", "The pictures.\nAll of them."), ("improve", "Speak slower."), ("anonymous", "yes"), ("parts", "0"), ("texts", "Too fast.\nReally.")))
        {
            ForPrograms = true, Wrong = [("anonymous", BadWords.Choices), ("parts", [.. BadWords.Numbers, "987654"])],
        },
    ];
}
