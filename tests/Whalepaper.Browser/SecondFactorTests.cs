using Microsoft.Playwright;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>A password alone is not enough for whoever asks for more: an authenticator's code, or a code from the drawer.</summary>
public sealed class SecondFactorTests(House house)
{
    private const string Password = "correct horse battery";

    [Theory]
    [InlineData("en", true, 360, true)]
    [InlineData("zh-CN", false, 1440, false)]
    public async Task A_member_sets_it_up_and_signs_in_by_an_authenticator_and_by_a_code_from_the_drawer(string language, bool script, int width, bool dark)
    {
        var (founded, path) = await house.FoundAsync();
        await using var visit = await house.VisitAsync(founded, language, width, dark, script);
        var page = visit.Page;
        await visit.OpenAsync(path);
        foreach (var (name, value) in new[] { ("name", "Yang"), ("email", "yang@people.example"), ("password", Password), ("group", "Paper group") })
            await page.Locator($"main [name={name}]").First.FillAsync(value);
        await page.Locator("main button[type=submit]").First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(founded + "/me?done=set-up");

        await visit.OpenAsync("/me/account");
        await page.Locator("main a[href='/me/account/second-factor']").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(founded + "/me/account/second-factor");
        await LookAsync(visit, script);
        var key = string.Concat((await page.Locator(".factor-key").InnerTextAsync()).Split(' '));
        // Six digits that are surely none of the codes of these minutes.
        await EnterAsync(page, "/me/account/second-factor", Another(key));
        await Assertions.Expect(page.Locator("main [name=code]")).ToHaveAttributeAsync("aria-invalid", "true");
        // Whoever sent it is taken to what is wrong.
        if (script)
            await Assertions.Expect(page.Locator("main [name=code]")).ToBeFocusedAsync();
        Assert.Equal(key, string.Concat((await page.Locator(".factor-key").InnerTextAsync()).Split(' ')));
        await LookAsync(visit, script);
        await EnterAsync(page, "/me/account/second-factor", OneTimeCode.Of(key));
        await Assertions.Expect(page.Locator(".codes li")).ToHaveCountAsync(10);
        var drawer = await page.Locator(".codes li").First.InnerTextAsync();
        await LookAsync(visit, script);
        await page.Locator("main a[href='/me/account']").ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(founded + "/me/account");
        await LookAsync(visit, script);

        await SignInAsync(visit, founded);
        await LookAsync(visit, script);
        await EnterAsync(page, "/sign-in/code", OneTimeCode.Of(key));
        await Assertions.Expect(page).ToHaveURLAsync(founded + "/me");

        await SignInAsync(visit, founded);
        await EnterAsync(page, "/sign-in/code", drawer);
        await Assertions.Expect(page).ToHaveURLAsync(founded + "/me");

        // What lay in the drawer is used up.
        await SignInAsync(visit, founded);
        await EnterAsync(page, "/sign-in/code", drawer);
        await Assertions.Expect(page.Locator("main [name=code]")).ToHaveAttributeAsync("aria-invalid", "true");
        await LookAsync(visit, script);
    }

    private static async Task SignInAsync(Visit visit, string at)
    {
        await visit.OpenAsync("/me");
        await visit.Page.Locator("main form[action='/sign-in'] button").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(at + "/sign-in?done=signed-out");
        await visit.Page.Locator("main form[action='/sign-in'] [name=email]").FillAsync("yang@people.example");
        await visit.Page.Locator("main form[action='/sign-in'] [name=password]").FillAsync(Password);
        await visit.Page.Locator("main form[action='/sign-in'] button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("main [name=code]")).ToBeVisibleAsync();
    }

    private static async Task EnterAsync(IPage page, string action, string code)
    {
        await page.Locator($"main form[action^='{action}'] [name=code]").FillAsync(code);
        await page.Locator($"main form[action^='{action}'] button[type=submit]").First.ClickAsync();
    }

    private static string Another(string key) => OneTimeCode.Of(key) is var right && right[0] == '0' ? '5' + right[1..] : '0' + right[1..];

    private static async Task LookAsync(Visit visit, bool script)
    {
        // A click does not wait for the page that it leads to, and of two halves of pages nothing can be said.
        await visit.Page.WaitForLoadStateAsync(LoadState.Load);
        Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
        if (script)
        {
            await visit.FitsAsync();
            await visit.IsAccessibleAsync();
        }

        // That a form was refused the browser says in the console as well.
        visit.Faults.RemoveAll(fault => fault.Contains("422 (", StringComparison.Ordinal));
        await visit.IsCleanAsync();
    }
}
