using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("zh-CN", "zh-CN")]
    [InlineData("zh-TW,zh;q=0.9,en;q=0.8", "zh-CN")]
    [InlineData("zh-Hans-SG", "zh-CN")]
    [InlineData("yue", "zh-CN")]
    [InlineData("en-GB,en;q=0.5", "en")]
    [InlineData("fr-FR, fr;q=0.9, en;q=0.3, zh;q=0.2", "en")]
    [InlineData("en;q=0.2, zh;q=0.9", "zh-CN")]
    [InlineData("en;q=0, zh;q=0.1", "zh-CN")]
    [InlineData("EN-us", "en")]
    public void The_best_liked_of_our_languages_is_chosen(string header, string tag) =>
        Assert.Equal(tag, ViewerReading.Preferred([header])?.Tag);

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("fr, de;q=0.5")]
    [InlineData("en;q=0")]
    [InlineData("zhuang, english")]
    [InlineData(";;;q=,,\u0001")]
    public void Where_none_of_ours_is_meant_nothing_is_chosen(string header) =>
        Assert.Null(ViewerReading.Preferred([header]));

    [Fact]
    public void Several_headers_count_as_one() =>
        Assert.Equal(Language.Chinese, ViewerReading.Preferred(["fr, en;q=0.4", "zh;q=0.6"]));

    [Theory]
    [InlineData("zh-cn", "zh-CN")]
    [InlineData("en", "en")]
    public void A_cookie_holds_an_exact_tag(string value, string tag) => Assert.Equal(tag, Language.Parse(value)?.Tag);

    [Theory]
    [InlineData("zh")]
    [InlineData("en-US")]
    [InlineData("")]
    [InlineData(null)]
    public void A_cookie_with_anything_else_holds_nothing(string? value) => Assert.Null(Language.Parse(value));
}
