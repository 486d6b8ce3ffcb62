using CsCheck;
using Whalepaper.Search;
using Xunit;

namespace Whalepaper.Tests.Search;

public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("graph neural networks", "graph neural networks")]
    [InlineData("人脸识别", "人脸 脸识 识别")]
    [InlineData("图", "图")]
    [InlineData("attention is all you need", "attention all you need")]
    [InlineData("the", "the")]
    [InlineData("BERT4Rec", "bert4rec")]
    [InlineData("  推荐   推荐 ", "推荐")]
    public void A_query_is_its_telling_words(string typed, string expected) =>
        Assert.Equal(expected, string.Join(' ', SearchQuery.Read(typed).Terms.Select(term => term.Form)));

    [Theory]
    [InlineData("recom", true)]
    [InlineData("recom ", false)]
    [InlineData("deep recom", true)]
    [InlineData("r", false)]
    [InlineData("图", true)]
    [InlineData("推荐", false)]
    public void The_last_word_may_be_a_beginning(string typed, bool opens) => Assert.Equal(opens, SearchQuery.Read(typed).Terms[^1].Opens);

    [Theory]
    [InlineData(null, true, false)]
    [InlineData("  ", true, false)]
    [InlineData("!", false, true)]
    [InlineData("a", false, true)]
    [InlineData("图", false, false)]
    [InlineData("5", false, false)]
    [InlineData("ai", false, false)]
    public void Too_little_is_said_to_be_so(string? typed, bool empty, bool tooShort)
    {
        var query = SearchQuery.Read(typed);
        Assert.Equal((empty, tooShort), (query.IsEmpty, query.IsTooShort));
    }

    [Theory]
    [InlineData("1906.08237", "@190608237")]
    [InlineData("arXiv:1906.08237v2", "@190608237")]
    [InlineData("https://arxiv.org/abs/1906.08237v1", "@190608237")]
    [InlineData("https://arxiv.org/pdf/1906.08237.pdf", "@190608237")]
    [InlineData("hep-th/9901001", "@hepth9901001")]
    [InlineData("math.GT/0309136", "@mathgt0309136")]
    [InlineData("10.1145/3292500.3330919", "@10114532925003330919")]
    [InlineData("https://doi.org/10.1145/3292500.3330919", "@10114532925003330919")]
    public void An_identifier_is_known_however_it_comes(string typed, string token) => Assert.Contains(token, SearchQuery.Read(typed).Names);

    [Fact]
    public void Anything_can_be_typed() => Gen.String.Sample(
        typed =>
        {
            var query = SearchQuery.Read(typed);
            Assert.InRange(query.Terms.Count, 0, 12);
            Assert.InRange(query.Text.Length, 0, SearchQuery.Longest);
        },
        iter: 5_000);
}
