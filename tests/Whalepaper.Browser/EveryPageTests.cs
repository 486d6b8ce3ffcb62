using Xunit;

namespace Whalepaper.Browser;

public sealed class EveryPageTests(House house)
{
    [Theory]
    [InlineData("zh-CN", false, 1440)]
    [InlineData("en", true, 360)]
    public async Task Is_accessible_and_clean(string language, bool dark, int width) => await house.LookAroundAsync(language, dark, width);
}

/// <summary>The other half of the matrix, in a class of its own so that both halves are looked at at once.</summary>
public sealed class EveryOtherPageTests(House house)
{
    [Theory]
    [InlineData("en", false, 820)]
    [InlineData("zh-CN", true, 360)]
    public async Task Is_accessible_and_clean(string language, bool dark, int width) => await house.LookAroundAsync(language, dark, width);
}

/// <summary>A house before a group moves in.</summary>
public sealed class EmptyHouseTests(House house)
{
    [Theory]
    [InlineData("en", true)]
    [InlineData("zh-CN", false)]
    public async Task Is_accessible_and_clean(string language, bool dark)
    {
        await using var visit = await house.VisitAsync(house.Empty, language, 360, dark);
        foreach (var path in (string[])["/", "/schedule", "/schedule?view=month", "/topics", "/papers", "/members", "/charter", "/search", "/search?q=x", "/search?q=zebra", "/preferences", "/nowhere"])
            await visit.LookAtAsync(path, language, $"empty-{language}-360");
    }
}

internal static class Looking
{
    /// <summary>Looks at every page of the demonstration.</summary>
    public static async Task LookAroundAsync(this House house, string language, bool dark, int width)
    {
        await using var visit = await house.VisitAsync(house.Full, language, width, dark);
        foreach (var path in house.Pages)
            await visit.LookAtAsync(path, language, $"{language}-{(dark ? "dark" : "light")}-{width}");
    }

    /// <summary>Opens a page, asserts what holds on all of them, and takes its picture.</summary>
    public static async Task LookAtAsync(this Visit visit, string path, string language, string kind)
    {
        var answer = await visit.OpenAsync(path);
        Assert.True(answer.Status == (path == "/nowhere" ? 404 : 200), $"{path}: {answer.Status}");
        Assert.Equal(language, await visit.Page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
        await visit.IsAccessibleAsync();
        await visit.IsCleanAsync();
        Directory.CreateDirectory(House.Pictures);
        var name = path.Trim('/').Replace('/', '-').Replace('?', '-').Replace('=', '-');
        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(House.Pictures, $"{(name.Length == 0 ? "home" : name)}-{kind}.png"), FullPage = true });
    }
}
