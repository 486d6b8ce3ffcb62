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
}
