using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>What a reader does, with JavaScript off.</summary>
public sealed class ScriptlessTests(House house)
{
    [Fact]
    public async Task A_reader_finds_a_topic_and_changes_language_and_theme_on_the_spot()
    {
        await using var visit = await house.VisitAsync(house.Full, "en", script: false);
        await visit.OpenAsync("/");
        await visit.Page.Locator(".top-nav a[href='/topics']").ClickAsync();
        await visit.Page.Locator("main a[href='/topics/5']").First.ClickAsync();
        Assert.Contains("XLNet", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await visit.Page.Locator("button[name=language][value=zh-CN]").First.ClickAsync();
        Assert.EndsWith("/topics/5", visit.Page.Url, StringComparison.Ordinal);
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");

        await visit.Page.Locator("button[name=theme]").First.ClickAsync();
        Assert.EndsWith("/topics/5", visit.Page.Url, StringComparison.Ordinal);
        await Assertions.Expect(visit.Page.Locator("html")).Not.ToHaveAttributeAsync("data-theme", "auto");
    }

    [Fact]
    public async Task A_reader_searches_and_follows_the_talk_to_its_presenter()
    {
        await using var visit = await house.VisitAsync(house.Full, "zh-CN", script: false);
        await visit.OpenAsync("/");
        await visit.Page.Locator(".top-search input").FillAsync("xlnet");
        await visit.Page.Locator(".top-search input").PressAsync("Enter");
        await visit.Page.Locator(".search-result a.title").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).ToContainTextAsync("XLNet");
        await visit.Page.Locator("main a.person").First.ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".timeline")).ToContainTextAsync("XLNet");
    }

    [Fact]
    public async Task A_reader_turns_over_the_schedule_and_narrows_the_shelf()
    {
        await using var visit = await house.VisitAsync(house.Full, "en", 360, script: false);
        await visit.OpenAsync("/schedule");
        await visit.Page.Locator(".tabs a[href*='view=month']").ClickAsync();
        var month = await visit.Page.Locator("h1").InnerTextAsync();
        await visit.Page.Locator(".steps a[rel~=next]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).Not.ToHaveTextAsync(month);

        await visit.OpenAsync("/papers");
        var all = await visit.Page.Locator(".talk-line").CountAsync();
        await visit.Page.Locator(".filter a[href*='track=cv']").ClickAsync();
        await visit.Page.Locator(".filter a[href*='state=open']").ClickAsync();
        Assert.InRange(await visit.Page.Locator(".talk-line").CountAsync(), 1, all - 1);
        await Assertions.Expect(visit.Page.Locator(".filter [aria-current]")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_reader_far_away_chooses_a_time_zone()
    {
        await using var visit = await house.VisitAsync(house.Full, "en", 360, script: false, known: false);
        await visit.OpenAsync("/preferences");
        await visit.Page.Locator("select[name=zone]").SelectOptionAsync("America/New_York");
        await visit.Page.Locator("main button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".toast")).ToBeVisibleAsync();

        await visit.OpenAsync("/");
        await Assertions.Expect(visit.Page.Locator(".headline .when-group")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-zone", "America/New_York");
    }
}
