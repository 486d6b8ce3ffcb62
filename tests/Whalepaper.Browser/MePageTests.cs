using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>A member's own page, as each place on the ladder sees it, and another address to sign in by.</summary>
public sealed class MePageTests(House house)
{
    private const string Password = "correct horse battery";

    [Theory]
    [InlineData("inner", "zh-CN", true, 360)]
    [InlineData("inner", "en", false, 1280)]
    [InlineData("committee", "en", true, 360)]
    [InlineData("candidate", "zh-CN", false, 1280)]
    [InlineData("open", "en", false, 360)]
    [InlineData("former", "zh-CN", true, 360)]
    public async Task Is_accessible_fits_and_is_reached_by_keyboard(string place, string language, bool dark, int width)
    {
        await using var visit = await EnterAsync(place, language, width, dark);
        await visit.LookAtAsync("/me", language, $"{place}-{language}-{(dark ? "dark" : "light")}-{width}");
        await visit.FitsAsync();
        var stops = await visit.Page.EvaluateAsync<int>("""
            () => {
              window.stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')].filter(e => e.checkVisibility());
              return window.stops.length;
            }
            """);
        for (var stop = 0; stop < stops; stop++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            Assert.Equal(stop, await visit.Page.EvaluateAsync<int>("window.stops.indexOf(document.activeElement)"));
        }
    }

    [Fact]
    public async Task An_address_is_changed_by_its_letter()
    {
        var (founded, path) = await house.FoundAsync();
        await using var visit = await house.VisitAsync(founded, "en", 360, true);
        await visit.OpenAsync(path);
        foreach (var (name, value) in new[] { ("name", "Lin"), ("email", "lin@people.example"), ("password", Password), ("group", "Paper group") })
            await visit.Page.Locator($"main [name={name}]").First.FillAsync(value);
        await visit.Page.Locator("main button[type=submit]").First.ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(founded + "/me?done=set-up");

        await visit.OpenAsync("/me/account");
        await visit.Page.Locator("summary", new() { HasTextString = "Change the address" }).ClickAsync();
        await visit.Page.Locator("main [name=email]").FillAsync("elsewhere@people.example");
        await visit.Page.Locator("main [name=emailPassword]").FillAsync(Password);
        await visit.Page.Locator("form[action='/me/account/address'] button", new() { HasTextString = "Send the letter" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".notice-title")).ToContainTextAsync("elsewhere@people.example");
        await visit.IsAccessibleAsync();

        await visit.OpenAsync("/outbox");
        var letter = visit.Page.Locator(".desk-item", new() { HasTextString = "elsewhere@people.example" }).First;
        await letter.Locator("button").ClickAsync();
        var text = await visit.Page.Locator(".outbox-letter pre").InnerTextAsync();
        await visit.OpenAsync(text[text.IndexOf("/me/account/address/", StringComparison.Ordinal)..].Split('\n')[0].Trim());
        await visit.IsAccessibleAsync();
        await visit.Page.Locator("main button[type=submit]").First.ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(founded + "/me/account?done=address");
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("You sign in as elsewhere@people.example");
        await visit.IsCleanAsync();
    }

    private async Task<Visit> EnterAsync(string place, string language, int width, bool dark)
    {
        var visit = await house.VisitAsync(house.Full, language, width, dark);
        await visit.OpenAsync(await house.LinkAsync(place));
        await visit.Page.Locator("main button[type=submit]").First.ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(house.Full + "/me");
        return visit;
    }
}
