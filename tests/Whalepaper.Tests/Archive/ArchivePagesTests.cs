using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Archive;

public sealed class ArchivePagesTests
{
    [Theory, BothEngines]
    public async Task The_shelf_shows_every_paper_newest_topic_first_and_narrows(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await site.ImportSampleAsync();

        using var all = await site.ReadAsync("/papers");
        using var open = await site.ReadAsync("/papers?state=open");
        using var vision = await site.ReadAsync("/papers?track=cv&state=given");
        using var odd = await site.ReadAsync("/papers?track=nowhere&state=strange&page=-7");
        using var beyond = await site.ReadAsync("/papers?page=999");

        Assert.Equal(27, all.QuerySelectorAll(".talk-line").Length);
        Assert.StartsWith("A User-Centered Concept Mining System", all.QuerySelector(".talk-line .title").Said(), StringComparison.Ordinal);
        Assert.Equal(6, open.QuerySelectorAll(".talk-line").Length);
        Assert.All(open.QuerySelectorAll(".talk-line .state"), state => Assert.Equal("待认领", state.Said()));
        Assert.Equal(9, vision.QuerySelectorAll(".talk-line").Length);
        Assert.Equal(27, odd.QuerySelectorAll(".talk-line").Length);
        Assert.Equal(27, beyond.QuerySelectorAll(".talk-line").Length);
    }

