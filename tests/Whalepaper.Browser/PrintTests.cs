using System.Text;
using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

public sealed class PrintTests(House house)
{
    [Theory]
    [InlineData("/topics/6", ".leader-line")]
    [InlineData("/charter", ".charter-body h2")]
    public async Task Goes_on_paper_without_what_only_a_screen_can_use(string path, string body)
    {
        // 660 px is what the margins leave of A4. A dark screen prints on white paper all the same.
        await using var visit = await house.VisitAsync(house.Full, "zh-CN", 660, dark: true);
        await visit.OpenAsync(path);
        await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });

        foreach (var gone in (string[])[".top", ".bottom", ".skip", ".foot-nav", ".take", ".topic-jumps", ".charter-contents", ".actions", ".steps"])
        {
            foreach (var piece in await visit.Page.Locator(gone).AllAsync())
                await Assertions.Expect(piece).ToBeHiddenAsync();
        }

        await Assertions.Expect(visit.Page.Locator("h1")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(body).Last).ToBeVisibleAsync();
        Assert.Equal("rgb(255, 255, 255)", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
        Assert.Equal("rgb(0, 0, 0)", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('h1')).color"));
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(await visit.Page.PdfAsync(new() { Format = "A4" }), 0, 5), StringComparison.Ordinal);
    }
}
