using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Whalepaper.Browser;

/// <summary>A meeting from "I'm coming" to its minutes, as three people have it before them at once: who holds it, who shares, who listens.</summary>
public sealed class RoomTests(House house)
{
    [Theory]
    [InlineData("en", true)]
    [InlineData("zh-CN", false)]
    public async Task A_meeting_is_held_by_three_people(string language, bool dark)
    {
        var hour = await RoomHour.SetAsync(house);
        await using var host = await hour.ComeAsync(house, "committee", language, 1280, !dark);
        await using var presenter = await hour.ComeAsync(house, "inner", language, 360, !dark);
        await using var listener = await hour.ComeAsync(house, "open", language, 360, dark);
        var room = new RoomOfThree(hour, host, presenter, listener);
        await BeforeAsync(room);
        await OpenAsync(room);
        await CheckInAsync(room);
        await TurnAsync(room);
        await AskAsync(room);
        await StepInAsync(room);
        await EndAsync(room);
        foreach (var visit in room.All)
            await visit.IsCleanAsync();
    }

    private static async Task BeforeAsync(RoomOfThree room)
    {
        var page = room.Listener.Page;
        await page.Locator(".coming-form button[value=yes]").ClickAsync();
        await Expect(page.Locator(".coming-form button[value=yes]")).ToHaveAttributeAsync("aria-pressed", "true");
        await room.AskAsync("Why does **noise** help?");
        await Expect(page.Locator("#questions .question-text")).ToHaveTextAsync("Why does **noise** help?");
        await room.LookAsync();
        // Whoever came before knows of it too.
        await Expect(room.Presenter.Page.Locator("#questions .question-text")).ToHaveTextAsync("Why does **noise** help?");
    }

    private static async Task OpenAsync(RoomOfThree room)
    {
        foreach (var visit in room.All)
            await visit.Page.EvaluateAsync("window.stayed = true");
        await Expect(room.Listener.Page.Locator(".hour-left")).ToHaveCountAsync(0);
        await RoomOfThree.PressAsync(room.Host.Page.Locator("#now form[action$='/session'] button"));
        foreach (var visit in room.All)
            await Expect(visit.Page.Locator("#now .hour-left")).ToBeVisibleAsync();
        // Nobody reloaded anything but who pressed.
        foreach (var visit in new[] { room.Presenter, room.Listener })
            Assert.True(await visit.Page.EvaluateAsync<bool>("window.stayed === true"));
        await room.LookAsync();
    }

    private static async Task CheckInAsync(RoomOfThree room)
    {
        await room.Host.OpenAsync($"{room.Hour.Page}/code");
        var code = (await room.Host.Page.Locator(".code-big").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal).Trim();
        await Expect(room.Host.Page.Locator(".code-count b")).ToHaveTextAsync("0");
        await Expect(room.Host.Page.Locator(".qr path")).ToHaveCountAsync(1);
        await RoomOfThree.LookAsync(room.Host);
        await room.Listener.Page.Locator("#check-in-code").FillAsync($"{code[..3].ToLowerInvariant()} {code[3..]}");
        await RoomOfThree.PressAsync(room.Listener.Page.Locator(".check-in button"));
        await Expect(room.Listener.Page.Locator(".live-present")).ToBeVisibleAsync();
        await Expect(room.Host.Page.Locator(".code-count b")).ToHaveTextAsync("1");

        // What the picture leads to asks first.
        await room.Presenter.OpenAsync($"{room.Hour.Page}/check-in?code={code}");
        await RoomOfThree.LookAsync(room.Presenter);
        await Expect(room.Presenter.Page.Locator("main [name=code]")).ToHaveValueAsync(code);
        await Expect(room.Host.Page.Locator(".code-count b")).ToHaveTextAsync("1");
        await RoomOfThree.PressAsync(room.Presenter.Page.Locator("main form[action$='/attendance'] button"));
        await Expect(room.Presenter.Page.Locator(".live-present")).ToBeVisibleAsync();
        await Expect(room.Host.Page.Locator(".code-count b")).ToHaveTextAsync("2");

        // A code that was passed on is worth nothing once there is another.
        await room.Host.Page.Locator("form[action$='/session/code'] button").ClickAsync();
        await Expect(room.Host.Page.Locator(".code-big")).Not.ToContainTextAsync(code[3..]);
        await room.Host.OpenAsync(room.Hour.Page);
    }