    [Theory, BothEngines]
    public async Task A_paper_says_where_it_is_read_who_shares_it_and_how_to_cite_it(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await site.ImportSampleAsync();
        var id = await site.WithAsync(async db =>
        {
            var paper = await db.Papers.SingleAsync(p => p.Title.StartsWith("Fine-tune BERT"));
            paper.Publish(["Yang Liu", "Ada </script><b>"], "arXiv", 2019);
            paper.Identify("1903.10318", 2, "10.1000/ABC");
            await db.SaveChangesAsync();
            return paper.Id;
        });

        using var page = await site.ReadAsync($"/papers/{id}", "en");

        Assert.Equal("Fine-tune BERT for Extractive Summarization", page.QuerySelector("h1").Said());
        Assert.Equal("https://shimo.im/docs/3cpY66PhYydPpxPh#anchor-Hkcy", page.QuerySelector("main .button")?.GetAttribute("href"));
        Assert.Equal("杨夕", page.QuerySelector(".place .person-name").Said());
        Assert.Equal("Topic 4", page.QuerySelector(".place a[href='/topics/4']").Said());
        string[] Tags(string name) => [.. page.QuerySelectorAll($"meta[name={name}]").Select(meta => meta.GetAttribute("content") ?? "")];
        Assert.Equal(["Fine-tune BERT for Extractive Summarization"], Tags("citation_title"));
        Assert.Equal(["Yang Liu", "Ada </script><b>"], Tags("citation_author"));
        Assert.Equal(["2019"], Tags("citation_publication_date"));
        Assert.Equal(["1903.10318"], Tags("citation_arxiv_id"));
        Assert.Equal(["10.1000/abc"], Tags("citation_doi"));
        var data = JsonNode.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent)!;
        Assert.Equal("ScholarlyArticle", (string?)data["@type"]);
        Assert.Equal("Ada </script><b>", (string?)data["author"]![1]!["name"]);
        Assert.Equal("article", page.QuerySelector("meta[property='og:type']")?.GetAttribute("content"));
    }

    [Theory, BothEngines]
    public async Task A_relative_file_is_a_link_once_the_group_says_where_its_files_lie(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await site.ImportSampleAsync();
        var id = await site.WithAsync(db => db.Papers.Where(p => p.Title.StartsWith("XLNet")).Select(p => p.Id).SingleAsync());

        using var before = await site.ReadAsync($"/papers/{id}", "en");
        await site.WithAsync(async db =>
        {
            (await db.Groups.SingleAsync()).LeadLinksTo("https://files.example/group");
            await db.SaveChangesAsync();
        });
        using var after = await site.ReadAsync($"/papers/{id}", "en");

        Assert.Contains("Topic5/NLP/XLNet.pdf", before.QuerySelector(".page-head").Said(), StringComparison.Ordinal);
        Assert.Null(before.QuerySelector("main .button:not(.quiet)"));
        Assert.Equal("https://files.example/group/Topic5/NLP/XLNet.pdf", after.QuerySelector("main .button:not(.quiet)")?.GetAttribute("href"));
        Assert.Equal("https://files.example/group/Topic5/NLP/XLNet.pdf", after.QuerySelector("meta[name=citation_pdf_url]")?.GetAttribute("content"));
    }

    [Theory, BothEngines]
    public async Task A_talk_says_what_by_whom_and_what_lies_beside_it(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await site.ImportSampleAsync();
        var id = await site.WithAsync(async db =>
        {
            var talk = await db.Talks.Include(t => t.Materials).SingleAsync(t => t.Papers.Any(p => p.Paper.Title == "Circle Loss"));
            talk.Attach(MaterialKind.Slides, "Slides <b>", "https://example.org/s.pdf", site.Clock.GetCurrentInstant());
            talk.Attach(MaterialKind.Code, "Trap", "javascript:alert(1)", site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
            return talk.Id;
        });

        using var page = await site.ReadAsync($"/talks/{id}");

        Assert.Equal("Circle Loss", page.QuerySelector("h1").Said());
        Assert.Equal("CJ", page.QuerySelector(".page-head .person-name").Said());
        Assert.Equal("https://example.org/s.pdf", page.QuerySelector(".materials a")?.GetAttribute("href"));
        Assert.Single(page.QuerySelectorAll(".materials a"));
        Assert.Contains("Trap", page.QuerySelector(".materials").Said(), StringComparison.Ordinal);
        Assert.Contains("来自群章程", page.QuerySelector(".course").Said(), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task People_stand_by_what_they_shared_and_have_a_page_before_they_have_an_account(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await site.ImportSampleAsync();

        using var everybody = await site.ReadAsync("/members");
        using var vision = await site.ReadAsync("/members?track=cv");
        var href = everybody.QuerySelectorAll(".people .person").Single(person => person.QuerySelector(".person-name").Said() == "杨夕").GetAttribute("href")!;
        using var person = await site.ReadAsync(href);

        Assert.Equal(15, everybody.QuerySelectorAll(".people-line").Length);
        Assert.Equal("蘇靜", everybody.QuerySelector(".person-name").Said());
        Assert.DoesNotContain("杨夕", vision.QuerySelectorAll(".person-name").Select(name => name.Said()));
        Assert.Equal("杨夕", person.QuerySelector("h1 .person-name").Said());
        Assert.Contains("还没有人认领", person.QuerySelector(".member-note").Said(), StringComparison.Ordinal);
        Assert.Equal(["第 4 期", "第 3 期"], person.QuerySelectorAll(".timeline-label a").Select(topic => topic.Said()));
        Assert.Equal("ProfilePage", (string?)JsonNode.Parse(person.QuerySelector("script[type='application/ld+json']")!.TextContent)!["@type"]);
    }

    [Theory]
    [InlineData("/papers/4711")]
    [InlineData("/papers/abc")]
    [InlineData("/talks/4711")]
    [InlineData("/topics/4711")]
    [InlineData("/topics/5/nowhere")]
    [InlineData("/members/nobody")]
    [InlineData("/papers/99999999999")]
    public async Task What_is_not_there_is_said_to_be_not_there(string path)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await site.ImportSampleAsync();
        using var answer = await site.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/papers")]
    [InlineData("/members")]
    [InlineData("/topics/4")]
    [InlineData("/charter")]
    public async Task A_longer_archive_asks_no_more_of_the_database(string path)
    {
        using var count = new CommandCount { OfRequests = true };
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => builder.Logging.AddProvider(count).AddFilter<CommandCount>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));
        await site.ImportSampleAsync();
        using var warm = await site.ReadAsync(path);
        count.Reset();
        using var before = await site.ReadAsync(path + "?a=1");
        var few = count.Count;
        await site.ImportAsync(File.ReadAllText("samples/whalepaper.md") + "\n### Topic 9\n\n#### 自然语言处理\n\n"
            + string.Concat(Enumerable.Range(1, 300).Select(n => $"{n}. [Paper {n}](https://a.b/{n})【P{n % 40}】\n")));
        using var again = await site.ReadAsync(path + "?a=2");
        count.Reset();
        using var after = await site.ReadAsync(path + "?a=3");
        Assert.InRange(few, 1, 20);
        Assert.Equal(few, count.Count);
    }
}
