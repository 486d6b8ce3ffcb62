using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Whalepaper.Browser;

/// <summary>What the page of a meeting says by itself: the time of a part, to eyes each second and to voices at its bounds, and what it does without a connection.</summary>
public sealed class RoomClockTests(House house)
{
    // The page's own clock, which a test moves on; what the server and the browser measure stays as it is.
    private const string OwnClock = "{ const real = Date.now.bind(Date); window.moved = 0; Date.now = () => real() + window.moved; }";

    private const string Listen = """
        () => {
          window.said = [];
          const place = document.querySelector(".hour-said");
          new MutationObserver(() => place.textContent && window.said.push(place.textContent)).observe(place, { childList: true, characterData: true, subtree: true });
        }
        """;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Voices_hear_of_a_bound_and_of_another_part_and_not_of_each_second(string language)
    {
        var hour = await RoomHour.SetAsync(house);
        await using var host = await hour.ComeAsync(house, "committee", language, 1280);
        await RoomOfThree.PressAsync(host.Page.Locator("#now form[action$='/session'] button"));
        await RoomOfThree.PressAsync(host.Page.Locator(".live-turn .hour-next"));
        await using var listener = await hour.ComeAsync(house, "open", language, 360);
        await listener.Page.AddInitScriptAsync(OwnClock);
        await listener.OpenAsync(hour.Page);
        await listener.Page.EvaluateAsync(Listen);
        await Expect(listener.Page.Locator(".hour-said")).ToHaveAttributeAsync("aria-live", "polite");
        await Expect(listener.Page.Locator(".hour-time")).ToHaveAttributeAsync("role", "timer");
        Assert.Equal(0, await listener.Page.Locator("[aria-live] .hour-clock, [role=status] .hour-clock, [role=alert] .hour-clock, .hour-clock[aria-live], .hour-clock [aria-live]").CountAsync());
        await TickAsync(listener.Page);
        Assert.Equal(0, await listener.Page.EvaluateAsync<int>("window.said.length"));

        // The first part takes 10 to 20 minutes.
        await listener.Page.EvaluateAsync("window.moved = 10 * 60_000");
        await Expect(listener.Page.Locator(".hour-said")).ToContainTextAsync("10");
        await Expect(listener.Page.Locator(".hour-clock")).ToHaveAttributeAsync("data-is", "within");
        await TickAsync(listener.Page);
        await listener.Page.EvaluateAsync("window.moved = 20 * 60_000 + 1000");
        await Expect(listener.Page.Locator(".hour-said")).ToContainTextAsync("20");
        await Expect(listener.Page.Locator(".hour-clock")).ToHaveAttributeAsync("data-is", "over");
        await TickAsync(listener.Page);
        Assert.Equal(2, await listener.Page.EvaluateAsync<int>("window.said.length"));
        await listener.IsAccessibleAsync();

        var first = await host.Page.Locator("#now .hour-part").InnerTextAsync();
        await RoomOfThree.PressAsync(host.Page.Locator(".live-turn .hour-next"));
        await Expect(host.Page.Locator("#now .hour-part")).Not.ToHaveTextAsync(first);
        await Expect(listener.Page.Locator(".hour-said")).ToHaveTextAsync(await host.Page.Locator("#now .hour-part").InnerTextAsync());
        Assert.Equal(3, await listener.Page.EvaluateAsync<int>("window.said.length"));
        await listener.IsCleanAsync();
    }

    [Fact]
    public async Task After_a_lost_connection_everything_is_shown_as_it_is()
    {
        var line = new LineOfRoom();
        var hour = await RoomHour.SetAsync(house, builder => builder.Services.AddSingleton<IStartupFilter>(line));
        await using var host = await hour.ComeAsync(house, "committee", "zh-CN", 1280);
        await RoomOfThree.PressAsync(host.Page.Locator("#now form[action$='/session'] button"));
        await using var listener = await hour.ComeAsync(house, "open", "zh-CN", 360);
        await listener.Page.Locator("#ask > summary").ClickAsync();
        await listener.Page.Locator("#ask [name=text]").FillAsync("What I was about to ask");
        await Expect(listener.Page.Locator("#now .hour-left")).ToBeVisibleAsync();
        line.Cut();
        await Expect(listener.Page.Locator(".live-line")).ToContainTextAsync("连接已断开");
        await listener.FitsAsync();

        await RoomOfThree.NextAsync(host.Page);
        await RoomOfThree.NextAsync(host.Page);
        await host.Page.Locator("#ask > summary").ClickAsync();
        await host.Page.Locator("#ask [name=text]").FillAsync("Asked while you were away");
        await RoomOfThree.PressAsync(host.Page.Locator("#ask button[type=submit]"));
        await Expect(host.Page.Locator("#questions")).ToContainTextAsync("Asked while you were away");
        await Expect(listener.Page.Locator("#now .hour-time")).ToHaveCountAsync(0);

        line.Mend();
        await Expect(listener.Page.Locator("#now .hour-part")).ToHaveTextAsync(await host.Page.Locator("#now .hour-part").InnerTextAsync(), new() { Timeout = 30_000 });
        await Expect(listener.Page.Locator("#questions")).ToContainTextAsync("Asked while you were away");
        await Expect(listener.Page.Locator(".live-line")).ToContainTextAsync("连接已恢复");
        await Expect(listener.Page.Locator("#ask [name=text]")).ToHaveValueAsync("What I was about to ask");
        await listener.IsAccessibleAsync();
        // The browser says in its console that nobody answered.
        listener.Faults.RemoveAll(fault => fault.Contains("net::ERR_", StringComparison.Ordinal));
        await listener.IsCleanAsync();
    }

    // Two seconds as the clock shows them.
    private static async Task TickAsync(IPage page)
    {
        for (var second = 0; second < 2; second++)
        {
            var shown = await page.Locator("[data-clock]").InnerTextAsync();
            await Expect(page.Locator("[data-clock]")).Not.ToHaveTextAsync(shown);
        }
    }
}

/// <summary>The line over which pages of meetings hear of changes, to be cut and mended; all else goes through.</summary>
internal sealed class LineOfRoom : IStartupFilter
{
    private readonly ConcurrentDictionary<HttpContext, bool> _open = new();
    private volatile bool _isCut;

    /// <summary>Breaks all connections, and takes none.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var http in _open.Keys)
            http.Abort();
    }

    /// <summary>Takes connections again.</summary>
    public void Mend() => _isCut = false;

    /// <inheritdoc />
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (HttpContext http, RequestDelegate go) =>
        {
            var isStream = http.Request.Path.Value?.EndsWith("/live", StringComparison.Ordinal) is true;
            if (isStream && _isCut)
            {
                http.Abort();
                return;
            }

            if (isStream)
                _open[http] = true;
            try
            {
                await go(http);
            }
            finally
            {
                _open.TryRemove(http, out _);
            }
        });
        next(app);
    };
}
