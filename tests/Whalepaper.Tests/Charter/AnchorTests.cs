using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Charter;

public sealed class AnchorTests
{
    [Theory]
    [InlineData("自然语言处理", "自然语言处理")]
    [InlineData("whalepaper 介绍", "whalepaper-介绍")]
    [InlineData("Topic 5", "topic-5")]
    [InlineData("Topic 5：关系抽取（上）", "topic-5关系抽取上")]
    [InlineData("Topic 5: Retrieval & Ranking", "topic-5-retrieval--ranking")]
    [InlineData("第五期 · 多模态", "第五期--多模态")]
    [InlineData("What's new?", "whats-new")]
    [InlineData("C++ / C#", "c--c")]
    [InlineData("snake_case and kebab-case", "snake_case-and-kebab-case")]
    [InlineData("v1.2.3", "v123")]
    [InlineData("a — b", "a--b")]
    [InlineData("🐋 Whales", "-whales")]
    [InlineData("❤️ Love", "\uFE0F-love")]
    [InlineData(":whale: Song", "whale-song")]
    [InlineData("Über Ähnlichkeit", "über-ähnlichkeit")]
    [InlineData("Привет, мир", "привет-мир")]
    [InlineData("日本語ー長音", "日本語ー長音")]
    [InlineData("한국어 제목", "한국어-제목")]
    [InlineData("ＦＵＬＬ width", "ｆｕｌｌ-width")]
    [InlineData("全角　空格", "全角空格")]
    [InlineData("Ⅳ and ½ and x²", "ⅳ-and--and-x")]
    [InlineData("under＿score", "under＿score")]
    [InlineData("tab\there", "tabhere")]
    [InlineData("---", "---")]
    [InlineData("！？", "")]
    public void Are_what_the_heading_says(string heading, string anchor) => Assert.Equal(anchor, new Anchors().Next(heading));

    [Theory]
    [InlineData("图像处理|图像处理|图像处理", "图像处理|图像处理-1|图像处理-2")]
    [InlineData("a|a|a-1", "a|a-1|a-1-1")]
    [InlineData("a|a-1|a|a", "a|a-1|a-2|a-3")]
    [InlineData("a 1|a|a", "a-1|a|a-2")]
    [InlineData("A|a|Ａ", "a|a-1|ａ")]
    [InlineData("！|？", "|-1")]
    public void Are_told_apart_by_numbers(string headings, string anchors)
    {
        var given = new Anchors();
        Assert.Equal(anchors.Split('|'), headings.Split('|').Select(given.Next));
    }

    [Theory]
    [InlineData("## [Linked](https://example.org) *words*", "linked-words")]
    [InlineData("## `code` and **bold**", "code-and-bold")]
    [InlineData("## a_b_c", "a_b_c")]
    [InlineData("## Closed ##", "closed")]
    [InlineData("   ### Indented\t", "indented")]
    [InlineData("Underlined\n===", "underlined")]
    public void Are_made_of_what_a_reader_sees(string markdown, string anchor) =>
        Assert.Equal(anchor, Assert.Single(CharterReader.Read(markdown).Headings).Anchor);
}
