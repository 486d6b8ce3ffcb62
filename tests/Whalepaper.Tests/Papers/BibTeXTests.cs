using System.Net;
using CsCheck;
using Whalepaper.Papers;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;
using Xunit;

namespace Whalepaper.Tests.Papers;

public sealed class BibTeXTests
{
    [Fact]
    public async Task What_is_written_is_read_again()
    {
        var written = BibTeX.Write(
        [
            new(7, PaperKind.Paper, "XLNet: 100% & more_or_less #1 $x^2$ ~ \\alpha [NeurIPS 2019]", ["Zhilin Yang", "杨夕", "Acme, Inc.", "Research and Development", "others"], "NeurIPS", 2019,
                "1906.08237", "10.48550/arXiv.1906.08237", "https://arxiv.org/abs/1906.08237?a=1&b=%7B_#x"),
            new(8, PaperKind.Survey, "推荐系统串讲 「上」", [], null, null, null, null, null),
            new(9, PaperKind.OpenSource, "A\r\ntitle @ \"two\" lines", [], "KDD", null, null, "10.1000/a{b\\c d", null),
        ]);

        var entries = await BibTeXReader.ReadAsync(written);

        Assert.Equal(["whalepaper7", "whalepaper8", "whalepaper9"], entries.Select(entry => entry["ID"]));
        Assert.Equal(["inproceedings", "misc", "misc"], entries.Select(entry => entry["ENTRYTYPE"]));
        Assert.Equal("https://arxiv.org/abs/1906.08237?a=1&b=%7B_#x", entries[0]["url"]);
        Assert.Equal(("NeurIPS", "2019", "1906.08237", "arXiv"), (entries[0]["booktitle"], entries[0]["year"], entries[0]["eprint"], entries[0]["archiveprefix"]));
        Assert.Equal("Zhilin Yang and 杨夕 and Acme, Inc. and Research and Development and others", entries[0]["author"]);
        Assert.Contains("author = {Zhilin Yang and 杨夕 and {Acme, Inc.} and {Research and Development} and {others}}", written, StringComparison.Ordinal);
        Assert.Contains(@"title = {{XLNet: 100\% \& more\_or\_less \#1 \$x{\textasciicircum}2\$ {\textasciitilde} {\textbackslash}alpha}}", written, StringComparison.Ordinal);
        Assert.Equal("推荐系统串讲 「上」", entries[1]["title"]);
        Assert.Equal("A title @ \"two\" lines", entries[2]["title"]);
        Assert.Equal("10.1000/a%7Bb%5Cc%20d", entries[2]["doi"]);
    }

    [Fact]
    public async Task No_text_breaks_out_of_its_braces()
    {
        var texts = new List<string>();
        var hostile = Gen.String[Gen.Char["{}\\\"@%#&$_~^,=\n\r\t\u0000 aé文и\u2028and"], 0, 40];
        hostile.Sample(text => texts.Add(text), iter: 400, threads: 1);
        var papers = texts.Select((text, index) => new CitedPaper(index, PaperKind.Paper, "x" + text, [text + "y"], "v" + text, 2020, text, text, null)).ToList();

        var entries = await BibTeXReader.ReadAsync(BibTeX.Write(papers));

        Assert.Equal(papers.Select(paper => BibTeX.KeyOf(paper.Id)), entries.Select(entry => entry["ID"]));
        Assert.All(entries, entry => Assert.Equal(["ENTRYTYPE", "ID", "archiveprefix", "author", "booktitle", "doi", "eprint", "title", "year"], entry.Keys.Order(StringComparer.Ordinal)));
    }

    [Theory, BothEngines]
    public async Task A_paper_and_a_topic_are_cited(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);

        using var answer = await site.GetAsync("/papers/1.bib");
        var paper = Assert.Single(await BibTeXReader.ReadAsync(await answer.Content.ReadAsStringAsync()));
        using var all = await site.GetAsync("/topics/5.bib");
        var papers = await BibTeXReader.ReadAsync(await all.Content.ReadAsStringAsync());

        Assert.Equal("application/x-bibtex; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(Season.Hostile, paper["title"]);
        Assert.Equal([Season.Hostile, "Still waiting"], papers.Select(entry => entry["title"]));
        foreach (var path in new[] { "/papers/99.bib", "/topics/99.bib", "/topics/99.md", "/topics/x.md", "/papers/99999999999.bib" })
        {
            using var none = await site.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
    }
}
