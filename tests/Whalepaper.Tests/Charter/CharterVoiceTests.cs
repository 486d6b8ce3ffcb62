using CsCheck;
using Whalepaper.Charter;
using Xunit;

namespace Whalepaper.Tests.Charter;

public sealed class CharterVoiceTests
{
    [Fact]
    public void The_sample_says_what_it_is_for_and_how_one_joins()
    {
        var words = CharterVoice.Quote(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "whalepaper.md")));

        Assert.Equal("每一期选几个已经成熟的方向，大家轮流读一篇论文、讲给彼此听，也讲讲做得好的开源方案。一个人读得慢，一群人读得远。", words.Purpose?.Text);
        Assert.Equal("学习群存在目的", words.Purpose?.Anchor);
        Assert.StartsWith("想进来的人先到准群", words.Joining?.Text, StringComparison.Ordinal);
        Assert.Equal("流入机制", words.Joining?.Anchor);
    }

    [Fact]
    public void English_words_are_plain_text_in_one_line()
    {
        var words = CharterVoice.Quote("# Readers\n\n## About us\n\nWe *read*\n[papers](https://example.org).\n\n### How to join\n- Come\n- Stay\n\n## Rest\nNo.");

        Assert.Equal(new CharterQuote("We read papers.", "about-us"), words.Purpose);
        Assert.Equal(new CharterQuote("Come Stay", "how-to-join"), words.Joining);
    }

    [Fact]
    public void The_title_and_silence_are_no_quotes() =>
        Assert.Equal(CharterWords.None, CharterVoice.Quote("# About joining\nText.\n## Purpose\n\n## Other\nText."));

    [Fact]
    public void A_long_text_ends_with_a_sentence_or_a_sign_that_it_goes_on()
    {
        var sentences = CharterVoice.Quote("## 目的\n" + string.Concat(Enumerable.Repeat("一起读论文，读得远。", 40)));
        var endless = CharterVoice.Quote("## 目的\n" + new string('读', 5000));

        Assert.Equal(160, sentences.Purpose?.Text.Length);
        Assert.EndsWith("。", sentences.Purpose?.Text, StringComparison.Ordinal);
        Assert.Equal(new string('读', 159) + "…", endless.Purpose?.Text);
    }

    [Fact]
    public void No_text_breaks_it() =>
        Gen.Char["#*_[](){}<>!`~|-+>。. \n\r\tab读\uD83D\uDC0B"].Array[0, 200].Sample(characters =>
            Assert.InRange(CharterVoice.Quote("## 目的\n" + new string(characters)).Purpose?.Text.Length ?? 0, 0, 160));
}
