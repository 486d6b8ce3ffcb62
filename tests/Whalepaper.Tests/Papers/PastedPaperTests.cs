using CsCheck;
using Whalepaper.Papers;
using Xunit;

namespace Whalepaper.Tests.Papers;

/// <summary>What people paste to name a paper.</summary>
public sealed class PastedPaperTests
{
    private const string Entry = """
        @string{nothing = "to see"}
        @inproceedings{yang2019,
          title     = {{XLNet}: Generalized Autoregressive {P}retraining},
          author    = "Yang, Zhilin and Jaime Carbonell and G{\"o}del, Kurt and others",
          booktitle = "ACL" # " 2019",
          year      = 2019,
          pages     = {5--15},
          url       = {https://arxiv.org/abs/1906.08237},
        }
        @misc{second, title = {No}}
        """;

    [Fact]
    public void An_entry_of_BibTeX_tells_all_of_it()
    {
        var paper = PastedPaper.Read(Entry);
        Assert.Equal("XLNet: Generalized Autoregressive Pretraining", paper.Title);
        Assert.Equal(["Zhilin Yang", "Jaime Carbonell", "Kurt Gödel"], paper.Authors);
        Assert.Equal(("ACL 2019", 2019, "https://arxiv.org/abs/1906.08237"), (paper.Venue, paper.Year, paper.Link));
    }

    [Theory]
    [InlineData("""{\"o}""", "ö")]
    [InlineData("""{\'e}""", "é")]
    [InlineData("""\'{e}""", "é")]
    [InlineData("""{\c c}""", "ç")]
    [InlineData("""\v{s}""", "š")]
    [InlineData("""{\ss}""", "ß")]
    [InlineData("""{\o}""", "ø")]
    [InlineData("""{\L}ukasz""", "Łukasz")]
    [InlineData("""a~b""", "a b")]
    [InlineData("""R\&D""", "R&D")]
    [InlineData("""$n$-gram""", "n-gram")]
    [InlineData("""5--15""", "5–15")]
    [InlineData("""\emph{Deep} Learning""", "Deep Learning")]
    public void Signs_of_LaTeX_become_words(string latex, string plain) => Assert.Equal(plain, PastedPaper.Read($"@misc{{x, title = {{{latex}}}}}").Title);

    [Theory]
    [InlineData("@misc{x, doi = {10.1000/XYZ}, title = {T}}", "https://doi.org/10.1000/XYZ")]
    [InlineData("@misc{x, eprint = {2401.01234}, title = {T}}", "https://arxiv.org/abs/2401.01234")]
    [InlineData(" arXiv:2401.01234v2 ", "https://arxiv.org/abs/2401.01234v2")]
    [InlineData("2401.01234", "https://arxiv.org/abs/2401.01234")]
    [InlineData("doi:10.1000/xyz", "https://doi.org/10.1000/xyz")]
    [InlineData("https://example.org/a", "https://example.org/a")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("some words", null)]
    [InlineData("", null)]
    public void A_number_becomes_a_link(string pasted, string? link) => Assert.Equal(link, PastedPaper.Read(pasted).Link);

    [Theory]
    [InlineData("Yang, Zhilin", "Zhilin Yang")]
    [InlineData("van der Berg, Jr, Hans", "Hans van der Berg Jr")]
    [InlineData("杨夕", "杨夕")]
    public void A_name_is_turned_the_right_way(string written, string name) => Assert.Equal([name], BibTeXReading.People(written));

    [Fact]
    public void Nothing_that_is_pasted_breaks_it() => Gen.OneOf(
        Gen.String, Gen.OneOf("@misc", "{", "}", "\"", "title", "=", ",", "#", "\\", "\\\"", "a", "1", " ", "@", "(", "x y").Array[0, 30].Select(string.Concat).Select(rest => "@misc{x, title = {a" + rest)).Sample(text =>
    {
        _ = PastedPaper.Read(text);
        return true;
    }, iter: 20_000);

    [Fact]
    public void What_the_house_writes_it_reads_again() => Gen.Select(
        Gen.OneOf("XLNet", "R&D 100%", "a_b #c {d}", "人脸识别", "Łukasz ~ \\ x", "x^2 $y$", "half { brace"), Gen.OneOf("Kurt Gödel", "杨夕", "Bell, Labs", "A and B")).Sample((title, author) =>
    {
        var read = PastedPaper.Read(BibTeX.Write([new CitedPaper(7, PaperKind.Paper, title, [author], "ACL", 2019, null, null, "https://example.org/x")]));
        Assert.Equal((title, "ACL", 2019, "https://example.org/x"), (read.Title, read.Venue, read.Year, read.Link));
    });
}