    private static async Task TurnAsync(RoomOfThree room)
    {
        for (var turn = 0; turn < 2; turn++)
        {
            var next = room.Presenter.Page.Locator(".live-turn .hour-next");
            var name = await next.Locator(".hour-next-name").InnerTextAsync();
            await RoomOfThree.PressAsync(next);
            // The first press begins the talk; what it names then is its title.
            foreach (var visit in room.All)
                await Expect(visit.Page.Locator("#now .hour-time")).ToBeVisibleAsync();
            if (turn > 0)
            {
                foreach (var visit in room.All)
                    await Expect(visit.Page.Locator("#now .hour-part")).ToHaveTextAsync(name);
            }
        }

        Assert.True(await room.Listener.Page.EvaluateAsync<bool>("document.querySelector('#now .hour-time').getBoundingClientRect().bottom < innerHeight / 2"), "what is on stands in the upper part of a phone");
        await room.LookAsync();
        await RoomOfThree.PressAsync(room.Listener.Page.Locator(".part-lines form[action$='/tick'] button").First);
        await Expect(room.Listener.Page.Locator(".part-ticked")).ToHaveCountAsync(1);
        await Expect(room.Host.Page.Locator(".part-lines li").First).ToContainTextAsync(new Regex("1 listener|1 位听众", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    private static async Task AskAsync(RoomOfThree room)
    {
        var (host, listener) = (room.Host.Page, room.Listener.Page);
        await listener.Locator(".live-turn a[href$='#ask']").ClickAsync();
        await Expect(listener.Locator("#ask [name=text]")).ToBeFocusedAsync();
        await listener.Locator("#ask > summary").ClickAsync();
        await room.AskAsync("Is it fast?");
        var question = new Func<IPage, ILocator>(page => page.Locator("#questions .question", new() { HasTextString = "Is it fast?" }));
        await RoomOfThree.PressAsync(question(room.Presenter.Page).Locator("form[action$='/vote'] button"));
        await Expect(question(room.Presenter.Page).Locator(".question-voted")).ToHaveCountAsync(1);
        await Expect(question(listener).Locator(".question-count [aria-hidden]")).ToHaveTextAsync("1");

        await RoomOfThree.PressAsync(question(host).Locator("form[action$='/answer'] button"));
        await Expect(listener.Locator(".questions-answered .question-text")).ToHaveTextAsync("Is it fast?");

        // Hidden and shown again, for all but who hides.
        var early = new Func<IPage, ILocator>(page => page.Locator("#questions .question", new() { HasTextString = "noise" }));
        await RoomOfThree.PressAsync(early(host).Locator("form[action$='/hiding'] button"));
        await Expect(early(listener)).ToHaveCountAsync(0);
        // The browser opens by itself what it is led into.
        await Expect(host.Locator("#questions-hidden[open]")).ToHaveCountAsync(1);
        await RoomOfThree.LookAsync(room.Host);
        await RoomOfThree.PressAsync(early(host).Locator("form[action$='/hiding'] button"));
        await Expect(early(listener)).ToHaveCountAsync(1);

        // An answer in writing stays with the talk.
        await room.Host.OpenAsync((await question(host).Locator("a[href$='/answer']").GetAttributeAsync("href"))!);
        await RoomOfThree.LookAsync(room.Host);
        await host.Locator("main [name=answer]").FillAsync("It **is**.");
        await RoomOfThree.PressAsync(host.Locator("main form[action$='/answer'] button"));
        await Expect(question(listener).Locator(".question-answer strong")).ToHaveTextAsync("is");

        var ends = await listener.Locator("#now wp-left").First.GetAttributeAsync("data-at");
        await host.Locator("#hour-desk summary").ClickAsync();
        await RoomOfThree.PressAsync(host.Locator("#hour-desk button[value='10']"));
        await Expect(listener.Locator("#now wp-left").First).ToHaveAttributeAsync("data-at", (long.Parse(ends!, CultureInfo.InvariantCulture) + 600_000).ToString(CultureInfo.InvariantCulture));
    }

    private static async Task StepInAsync(RoomOfThree room)
    {
        var host = room.Host.Page;
        await room.Hour.BeginAsync();
        await room.Host.OpenAsync(room.Hour.Page);
        await host.Locator("#hour-desk summary").ClickAsync();
        await RoomOfThree.PressAsync(host.Locator($".hour-presenters form[action^='/talks/{room.Hour.Second}/'][action$='/absence'] button"));
        await RoomOfThree.LookAsync(room.Host);
        await RoomOfThree.PressAsync(host.Locator(".hour-presenters form[action$='/replacement'] button"));
        await Expect(room.Listener.Page.Locator("#agenda")).ToContainTextAsync(RoomHour.Standby);
        await Expect(room.Listener.Page.Locator("#agenda .live-talks > li").Nth(1)).ToContainTextAsync(RoomHour.Standby);
        // From the questions of the first talk to the second one, which the host turns.
        while (await host.Locator($".live-turn form:has(.hour-next):has(input[name=talk][value='{room.Hour.Second}'])").CountAsync() == 0)
            await RoomOfThree.NextAsync(host);
        await RoomOfThree.NextAsync(host);
        await Expect(room.Listener.Page.Locator("#now .kicker")).ToContainTextAsync(RoomHour.Standby);
    }

    private static async Task EndAsync(RoomOfThree room)
    {
        await room.Host.Page.Locator("#hour-desk summary").ClickAsync();
        await RoomOfThree.PressAsync(room.Host.Page.Locator("#hour-desk form:has(input[value=DELETE])[action$='/session'] button"));
        foreach (var visit in room.All)
        {
            await Expect(visit.Page.Locator("#now .hour-left")).ToHaveCountAsync(0);
            await Expect(visit.Page.Locator("#now")).ToContainTextAsync(new Regex("The meeting is over|分享会已结束", RegexOptions.None, TimeSpan.FromSeconds(1)));
            await Expect(visit.Page.Locator(".live-turn .button")).ToHaveCountAsync(0);
        }

        await room.LookAsync();
        await room.GiveFeedbackAsync();
        await room.WriteMinutesAsync();
        await room.CorrectAttendanceAsync();
    }
}
