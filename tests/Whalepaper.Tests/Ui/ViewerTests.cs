using CsCheck;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

public sealed class ViewerTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly Masthead Head = new("whalepaper", Language.Chinese, Shanghai);

    [Fact]
    public void Who_says_nothing_gets_what_the_group_takes_for_granted()
    {
        var viewer = Read(null, null);

        Assert.Equal(new Viewer(Language.Chinese, Theme.Auto, Shanghai, ZoneSource.Group, Shanghai), viewer);
    }

    [Fact]
    public void What_was_chosen_goes_before_what_the_browser_says()
    {
        var viewer = Read("wp-language=en; wp-theme=dark; wp-zone=Europe%2FBerlin", "zh-CN");

        Assert.Equal((Language.English, Theme.Dark, "Europe/Berlin", ZoneSource.Chosen), (viewer.Language, viewer.Theme, viewer.Zone.Id, viewer.ZoneSource));
    }

    [Fact]
    public void A_zone_that_the_device_told_is_known_as_such()
    {
        var viewer = Read("wp-zone=device%3AAmerica%2FNew_York", null);

        Assert.Equal(("America/New_York", ZoneSource.Device), (viewer.Zone.Id, viewer.ZoneSource));
    }

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("device:")]
    [InlineData("device%3Adevice%3AAsia/Tokyo")]
    [InlineData("asia/tokyo")]
    [InlineData("")]
    public void An_unknown_zone_is_the_groups(string value)
    {
        var viewer = Read($"wp-zone={value}", null);

        Assert.Equal((Shanghai, ZoneSource.Group), (viewer.Zone, viewer.ZoneSource));
    }

    [Fact]
    public void No_cookie_breaks_the_page() => Gen.String.Sample(text =>
    {
        var value = Uri.EscapeDataString(new string([.. text.Where(character => !char.IsSurrogate(character))]));
        var viewer = Read($"wp-language={value}; wp-theme={value}; wp-zone={value}", null);
        Assert.NotNull(viewer.Zone);
    });

    [Fact]
    public void Every_difference_that_shows_has_a_key_of_its_own()
    {
        var keys = from language in Language.All
                   from theme in Enum.GetValues<Theme>()
                   from zone in new[] { "Asia/Shanghai", "Europe/Berlin" }
                   from source in Enum.GetValues<ZoneSource>()
                   select new Viewer(language, theme, DateTimeZoneProviders.Tzdb[zone], source, Shanghai).CacheKey;

        Assert.Distinct(keys, StringComparer.Ordinal);
    }

    [Fact]
    public void Two_names_for_the_same_hour_are_not_elsewhere()
    {
        var summer = Instant.FromUtc(2026, 7, 1, 12, 0);

        Assert.False(Read("wp-zone=Asia/Singapore", null).IsElsewhereAt(summer));
        Assert.True(Read("wp-zone=Asia/Tokyo", null).IsElsewhereAt(summer));
    }

    private static Viewer Read(string? cookies, string? acceptLanguage)
    {
        var context = new DefaultHttpContext();
        if (cookies is not null)
            context.Request.Headers.Cookie = cookies;
        if (acceptLanguage is not null)
            context.Request.Headers.AcceptLanguage = acceptLanguage;
        return ViewerReading.Read(context.Request, Head);
    }
}
