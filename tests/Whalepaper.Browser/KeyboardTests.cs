using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

public sealed class KeyboardTests(House house)
{
    // Whether what has the focus can be seen: a ring around it, on the screen, and nothing above it.
    private const string Seen = """
        () => {
          const at = document.activeElement;
          const style = getComputedStyle(at);
          if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) return 'no ring: ' + at.outerHTML.slice(0, 120);
          const box = at.getClientRects()[0];
          const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return top && (at.contains(top) || top.contains(at)) ? '' : 'hidden: ' + at.outerHTML.slice(0, 120);
        }
        """;

    [Theory]
    [InlineData("/", 1440)]
    [InlineData("/charter", 360)]
    public async Task The_first_key_skips_to_the_content(string path, int width)
    {
        await using var visit = await house.VisitAsync(house.Full, "en", width);
        await visit.OpenAsync(path);
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.activeElement.matches('.skip') && getComputedStyle(document.activeElement).clipPath === 'none'"));

        await visit.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(":target")).ToHaveCountAsync(1);
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.activeElement.closest('main') !== null"));
        Assert.EndsWith($"{path}#page:top", visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_within_the_page_takes_the_reader_along()
    {
        await using var visit = await house.VisitAsync(house.Full, "zh-CN");
        await visit.OpenAsync("/topics/6");
        await visit.Page.Locator(".topic-jumps a").Last.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator(":target")).ToHaveCountAsync(1);
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.querySelector(':target').contains(document.activeElement)"));
    }

    [Theory]
    [InlineData("/", 1440, false)]
    [InlineData("/", 360, true)]
    [InlineData("/papers?track=cv", 360, false)]
    [InlineData("/search?q=推荐", 360, true)]
    public async Task The_keys_reach_everything_in_the_order_of_reading_and_show_where_they_are(string path, int width, bool dark)
    {
        await using var visit = await house.VisitAsync(house.Full, "zh-CN", width, dark);
        await visit.OpenAsync(path);
        var stops = await visit.Page.EvaluateAsync<int>("""
            () => {
              window.stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')].filter(e => e.checkVisibility());
              return window.stops.length;
            }
            """);
        Assert.InRange(stops, 20, 200);
        for (var stop = 0; stop < stops; stop++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            Assert.Equal(stop, await visit.Page.EvaluateAsync<int>("window.stops.indexOf(document.activeElement)"));
            Assert.Equal("", await visit.Page.EvaluateAsync<string>(Seen));
        }
    }
}
