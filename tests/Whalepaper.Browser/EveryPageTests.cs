using Xunit;

namespace Whalepaper.Browser;

public sealed class EveryPageTests(House house)
{
    [Theory]
    [InlineData("zh-CN", false, 1440)]
    [InlineData("en", true, 360)]
    [InlineData("en", false, 820)]
    [InlineData("zh-CN", true, 360)]
    public async Task Is_accessible_and_clean(string language, bool dark, int width)
    {
        await using var visit = await house.VisitAsync(house.Full, language, width, dark);
        foreach (var path in house.Pages)
        {
            var answer = await visit.OpenAsync(path);
            Assert.True(answer.Status == (path == "/nowhere" ? 404 : 200), $"{path}: {answer.Status}");
            Assert.Equal(language, await visit.Page.EvaluateAsync<string>("document.documentElement.lang"));
            Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
            await visit.IsAccessibleAsync();
            await visit.IsCleanAsync();
            await PictureAsync(visit, path, $"{language}-{(dark ? "dark" : "light")}-{width}");
        }
    }

    [Fact]
    public async Task Is_clean_in_an_empty_house()
    {
        await using var visit = await house.VisitAsync(house.Empty, "en", 360);
        foreach (var path in (string[])["/", "/schedule", "/topics", "/papers", "/members", "/charter", "/preferences"])
        {
            var answer = await visit.OpenAsync(path);
            Assert.True(answer.Status == 200, $"{path}: {answer.Status}");
            await visit.IsAccessibleAsync();
            await visit.IsCleanAsync();
            await PictureAsync(visit, path, "empty-en-360");
        }
    }

    [Fact]
    public async Task Fits_a_narrow_screen()
    {
        await using var visit = await house.VisitAsync(house.Full, "en", 320);
        foreach (var path in house.Pages)
        {
            await visit.OpenAsync(path);
            var overflow = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{path} is {overflow} px too wide");
        }
    }

    [Fact]
    public async Task Is_light_to_carry()
    {
        foreach (var path in house.Pages)
        {
            await using var visit = await house.VisitAsync(house.Full);
            await visit.OpenAsync(path);
            Assert.True(visit.Weight is > 1000 and < 100_000, $"{path} weighs {visit.Weight} bytes");
        }
    }

    [Fact]
    public async Task Works_without_script()
    {
        await using var visit = await house.VisitAsync(house.Full, "en", script: false);
        await visit.OpenAsync("/");
        await visit.Page.Locator(".top-nav a[href='/topics']").ClickAsync();
        await visit.Page.Locator("main a[href='/topics/5']").First.ClickAsync();
        Assert.Contains("XLNet", await visit.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visit.Page.Locator("button[name=language][value=zh-CN]").First.ClickAsync();
        Assert.EndsWith("/topics/5", visit.Page.Url, StringComparison.Ordinal);
        Assert.Equal("zh-CN", await visit.Page.Locator("html").GetAttributeAsync("lang"));
    }

    [Fact]
    public async Task Answers_head_like_get()
    {
        using var client = new HttpClient { BaseAddress = new Uri(house.Full) };
        foreach (var path in house.Pages)
        {
            using var get = await client.GetAsync(path);
            using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
            Assert.Equal(get.StatusCode, head.StatusCode);
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }
    }

    private static async Task PictureAsync(Visit visit, string path, string kind)
    {
        Directory.CreateDirectory(House.Pictures);
        var name = path.Trim('/').Replace('/', '-').Replace('?', '-').Replace('=', '-');
        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(House.Pictures, $"{(name.Length == 0 ? "home" : name)}-{kind}.png"), FullPage = true });
    }
}
