using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>A survey is proposed with its works: what the group knows of them is said while somebody types.</summary>
public sealed class SurveyTests(House house)
{
    [Theory]
    [InlineData("zh-CN", "cv", false, 1440)]
    [InlineData("en", "res", true, 320)]
    public async Task Its_works_are_recognised_while_they_are_typed(string language, string track, bool dark, int width)
    {
        await using var visit = await house.VisitAsync(house.Full, language, width, dark);
        await visit.OpenAsync(await house.LinkAsync("open"));
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(house.Full + "/me");
        // One of the demonstration's stands already, with its works.
        await visit.OpenAsync("/topics/6/nlp/proposals");
        await Assertions.Expect(visit.Page.Locator(".works a", new() { HasText = "REALM" })).ToBeVisibleAsync();
        await FitsAsync(visit);

        await visit.OpenAsync($"/topics/6/{track}/proposals");
        await visit.Page.Locator("[name=title]").FillAsync($"RETRO, once more for {track}");
        await visit.Page.Locator("[name=link]").FillAsync("https://arxiv.org/abs/2112.04426v3");
        var known = visit.Page.Locator("[data-known]");
        await Assertions.Expect(known).ToContainTextAsync("检索增强预训练串讲");
        await visit.Page.Locator("[name=link]").FillAsync("");
        await visit.Page.Locator("[name=works]").FillAsync($"Consistency Models\n{string.Join('\n', Enumerable.Repeat("一个很长很长的题目", 600))}");
        await Assertions.Expect(known).ToBeEmptyAsync();
        await visit.Page.Locator("[name=kind][value=survey]").CheckAsync();
        await Assertions.Expect(known).ToContainTextAsync("Consistency Models");
        await FitsAsync(visit);

        await visit.Page.Locator("[name=works]").FillAsync("Consistency Models 2303.01469\nDeep Unsupervised Learning using Nonequilibrium Thermodynamics");
        await visit.Page.Locator("wp-likeness button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync($"{house.Full}/topics/6/{track}/proposals?done=proposed");
        await Assertions.Expect(visit.Page.Locator(".works li")).ToHaveCountAsync(2);
        await FitsAsync(visit);
    }

    private static async Task FitsAsync(Visit visit)
    {
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{visit.Page.Url} is too wide");
        await visit.IsAccessibleAsync();
        await visit.IsCleanAsync();
    }
}
