using Microsoft.AspNetCore.Components;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

/// <summary>Markup in one piece keeps what people wrote from becoming markup.</summary>
public sealed class EncodedTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("\" onclick=\"x", "<p>&quot; onclick=&quot;x</p>")]
    [InlineData("人脸 & 推荐", "<p>人脸 &amp; 推荐</p>")]
    [InlineData(null, "<p></p>")]
    public void Words_are_encoded(string? words, string markup) => Assert.Equal(markup, Encoded.Html($"<p>{words}</p>").Value);

    [Fact]
    public void Markup_and_numbers_stand_as_they_are() => Assert.Equal("<b>1</b>", Encoded.Html($"{new MarkupString("<b>")}{1}</b>").Value);

    [Theory]
    [InlineData("zh", " lang=\"zh\"")]
    [InlineData("\"><script>", " lang=\"&quot;&gt;&lt;script&gt;\"")]
    [InlineData(null, "")]
    public void An_attribute_has_its_value_or_is_none(string? value, string markup) => Assert.Equal(markup, Encoded.Attribute("lang", value).Value ?? "");

    [Fact]
    public void A_person_is_the_same_however_many_stand_in_the_list()
    {
        var sign = new PersonSign("<img src=x onerror=alert(1)>", "/members/\"x");
        Assert.Equal(
            """<a class="person" href="/members/&quot;x"><span class="person-face hue-0" aria-hidden="true">&lt;</span><span class="person-name">&lt;img src=x onerror=alert(1)&gt;</span></a>""".Replace("hue-0", Hues.Class(Hues.Of(sign.Name)), StringComparison.Ordinal),
            PersonMark.Of(sign, Language.English).Value);
    }
}
