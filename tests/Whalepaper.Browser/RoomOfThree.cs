using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Whalepaper.Browser;

/// <summary>Three people at a meeting, each with a browser of their own, and what they do there.</summary>
internal sealed record RoomOfThree(RoomHour Hour, Visit Host, Visit Presenter, Visit Listener)
{
    /// <summary>All of them.</summary>
    public IEnumerable<Visit> All => [Host, Presenter, Listener];

    /// <summary>The listener asks something.</summary>
    public async Task AskAsync(string text)
    {
        var page = Listener.Page;
        await page.Locator("#ask > summary").ClickAsync();
        await page.Locator("#ask [name=text]").FillAsync(text);
        await PressAsync(page.Locator("#ask button[type=submit]"));
        await Expect(page.Locator("#questions")).ToContainTextAsync(text);
    }

    /// <summary>Somebody turns to the next part.</summary>
    public static Task NextAsync(IPage page) => PressAsync(page.Locator(".live-turn .hour-next"));

    /// <summary>Presses a button and waits for the page that answers: what the stream brings to the page before is not yet it.</summary>
    public static async Task PressAsync(ILocator button)
    {
        await button.Page.EvaluateAsync("window.before = true");
        await button.ClickAsync();
        await button.Page.WaitForFunctionAsync("() => window.before !== true && document.readyState === 'complete'");
    }

    /// <summary>What the listener liked, the presenter reads without a name.</summary>
    public async Task GiveFeedbackAsync()
    {
        var path = $"/talks/{Hour.First}/feedback";
        await Listener.Page.Locator($"#now a[href='{path}']").ClickAsync();
        await Expect(Listener.Page.Locator("[name=clear]")).ToBeVisibleAsync();
        await LookAsync(Listener);
        await Listener.Page.Locator("[name=clear]").FillAsync("The noise schedule.");
        await Listener.Page.Locator("#feedback-parts summary").ClickAsync();
        await Listener.Page.Locator("[name=texts]").First.FillAsync("A little short.");
        await Listener.Page.Locator("[name=anonymous]").CheckAsync();
        await LookAsync(Listener);
        await Listener.Page.Locator("main form[action$='/feedback'] button[type=submit]").ClickAsync();
        await Expect(Listener.Page.Locator(".toast")).ToBeVisibleAsync();
        await Presenter.OpenAsync(path);
        await Expect(Presenter.Page.Locator(".feedback-list")).ToContainTextAsync("A little short.");
        await Expect(Presenter.Page.Locator("main")).Not.ToContainTextAsync("Ada Brook");
        await LookAsync(Presenter);
    }

    /// <summary>Two write the minutes at once: the later one sees both texts before anything is lost.</summary>
    public async Task WriteMinutesAsync()
    {
        var edit = $"{Hour.Page}/minutes/edit";
        foreach (var visit in new[] { Host, Presenter })
            await visit.OpenAsync(edit);
        await LookAsync(Presenter);
        await Host.Page.Locator("main [name=text]").FillAsync("## Decided\n\nThe host wrote this.");
        await Host.Page.Locator("main form[action$='/minutes'] button[type=submit]").First.ClickAsync();
        await Expect(Host.Page.Locator(".prose")).ToContainTextAsync("The host wrote this.");
        await Presenter.Page.Locator("main [name=text]").FillAsync("## Decided\n\nThe presenter wrote this.");
        await Presenter.Page.Locator("main form[action$='/minutes'] button[type=submit]").First.ClickAsync();
        await Expect(Presenter.Page.Locator("#their-text")).ToHaveValueAsync(new Regex("The host wrote this", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(Presenter.Page.Locator("main [name=text]")).ToHaveValueAsync(new Regex("The presenter wrote this", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await LookAsync(Presenter);
        await Presenter.Page.Locator("main form[action$='/minutes'] button[type=submit]").First.ClickAsync();
        await Expect(Presenter.Page.Locator(".prose")).ToContainTextAsync("The presenter wrote this.");
        await Listener.OpenAsync($"{Hour.Page}/minutes");
        await Expect(Listener.Page.Locator(".prose")).ToContainTextAsync("The presenter wrote this.");
        await Presenter.Page.Locator("a[href$='/minutes/versions']").ClickAsync();
        await Expect(Presenter.Page.Locator(".difference del")).ToContainTextAsync("The host wrote this.");
        await LookAsync(Presenter);
    }

    /// <summary>The host puts the list right.</summary>
    public async Task CorrectAttendanceAsync()
    {
        var (page, here) = (Host.Page, Host.Page.Locator("#at-ada-brook"));
        await Host.OpenAsync($"{Hour.Page}/attendance");
        await here.Locator("form button").ClickAsync();
        await Expect(here.Locator("input[name=_method]")).ToHaveValueAsync("PUT");
        await page.Locator(".attendance li:has(input[name=_method][value=PUT]) button").First.ClickAsync();
        await LookAsync(Host);
        await Listener.OpenAsync(Hour.Page);
        await LookAsync(Listener);
    }

    /// <summary>Asserts that the page of each fits, and that axe finds nothing to object to.</summary>
    public async Task LookAsync()
    {
        foreach (var visit in All)
            await LookAsync(visit);
    }

    /// <summary>Asserts it of one.</summary>
    public static async Task LookAsync(Visit visit)
    {
        await visit.FitsAsync();
        await visit.IsAccessibleAsync();
    }
}
