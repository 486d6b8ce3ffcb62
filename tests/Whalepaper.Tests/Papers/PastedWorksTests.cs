using CsCheck;
using Whalepaper.Papers;
using Xunit;

namespace Whalepaper.Tests.Papers;

/// <summary>What people write to name the works of a survey.</summary>
public sealed class PastedWorksTests
{
    [Theory]
    [InlineData("Attention Is All You Need", "Attention Is All You Need", null, null)]
    [InlineData("1706.03762v5", null, "https://arxiv.org/abs/1706.03762v5", "1706.03762")]
    [InlineData("arXiv:hep-th/9711200", null, "https://arxiv.org/abs/hep-th/9711200", "hep-th/9711200")]
    [InlineData("https://arxiv.org/pdf/1706.03762", null, "https://arxiv.org/pdf/1706.03762", "1706.03762")]
    [InlineData("doi:10.1000/XYZ", null, "https://doi.org/10.1000/XYZ", null)]
    [InlineData("Attention Is All You Need, https://arxiv.org/abs/1706.03762", "Attention Is All You Need", "https://arxiv.org/abs/1706.03762", "1706.03762")]
    [InlineData("Attention Is All You Need arXiv: 1706.03762", "Attention Is All You Need", "https://arxiv.org/abs/1706.03762", "1706.03762")]
    [InlineData("Attention Is All You Need (1706.03762)", "Attention Is All You Need", "https://arxiv.org/abs/1706.03762", "1706.03762")]
    [InlineData("https://arxiv.org/abs/1706.03762 Attention Is All You Need", "Attention Is All You Need", "https://arxiv.org/abs/1706.03762", "1706.03762")]
    [InlineData("- [XLNet [NeurIPS2019]](https://example.org/x_(1).pdf)", "XLNet [NeurIPS2019]", "https://example.org/x_(1).pdf", null)]
    [InlineData("2. BERT", "BERT", null, null)]
    [InlineData("人脸识别综述　https://example.org/face_(survey)", "人脸识别综述", "https://example.org/face_(survey)", null)]
    [InlineData("BERT:预训练", "BERT:预训练", null, null)]
    [InlineData("3D Gaussian Splatting", "3D Gaussian Splatting", null, null)]
    public void A_line_names_a_work(string line, string? title, string? link, string? arxivId)
    {
        var read = PastedWorks.Read(line);
        Assert.Empty(read.Faults);
        var work = Assert.Single(read.Works);
        Assert.Equal((title, link, arxivId), (work.Title, work.Link, work.ArxivId));
    }

    [Theory]
    [InlineData("javascript:alert(1)", WorkFault.Address)]
    [InlineData("data:text/html,x", WorkFault.Address)]
    [InlineData("ftp://example.org/a", WorkFault.Address)]
    [InlineData("See ftp://example.org/a", WorkFault.Address)]
    [InlineData("/me", WorkFault.Address)]
    [InlineData("www.example.org", WorkFault.Address)]
    [InlineData("arxiv.org/abs/1706.03762", WorkFault.Address)]
    [InlineData("https://example.org/a https://example.org/b", WorkFault.Address)]
    [InlineData("[click](javascript:alert(1))", WorkFault.Address)]
    [InlineData("[a](https://example.org/a) [b](https://example.org/b)", WorkFault.Address)]
    [InlineData("---", WorkFault.Nothing)]
    [InlineData("3、", WorkFault.Nothing)]
    [InlineData("@misc{x, year = 2020}", WorkFault.Entry)]
    [InlineData("@misc{x, title = {No end", WorkFault.Entry)]
    [InlineData("@misc{x, title = {T}, url = {javascript:alert(1)}}", WorkFault.Address)]
    public void What_names_none_is_told_by_its_line(string line, WorkFault fault) => Assert.Equal([(3, fault)], PastedWorks.Read($"One\n\n{line}\nTwo").Faults);

    [Fact]
    public void Too_long_is_said_of_titles_and_links()
    {
        var read = PastedWorks.Read($"{new string('a', SurveyedWork.TitleMaximum)}\n{new string('b', SurveyedWork.TitleMaximum + 1)}\nhttps://example.org/{new string('c', SurveyedWork.LinkMaximum)}");
        Assert.Equal([(2, WorkFault.TooLong), (3, WorkFault.TooLong)], read.Faults);
        Assert.Single(read.Works);
    }

