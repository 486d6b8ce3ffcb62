using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Whalepaper.Topics;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

public sealed class TextPiecesTests
{
    [Theory]
    [InlineData("XLNet: Generalized Autoregressive Pretraining", "en")]
    [InlineData("seqGAN 文本生成", "zh")]
    [InlineData("人脸识别", "zh")]
    [InlineData("深層学習の基礎", "ja")]
    [InlineData("딥러닝", "ko")]
    [InlineData("𠮷", "zh")]
    [InlineData("2020 – 42", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_text_tells_its_language(string? text, string? lang) => Assert.Equal(lang, Script.LangOf(text));

    [Fact]
    public void A_run_is_marked_only_where_it_differs_from_its_page()
    {
        Assert.Null(Script.Foreign("人脸", Language.Chinese));
        Assert.Equal("zh", Script.Foreign("人脸", Language.English));
        Assert.Equal("en", Script.Foreign("YOLO", Language.Chinese));
        Assert.Null(Script.Foreign("42", Language.English));
    }

    [Theory]
    [InlineData(0, "0 papers, 0 shared")]
    [InlineData(1, "One paper, 0 shared")]
    [InlineData(2, "2 papers, 0 shared")]
    public void One_is_said_as_one(int count, string said)
    {
        using var services = new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider();
        var texts = services.GetRequiredService<IStringLocalizer<TopicTexts>>();

        Assert.Equal(said, texts.Counted("Topic.Progress", count, count, 0));
    }

    [Fact]
    public void Passages_mark_terms_whatever_their_case_and_join_what_touches() =>
        Assert.Equal(
            [("Deep ", false), ("Face", true), (" Recognition ", false), ("人脸识别", true)],
            Passages.Of("Deep Face Recognition 人脸识别", ["face", "人脸", "脸识", "识别", ""]));

    [Fact]
    public void Passages_never_lose_a_character() =>
        Gen.Select(Gen.String[0, 40], Gen.String[0, 3].Array[0, 4]).Sample((text, terms) =>
            Assert.Equal(text, string.Concat(Passages.Of(text, terms).Select(passage => passage.Text))));

    [Fact]
    public void No_text_ends_the_element_that_holds_structured_data() => Gen.String.Sample(text =>
    {
        var element = StructuredData.Element(new JsonObject { ["name"] = text + "</script><script>alert(1)</script><!--" }).Value;
        const string start = "<script type=\"application/ld+json\">";
        const string end = "</script>";

        var inside = element[start.Length..^end.Length];
        Assert.DoesNotContain('<', inside);
        Assert.DoesNotContain('>', inside);
        Assert.Equal("https://schema.org", JsonNode.Parse(inside)?["@context"]?.GetValue<string>());
    });

    [Fact]
    public void A_name_has_one_hue_for_ever()
    {
        Assert.Equal(Hues.Of("杨夕"), Hues.Of("杨夕"));
        // FNV-1a of "a" is 0xE40C292C.
        Assert.Equal((int)(0xE40C292C % 12), Hues.Of("a"));
        Gen.String.Sample(name => Assert.InRange(Hues.Of(name), 0, Hues.Count - 1));
    }

    [Theory]
    [InlineData(0, "hue-0")]
    [InlineData(13, "hue-1")]
    [InlineData(-1, "hue-11")]
    public void Hues_go_round(int hue, string css) => Assert.Equal(css, Hues.Class(hue));
}
