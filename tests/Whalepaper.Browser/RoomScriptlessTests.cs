using System.Text.RegularExpressions;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Whalepaper.Browser;

/// <summary>A meeting is held with JavaScript off: by plain forms, on pages that come anew by themselves.</summary>
public sealed class RoomScriptlessTests(House house)
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task A_meeting_is_opened_turned_asked_at_and_ended_by_plain_forms(string language)
    {
        var hour = await RoomHour.SetAsync(house);
        await using var host = await hour.ComeAsync(house, "committee", language, 1280, script: false);
        await using var listener = await hour.ComeAsync(house, "open", language, 360, script: false);
        await host.Page.Locator("#now form[action$='/session'] button").ClickAsync();
        await Expect(host.Page.Locator("#now .hour-left")).ToBeVisibleAsync();
        foreach (var visit in new[] { host, listener })
        {
            await visit.OpenAsync(hour.Page);
            await Expect(visit.Page.Locator("meta[http-equiv=refresh]")).ToHaveAttributeAsync("content", "60");
        }

        // "Next" begins the talk, and then turns its parts.
        await host.Page.Locator(".live-turn .hour-next").ClickAsync();
        await Expect(host.Page.Locator("#now .hour-time")).ToBeVisibleAsync();
        var first = await host.Page.Locator("#now .hour-part").InnerTextAsync();
        await host.Page.Locator(".live-turn .hour-next").ClickAsync();
        await Expect(host.Page.Locator("#now .hour-part")).Not.ToHaveTextAsync(first);
        await listener.OpenAsync(hour.Page);
        await Expect(listener.Page.Locator("#now .hour-part")).ToHaveTextAsync(await host.Page.Locator("#now .hour-part").InnerTextAsync());
        await Expect(listener.Page.Locator("#now .hour-time")).ToHaveTextAsync(new Regex("^0", RegexOptions.None, TimeSpan.FromSeconds(1)));

        await listener.Page.Locator("#ask > summary").ClickAsync();
        await listener.Page.Locator("#ask [name=text]").FillAsync("Is it fast?");
        await listener.Page.Locator("#ask button[type=submit]").ClickAsync();
        await Expect(listener.Page.Locator("#questions .question-text")).ToHaveTextAsync("Is it fast?");
        await Expect(listener.Page.Locator("#questions form[action$='/vote']")).ToHaveCountAsync(0);
        await host.OpenAsync(hour.Page);
        await host.Page.Locator("#questions form[action$='/vote'] button").ClickAsync();
        await Expect(host.Page.Locator("#questions .question-voted")).ToHaveCountAsync(1);

        await host.OpenAsync($"{hour.Page}/code");
        var code = (await host.Page.Locator(".code-big").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal).Trim();
        await listener.Page.Locator("#check-in-code").FillAsync("AAAAAA");
        await listener.Page.Locator(".check-in button").ClickAsync();
        await Expect(listener.Page.Locator("#field-code-error")).ToBeVisibleAsync();
        await listener.Page.Locator("main [name=code]").FillAsync(code);
        await listener.Page.Locator("main form[action$='/attendance'] button").ClickAsync();
        await Expect(listener.Page.Locator(".live-present")).ToBeVisibleAsync();
        await host.OpenAsync($"{hour.Page}/code");
        await Expect(host.Page.Locator(".code-count b")).ToHaveTextAsync("1");

        await host.OpenAsync(hour.Page);
        await host.Page.Locator("#hour-desk summary").ClickAsync();
        await host.Page.Locator("#hour-desk form:has(input[value=DELETE])[action$='/session'] button").ClickAsync();
        await Expect(host.Page.Locator("#now .hour-left")).ToHaveCountAsync(0);
        await listener.OpenAsync(hour.Page);
        await Expect(listener.Page.Locator("#now .hour-left")).ToHaveCountAsync(0);
        await Expect(listener.Page.Locator(".live-turn a")).ToHaveCountAsync(0);
        await host.IsCleanAsync();
        await listener.IsCleanAsync();
    }
}
