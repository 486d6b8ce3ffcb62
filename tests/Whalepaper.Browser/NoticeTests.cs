using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>A notice from its first word to its reader, with scripts and without.</summary>
public sealed class NoticeTests(House house)
{
    private const int MostLooks = 200;

    [Theory]
    [InlineData(true, "zh-CN", 1280)]
    [InlineData(false, "en", 360)]
    public async Task It_is_written_looked_at_sent_and_read(bool script, string language, int width)
    {
        await using var visit = await house.VisitAsync(house.Full, language, width, dark: !script, script: script);
        await visit.OpenAsync(await house.LinkAsync("committee"));
        await visit.Page.Locator("main button[type=submit]").First.ClickAsync();
        await visit.OpenAsync("/notices/new?template=talk-this-week");
        if (script)
            await visit.IsAccessibleAsync();
        var title = $"Library closed {language}";
        await visit.Page.Locator("[name=title]").FillAsync(title);
        await visit.Page.Locator("[name=text]").FillAsync("We meet **outside** this week.");
        await visit.Page.Locator("[formaction='/notices/new']").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#preview")).ToHaveTextAsync(title);
        await Assertions.Expect(visit.Page.Locator(".prose strong")).ToHaveTextAsync("outside");
        await Assertions.Expect(visit.Page.Locator("[name=title]")).ToHaveValueAsync(title);
        if (script)
            await visit.IsAccessibleAsync();
        // Nothing is sent yet, and what is wrong is said where it is.
        await visit.Page.Locator("[name=when][value=later]").CheckAsync();
        await visit.Page.Locator("button[name=then][value=send]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#field-date-error")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("[name=text]")).ToHaveValueAsync("We meet **outside** this week.");
        await visit.Page.Locator("[name=when][value=now]").CheckAsync();
        await visit.Page.Locator("button[name=then][value=send]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("h1")).ToHaveTextAsync(title);
        var path = new Uri(visit.Page.Url).AbsolutePath;
        if (script)
            await visit.IsAccessibleAsync();
        await visit.IsCleanAsync();

        await using var member = await house.VisitAsync(house.Full, language, width, script: script);
        await member.OpenAsync(await house.LinkAsync("inner"));
        await member.Page.Locator("main button[type=submit]").First.ClickAsync();
        var message = member.Page.Locator(".desk-item.inbox-unread", new() { HasTextString = title });
        await member.OpenAsync("/me/inbox");
        // The worker delivers at its own pace.
        for (var look = 0; look < MostLooks && await message.CountAsync() == 0; look++)
            await member.OpenAsync("/me/inbox");
        await message.Locator("a.button").ClickAsync();
        await Assertions.Expect(member.Page.Locator("h1")).ToHaveTextAsync(title);
        Assert.Equal(path, new Uri(member.Page.Url).AbsolutePath);
        Assert.Equal(0, await member.Page.Locator("form[action*='/pin']").CountAsync());
        await member.OpenAsync("/me/inbox");
        await Assertions.Expect(message).ToHaveCountAsync(0);
        await using var visitor = await house.VisitAsync(house.Full, language, width, script: script);
        await visitor.OpenAsync("/");
        await Assertions.Expect(visitor.Page.Locator("main")).ToContainTextAsync(title);
        await visitor.IsCleanAsync();

        // Who takes it back sees first whom it reached; then nobody reads it any more.
        await visit.OpenAsync(path);
        await visit.Page.Locator("a[href$='/cancellation']").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("main li").First).ToBeVisibleAsync();
        if (script)
            await visit.IsAccessibleAsync();
        await visit.Page.Locator("button.danger").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync(title);
        await visitor.OpenAsync(path);
        await Assertions.Expect(visitor.Page.Locator(".prose")).ToHaveCountAsync(0);
        await Assertions.Expect(visitor.Page.Locator("main")).Not.ToContainTextAsync("outside");
        await visit.IsCleanAsync();
    }

    [Theory]
    [InlineData("zh-CN", 360)]
    [InlineData("en", 1280)]
    public async Task What_is_changed_afterwards_is_shown_to_somebody_else_beside_what_stands(string language, int width)
    {
        var demo = await house.ServeDemoAsync();
        await using var organizer = await house.VisitAsync(demo.Address, language, width, dark: width == 360);
        await using var committee = await house.VisitAsync(demo.Address, language, width);
        await organizer.EnterAsync(await demo.LinkAsync("organizer"));
        await committee.EnterAsync(await demo.LinkAsync("committee"));
        await committee.OpenAsync("/notices/new");
        await committee.Page.Locator("[name=title]").FillAsync("Library closed");
        await committee.Page.Locator("[name=text]").FillAsync("We meet **outside** this week.");
        await committee.Page.Locator("button[name=then][value=send]").ClickAsync();
        await Assertions.Expect(committee.Page.Locator("h1")).ToHaveTextAsync("Library closed");
        var path = new Uri(committee.Page.Url).AbsolutePath;
        await organizer.OpenAsync("/settings/values");
        await organizer.Page.Locator("[id='notices.review']").SelectOptionAsync("yes");
        await organizer.Page.Locator("main form[action='/settings/values'] button[type=submit]").ClickAsync();
        await Assertions.Expect(organizer.Page.Locator(".toast")).ToBeVisibleAsync();

        await committee.OpenAsync($"{path}/edit");
        await committee.IsAccessibleAsync();
        await committee.Page.Locator("[name=text]").FillAsync("We meet **inside** after all.");
        await committee.Page.Locator("button[name=then]").ClickAsync();
        await Assertions.Expect(committee.Page.Locator("#edit")).ToBeVisibleAsync();
        await Assertions.Expect(committee.Page.Locator("form[action$='/edit/approval']")).ToHaveCountAsync(0);
        await committee.IsAccessibleAsync();
        await organizer.OpenAsync("/notices/drafts");
        await organizer.IsAccessibleAsync();
        await organizer.Page.Locator($"a.button[href='{path}#edit']").ClickAsync();
        await Assertions.Expect(organizer.Page.Locator("[aria-labelledby=edit-now] strong")).ToHaveTextAsync("outside");
        await Assertions.Expect(organizer.Page.Locator("[aria-labelledby=edit-then] strong")).ToHaveTextAsync("inside");
        await organizer.IsAccessibleAsync();
        await organizer.FitsAsync();
        Directory.CreateDirectory(House.Pictures);
        await organizer.Page.ScreenshotAsync(new() { Path = Path.Combine(House.Pictures, $"notice-edit-{language}-{width}.png"), FullPage = true });
        await organizer.Page.Locator("form[action$='/edit/approval'] button").ClickAsync();
        await Assertions.Expect(organizer.Page.Locator("main > .prose, main div > .prose").First).ToContainTextAsync("inside");
        await Assertions.Expect(organizer.Page.Locator("#edit")).ToHaveCountAsync(0);
        await organizer.IsCleanAsync();
        await committee.IsCleanAsync();
    }
}
