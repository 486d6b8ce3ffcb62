using Microsoft.Playwright;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>In over a provider, which is another site to the browser: its cookies and policies are what this is about.</summary>
public sealed class ProviderTests(House house)
{
    [Theory]
    [InlineData("en", true, 360)]
    [InlineData("zh-CN", false, 1440)]
    public async Task A_member_links_the_provider_and_comes_in_by_it(string language, bool script, int width)
    {
        await using var provider = await LocalProvider.StartAsync();
        var own = await house.ServeDemoAsync(builder => provider.SetUp(builder.Configuration));
        var address = own.Address;
        provider.Home = $"{address}/sign-in/provider/back";
        await using var visit = await house.VisitAsync(address, language, width, script: script);

        // Nobody is linked yet: the person is told so, and the form to join is filled in.
        await visit.OpenAsync("/sign-in?return=%2Fmembers");
        await LookAsync(visit, script);
        await visit.Page.Locator("form[action='/sign-in/provider'] button").ClickAsync();
        await AgreeAsync(visit.Page, provider);
        await Assertions.Expect(visit.Page).ToHaveURLAsync(address + "/sign-in?provider=unknown&return=%2Fmembers");
        await LookAsync(visit, script);
        await visit.Page.Locator(".notice a[href^='/join']").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[name=email]")).ToHaveValueAsync("ada@harbour.example");
        await Assertions.Expect(visit.Page.Locator("[name=name]")).ToHaveValueAsync("Ada Lovelace");

        await visit.EnterAsync(await own.LinkAsync("open"));
        await visit.OpenAsync("/me/account");
        await LookAsync(visit, script);
        await visit.Page.Locator("form[action='/me/account/provider'] button").ClickAsync();
        await AgreeAsync(visit.Page, provider);
        await Assertions.Expect(visit.Page).ToHaveURLAsync(address + "/me/account?done=linked");
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync("ada@harbour.example");
        await LookAsync(visit, script);

        await visit.OpenAsync("/me");
        await visit.Page.Locator("main form[action='/sign-in'] button").ClickAsync();
        await visit.OpenAsync("/sign-in?return=%2Fmembers");
        await visit.Page.Locator("form[action='/sign-in/provider'] button").ClickAsync();
        await AgreeAsync(visit.Page, provider);
        await Assertions.Expect(visit.Page).ToHaveURLAsync(address + "/members");
        await visit.OpenAsync("/me");
        await Assertions.Expect(visit.Page.Locator("h1")).ToContainTextAsync("Ada Brook");
        await visit.IsCleanAsync();
    }

    private static async Task AgreeAsync(IPage page, LocalProvider provider)
    {
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(LocalProvider.Name);
        Assert.StartsWith(provider.Address, page.Url, StringComparison.Ordinal);
        await page.Locator("button").ClickAsync();
    }

    private static async Task LookAsync(Visit visit, bool script)
    {
        await visit.FitsAsync();
        Directory.CreateDirectory(House.Pictures);
        var name = new Uri(visit.Page.Url).PathAndQuery.Trim('/').Replace('/', '-').Replace('?', '-').Replace('=', '-').Replace('&', '-').Replace('%', '-');
        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(House.Pictures, $"provider-{name}-{(script ? 360 : 1440)}.png"), FullPage = true });
        // axe is a script itself.
        if (script)
            await visit.IsAccessibleAsync();
        await visit.IsCleanAsync();
    }
}
