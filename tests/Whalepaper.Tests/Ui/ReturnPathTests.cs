using CsCheck;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

public sealed class ReturnPathTests
{
    private static readonly Uri Here = new("https://group.example/preferences");

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/topics/5", "/topics/5")]
    [InlineData("/schedule?view=month&month=2026-11", "/schedule?view=month&month=2026-11")]
    [InlineData("/search?q=人脸", "/search?q=%E4%BA%BA%E8%84%B8")]
    [InlineData("/members/杨夕", "/members/%E6%9D%A8%E5%A4%95")]
    [InlineData("/a/../b", "/b")]
    public void A_path_of_this_house_is_kept(string path, string kept) => Assert.Equal(kept, ReturnPath.Local(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("topics/5")]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/.//evil.example")]
    [InlineData("/x/..//evil.example")]
    [InlineData("/a\r\nSet-Cookie: x=y")]
    [InlineData("javascript:alert(1)")]
    public void Anything_else_leads_home(string? path) => Assert.Equal("/", ReturnPath.Local(path));

    [Fact]
    public void An_endless_path_leads_home() => Assert.Equal("/", ReturnPath.Local("/" + new string('a', 3000)));

    [Fact]
    public void No_text_leads_out_of_the_house() =>
        Gen.Char["/\\.?#@:%a \t\r\n\0é中"].Array[0, 12].Sample(characters =>
        {
            var path = ReturnPath.Local("/" + new string(characters));

            Assert.True(path.All(character => character is > ' ' and < (char)127), path);
            Assert.Equal("group.example", new Uri(Here, path).Host);
            Assert.Equal(Here.Scheme, new Uri(Here, path).Scheme);
        });
}
