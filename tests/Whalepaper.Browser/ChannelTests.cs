using Microsoft.Playwright;
using NodaTime;
using Whalepaper.Tests.Notices;
using Xunit;

namespace Whalepaper.Browser;

/// <summary>The organizer connects a chat, tries it, is told what is wrong, and pauses it.</summary>
public sealed class ChannelTests(House house)
{
    [Theory]
    [InlineData("zh-CN", 360, "平台已不认识这个地址", "正常")]
    [InlineData("en", 1280, "does not know this address any more", "works")]
    public async Task A_chat_is_connected_and_tried(string language, int width, string gone, string works)
    {
        await using var chat = await LocalChat.StartAsync();
        chat.Clock = SystemTime.Clock;
        var demo = await house.ServeDemoAsync(LocalChat.Allow);
        await using var visit = await house.VisitAsync(demo.Address, language, width, dark: width == 360);
        await visit.EnterAsync(await demo.LinkAsync("organizer"));
        await visit.OpenAsync("/settings/channels");
        await visit.IsAccessibleAsync();
        await visit.FitsAsync();

        // An address of the inside is refused, and the rest stays as it was typed.
        await FillAsync(visit.Page, "飞书大群", "https://169.254.169.254/latest", LocalChat.Secret);
        await visit.Page.Locator("form[action='/settings/channels'] button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("#field-address-error")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("#field-name")).ToHaveValueAsync("飞书大群");
        await visit.IsAccessibleAsync();

        // The service does not know the address that was copied by half.
        await FillAsync(visit.Page, "飞书大群", chat.AddressOf("feishu")[..^4], LocalChat.Secret);
        await visit.Page.Locator("form[action='/settings/channels'] button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".toast")).ToBeVisibleAsync();
        await visit.Page.Locator("form[action$='/trial'] button").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync(gone);
        await visit.IsAccessibleAsync();
        await visit.FitsAsync();

        await visit.Page.Locator("#field-address").FillAsync(chat.AddressOf("feishu"));
        await visit.Page.Locator("#field-secret").FillAsync(LocalChat.Secret);
        await visit.Page.Locator("form:has(#field-address) button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator(".toast")).ToBeVisibleAsync();
        await visit.Page.Locator("form[action$='/trial'] button").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("main")).ToContainTextAsync(works);
        Assert.Equal("feishu", Assert.Single(chat.Taken).Service);

        await visit.Page.Locator("form[action$='/pause'] button").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("input[name=_method][value=DELETE] ~ button").First).ToBeVisibleAsync();
        await visit.IsAccessibleAsync();
        await visit.OpenAsync("/settings/channels");
        await visit.IsAccessibleAsync();
        await visit.FitsAsync();
        Directory.CreateDirectory(House.Pictures);
        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(House.Pictures, $"settings-channels-filled-{language}-{width}.png"), FullPage = true });
        await visit.IsCleanAsync();
    }

    private static async Task FillAsync(IPage page, string name, string address, string secret)
    {
        await page.Locator("input[name=kind][value=feishu]").CheckAsync();
        await page.Locator("#field-name").FillAsync(name);
        await page.Locator("#field-address").FillAsync(address);
        await page.Locator("#field-secret").FillAsync(secret);
    }

    private sealed class SystemTime : NodaTime.IClock
    {
        public static readonly NodaTime.IClock Clock = new SystemTime();

        public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
    }
}
