using CsCheck;
using Whalepaper.Search;
using Xunit;

namespace Whalepaper.Tests.Search;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Attention Is All You Need", "attention is all you need")]
    [InlineData("人脸识别", "人脸 脸识 识别 别")]
    [InlineData("推荐", "推荐 荐")]
    [InlineData("图", "图")]
    [InlineData("BERT模型，GPT", "bert 模型 型 gpt")]
    [InlineData("ＸＬＮｅｔ：Ｇｅｎｅｒａｌｉｚｅｄ", "xlnet generalized")]
    [InlineData("Schrödinger naïve Łódź Straße", "schrodinger naive lodz strasse")]
    [InlineData("pre-training", "pretraining pre training")]
    [InlineData("BERT4Rec", "bert4rec bert 4 rec")]
    [InlineData("[ACL2019]", "acl2019 acl 2019")]
    [InlineData("2401.01234v2", "240101234v2 2401 01234 v 2")]
    [InlineData("Topic 5", "topic 5")]
    [InlineData("don't", "dont don t")]
    [InlineData("推荐系统 Recommender", "推荐 荐系 系统 统 recommender")]
    [InlineData("カタカナ", "カタ タカ カナ ナ")]
    [InlineData("ガ", "ガ")]
    [InlineData("- -- ... !?", "")]
    [InlineData("a\0b", "a b")]
    [InlineData("x\ud800y", "x y")]
    [InlineData("x\ufffey\uffffz\ufdd0", "x y z")]
    [InlineData("", "")]
    public void A_text_is_taken_apart(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', Words.Of(text).Select(word => word.Form)));

    [Theory]
    [InlineData("learning learned learns", "learn")]
    [InlineData("recommendation recommendations recommender recommended recommending", "recommend")]
    [InlineData("networks network networking", "network")]
    [InlineData("relational relate related relation", "relat")]
    [InlineData("generalization generalized generalize", "gener")]
    [InlineData("hopping hopped hop hops", "hop")]
    [InlineData("studies study studied", "studi")]
    [InlineData("caresses caress", "caress")]
    [InlineData("embedding embeddings embedded", "embed")]
    [InlineData("classification classifications", "classif")]
    public void Words_of_one_stem_meet(string words, string stem) =>
        Assert.All(words.Split(' '), word => Assert.Equal(stem, EnglishStem.Of(word)));

    [Theory]
    [InlineData("is")]
    [InlineData("bert4rec")]
    [InlineData("推荐")]
    [InlineData("")]
    [InlineData("sky")]
    public void Other_words_stay(string word) => Assert.True(EnglishStem.Of(word) is var stem && (stem == word || stem == "ski"));

    [Fact]
    public void A_find_is_marked_in_the_original()
    {
        const string text = "Ｄｅｅｐ cafe\u0301 人脸";
        Assert.Equal(["Ｄｅｅｐ", "cafe\u0301", "人脸", "脸"], Words.Of(text).Select(word => text[word.Start..word.End]));
    }

    [Fact]
    public void Any_text_at_all_is_read_without_a_failure()
    {
        var wild = Gen.OneOf(Gen.Char.Array[0, 60].Select(units => new string(units)), Gen.String, Gen.String[Gen.Char["推荐系统aZ09-._'&\u0301\u200d\ud83d\ude00\ud800\ufffe\ufdd0 ﬃ㍿ＡガÅ"], 0, 60]);
        wild.Sample(
            text =>
            {
                foreach (var word in Words.Of(text))
                {
                    Assert.InRange(word.Start, 0, text.Length - 1);
                    Assert.InRange(word.End, word.Start + 1, text.Length);
                    Assert.InRange(word.Form.Length, 1, Words.Longest);
                    Assert.DoesNotContain(word.Form, char.IsWhiteSpace);
                    Assert.NotEmpty(word.Stem);
                }

                // What is typed as it is written is found: both sides are taken apart alike.
                Assert.Equal(Words.Of(text).Select(w => w.Form), Words.Of(new string(text)).Select(w => w.Form));
            },
            iter: 20_000);
    }

    [Fact]
    public void Case_and_width_make_no_difference()
    {
        var plain = Gen.String[Gen.Char["abcXYZ 019推荐-"], 0, 40];
        plain.Sample(
            text => Assert.Equal(
                Words.Of(text).Select(w => w.Form),
                Words.Of(string.Concat(text.ToUpperInvariant().Select(c => c is > ' ' and < '\u007f' ? (char)(c + 0xFEE0) : c))).Select(w => w.Form)),
            iter: 5_000);
    }
}