    [Fact]
    public void Entries_of_BibTeX_stand_among_lines()
    {
        var read = PastedWorks.Read("""
            A title of its own
            @string{acl = "ACL"}
            @inproceedings{a, title = {{XLNet}: Pretraining}, url = {https://example.org/xlnet}, eprint = {1906.08237}, doi = {10.1000/ABC}}
            @misc{b,
              title = {Broken
            @misc{c, eprint = {1706.03762},
            }
            1810.04805
            """);
        Assert.Equal(["A title of its own", "XLNet: Pretraining", "arXiv:1706.03762", "arXiv:1810.04805"], read.Works.Select(work => work.Name));
        Assert.Equal(("https://example.org/xlnet", "1906.08237", "10.1000/abc"), (read.Works[1].Link, read.Works[1].ArxivId, read.Works[1].Doi));
        Assert.Equal([(4, WorkFault.Entry)], read.Faults);
        Assert.Equal((3, 4), (read.Entries, read.References));
    }

    [Fact]
    public void What_is_named_twice_is_one_work()
    {
        var read = PastedWorks.Read("Attention is all you need! 1706.03762\nhttps://arxiv.org/abs/1706.03762v3\nATTENTION IS ALL YOU NEED\nBERT");
        Assert.Equal(["Attention is all you need!", "BERT"], read.Works.Select(work => work.Name));
        Assert.Equal(1, read.References);
        Assert.Equal(["Attention is all you need!", "BERT", "XLNet"], read.With(PastedWorks.Read("XLNet\nbert\n1706.03762v9")).Select(work => work.Name));
    }

    [Fact]
    public void Nothing_that_is_written_breaks_it_and_every_link_is_of_the_web() => Gen.OneOf(
        Gen.String, Gen.OneOf("@misc{", "@comment{", "}", "{", "title", "=", ",", "\n", "\n@", "https://", "javascript:", "1706.03762", "10.1000/x", "[", "](", ")", " ", "\u3000", "- ", "1、", "a", "://", "www.").Array[0, 40].Select(string.Concat)).Sample(text =>
    {
        var read = PastedWorks.Read(text);
        var lines = text.ReplaceLineEndings("\n").Split('\n').Length;
        return read.Works.All(work => work.Name.Length > 0 && (work.Link is null || work.Link.StartsWith("http", StringComparison.OrdinalIgnoreCase))) && read.Faults.All(fault => fault.Line >= 1 && fault.Line <= lines);
    }, iter: 20_000);

    [Fact]
    public void A_long_list_takes_no_longer_than_it_is_long()
    {
        // What ends nowhere must not be looked through again from every line: this many signs squared would take minutes.
        var hostile = string.Concat(Enumerable.Repeat("@misc{x, title = {\n", 20_000));
        Assert.Equal(20_000, PastedWorks.Read(hostile).Faults.Count);
        Assert.Equal(20_000, PastedWorks.Read(string.Concat(Enumerable.Repeat("@misc{\n", 20_000))).Faults.Count);
    }

    [Fact]
    public void Only_a_survey_names_works_and_no_more_than_thirty()
    {
        SurveyedWork Work(int n) => new($"Work {n}", null, null, null);
        var now = NodaTime.Instant.FromUnixTimeSeconds(0);
        var survey = new Paper("预训练", null, PaperKind.Survey, now);
        survey.GoThrough(Enumerable.Range(1, Paper.MostWorks).Select(Work));
        Assert.Equal(Enumerable.Range(0, Paper.MostWorks), survey.Works.Select(work => work.Position));
        Assert.Throws<ArgumentException>(() => survey.GoThrough(Enumerable.Range(0, Paper.MostWorks + 1).Select(Work)));
        Assert.Throws<InvalidOperationException>(() => new Paper("XLNet", null, PaperKind.Paper, now).GoThrough([Work(1)]));
        Assert.Throws<ArgumentException>(() => new SurveyedWork(" ", null, null, null));
        Assert.Throws<ArgumentException>(() => new SurveyedWork(new string('a', SurveyedWork.TitleMaximum + 1), null, null, null));
        // A title in a document that does not say so makes it no less a survey.
        PaperDetails.Read("预训练", null).Tell(survey);
        Assert.Equal(PaperKind.Survey, survey.Kind);
    }
}
