using Xunit;

namespace Whalepaper.Browser;

public sealed class FitTests(House house)
{
    // 640 is what is left of 1280 at 200 %.
    [Theory]
    [InlineData("en", 320)]
    [InlineData("zh-CN", 320)]
    [InlineData("en", 640)]
    public async Task Fits_and_stands_still(string language, int width)
    {
        await using var visit = await house.VisitAsync(house.Full, language, width);
        foreach (var path in house.Pages)
        {
            await visit.OpenAsync(path);
            var overflow = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Assert.True(overflow <= 0, $"{path} is {overflow} px too wide");
            var shift = await visit.ShiftAsync();
            Assert.True(shift < 0.01, $"{path} moved by {shift}");
        }
    }

    [Fact]
    public async Task Is_light_to_carry()
    {
        foreach (var path in house.Pages)
        {
            await using var visit = await house.VisitAsync(house.Full);
            await visit.OpenAsync(path);
            Assert.InRange(await visit.WeightAsync(), 1000, 100_000);
        }
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
}
