using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace Whalepaper.Browser;

public sealed partial class ZoneTests(House house)
{
    // One hour before midnight the other zone reads tomorrow.
    private const int Day = 24 * 60;

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task A_device_in_another_zone_reads_its_own_time_with_the_groups_beside_it(string language)
    {
        await using var visit = await house.VisitAsync(house.Full, language, 360, zone: "Asia/Tokyo", known: false);
        await visit.OpenAsync("/");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-zone", "Asia/Tokyo");

        foreach (var path in (string[])["/", "/schedule"])
        {
            await visit.OpenAsync(path);
            var times = Clock.Matches(await visit.Page.Locator(".when:has(.when-group)").First.InnerTextAsync());
            Assert.Equal(2, times.Count);
            Assert.Equal(60, (Minutes(times[0]) - Minutes(times[1]) + Day) % Day);
        }

        await visit.IsCleanAsync();
    }

    [Fact]
    public async Task A_device_in_the_groups_zone_reads_one_time()
    {
        await using var visit = await house.VisitAsync(house.Full);
        await visit.OpenAsync("/");
        Assert.Equal(0, await visit.Page.Locator(".when-group").CountAsync());
    }

    private static int Minutes(Match time) =>
        (60 * int.Parse(time.Groups["hour"].ValueSpan, CultureInfo.InvariantCulture)) + int.Parse(time.Groups["minute"].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<hour>[0-9]{2}):(?<minute>[0-9]{2})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Clock { get; }
}
