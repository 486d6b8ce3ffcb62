using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Archive;

public sealed class CharterPageTests
{
    [Theory, BothEngines]
    public async Task The_charter_shows_its_own_words_and_lives(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await site.ImportSampleAsync();

        using var page = await site.ReadAsync("/charter");

        Assert.Equal("whalepaper 介绍", page.QuerySelector("h1").Said());
        Assert.Contains("一个人读得慢，一群人读得远", page.QuerySelector(".prose").Said(), StringComparison.Ordinal);
        Assert.Equal(["每周六 21:30", "每周日 20:30", "每周六 20:30"], page.QuerySelectorAll(".hour-when").Select(hour => hour.Said()));
        Assert.Equal("NLP 论文分享", page.QuerySelector(".hour-name").Said());
        Assert.Equal(5, page.QuerySelectorAll(".outline-part").Length);
        Assert.Equal("自然语言处理", page.QuerySelector("#自然语言处理-1").Said());
        Assert.Equal(7, page.QuerySelectorAll(".leader-list").Length);
        Assert.Equal(27, page.QuerySelectorAll(".leader-line").Length);
        Assert.Null(page.QuerySelector("#目录"));
        Assert.NotNull(page.QuerySelector(".charter-contents a[href='/charter#流入机制']"));
    }

    [Theory, BothEngines]
    public async Task A_change_in_the_program_shows_in_the_charter_and_in_its_document(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await site.ImportSampleAsync();
        var document = await (await site.GetAsync("/charter.md")).Content.ReadAsStringAsync();
        using var before = await site.ReadAsync("/charter");

        await site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Name == "CJ")).Rename("Cui Jian");
            await db.SaveChangesAsync();
        });
        using var after = await site.ReadAsync("/charter");
        var changed = await (await site.GetAsync("/charter.md")).Content.ReadAsStringAsync();

        Assert.Equal(File.ReadAllText("samples/whalepaper.md"), document);
        Assert.Contains("CJ", before.QuerySelectorAll(".person-name").Select(name => name.Said()));
        Assert.DoesNotContain("CJ", after.QuerySelectorAll(".person-name").Select(name => name.Said()));
        Assert.Contains("Cui Jian", after.QuerySelectorAll(".person-name").Select(name => name.Said()));
        Assert.Equal(document.Replace("【CJ】", "【Cui Jian】", StringComparison.Ordinal), changed);
    }

    [Fact]
    public async Task A_heading_takes_no_name_that_the_page_goes_by()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await site.ImportAsync("# Group\n\n## main\n\nA word.\n\n## Page:top\n\nA word.\n");

        using var page = await site.ReadAsync("/charter");
        var names = page.QuerySelectorAll("[id]").Select(element => element.Id).ToList();

        Assert.Equal(names.Distinct(), names);
        var skip = page.QuerySelector("a.skip")!.GetAttribute("href")!;
        Assert.Equal("MAIN", page.GetElementById(skip[(skip.IndexOf('#', StringComparison.Ordinal) + 1)..])?.TagName);
    }

    [Fact]
    public async Task A_very_long_charter_shows_what_fits_and_leads_to_the_rest()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        static string List(int topic) => $"## Topic {topic}\n\n### NLP\n\n" + string.Concat(Enumerable.Range(1, 300).Select(n => $"{n}. [Paper {topic}-{n}](https://a.b/{topic}/{n})\n")) + "\n";
        await site.ImportAsync("# Long\n\n" + List(2) + List(1));

        using var page = await site.ReadAsync("/charter", "en");

        Assert.Equal(300, page.QuerySelectorAll(".leader-line").Length);
        Assert.Equal("300 papers on the topic's page", page.QuerySelector(".charter-body a[href='/topics/1/nlp']").Said());
    }

    [Fact]
    public async Task A_hostile_charter_stays_words()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await site.ImportAsync("# G\n\n## About <img src=x onerror=alert(1)>\n\nA <script>alert(2)</script> [x](javascript:alert(3)) ![y](https://a.b/p.png) <a href=\"data:text/html,x\" onclick=\"z()\">w</a>\n\n<iframe src=\"https://evil\"></iframe>\n\n## Topic 1\n\n### NLP\n\n1. [T](https://a.b)\n");

        using var page = await site.ReadAsync("/charter", "en");

        Assert.Empty(page.QuerySelectorAll(".charter-body :is(img, script, iframe, [onclick], [onerror], [style])"));
        var links = page.QuerySelectorAll(".prose a[href]").Select(link => link.GetAttribute("href"));
        Assert.Equal(["https://a.b/p.png"], links);
        Assert.Contains("x y w", page.QuerySelector(".prose").Said(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_there_is_a_group_the_page_says_how_one_begins()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        using var page = await site.ReadAsync("/charter", "en");
        Assert.Contains("import README.md", page.QuerySelector("main").Said(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await site.GetAsync("/charter.md")).StatusCode);
    }
}
