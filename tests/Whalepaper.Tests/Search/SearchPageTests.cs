using System.Net;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Search;

public sealed class SearchPageTests
{
    [Theory, BothEngines]
    public async Task It_shows_what_is_found_with_the_words_marked(Engine engine)
    {
        await using var site = await FilledAsync(engine);
        var page = await OpenAsync(site, "/search?q=图神经", "zh-CN");

        var first = page.QuerySelectorAll(".search-result")[0];
        Assert.Equal("论文", first.QuerySelector(".search-kind")!.TextContent.Trim());
        Assert.Equal("基于图神经网络的推荐算法", first.QuerySelector("h2")!.TextContent.Trim());
        Assert.Equal("图神经", first.QuerySelector("h2 mark")!.TextContent);
        Assert.StartsWith("/papers/", first.QuerySelector("h2 a")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("李玲", first.TextContent, StringComparison.Ordinal);
        Assert.Equal("图神经", page.QuerySelector<IHtmlInputElement>("main input[name=q]")!.Value);
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Single(page.QuerySelectorAll("h1"));
    }

    [Theory, BothEngines]
    public async Task A_talk_stands_under_its_paper_until_talks_are_asked_for(Engine engine)
    {
        await using var site = await FilledAsync(engine);

        var all = await OpenAsync(site, "/search?q=xlnet");
        Assert.Equal(["Paper"], all.QuerySelectorAll(".search-kind").Select(kind => kind.TextContent.Trim()));
        Assert.Single(all.QuerySelectorAll(".search-result a[href^='/talks/']"));
        Assert.Equal(["Everything 1", "Papers 1", "Talks 1"], all.QuerySelectorAll(".search-kinds a").Select(Said));

        var talks = await OpenAsync(site, "/search?q=xlnet&kind=talks");
        Assert.Single(talks.QuerySelectorAll(".search-result h2 a[href^='/talks/']"));
        Assert.Equal("Talks 1", Said(talks.QuerySelector(".search-kinds [aria-current]")!));
        Assert.Equal("talks", talks.QuerySelector<IHtmlInputElement>("main input[name=kind]")!.Value);
    }

    [Theory, BothEngines]
    public async Task Every_kind_leads_to_its_page(Engine engine)
    {
        await using var site = await FilledAsync(engine);
        async Task<string> FirstAsync(string typed) =>
            (await OpenAsync(site, $"/search?q={Uri.EscapeDataString(typed)}")).QuerySelector(".search-result h2 a")!.GetAttribute("href")!;

        Assert.Equal("/topics/5", await FirstAsync("Topic 5"));
        Assert.Equal("/members/emilie-wang", await FirstAsync("Émilie"));
        Assert.Equal("/charter#流入机制", await FirstAsync("试讲"));
        Assert.StartsWith("/papers/", await FirstAsync("1906.08237"), StringComparison.Ordinal);
        Assert.StartsWith("/talks/", await FirstAsync("杨夕 xlnet"), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Words_of_the_body_are_shown_where_they_stand(Engine engine)
    {
        await using var site = await FilledAsync(engine);
        Assert.Equal(["对比学习"], Marks(await OpenAsync(site, "/search?q=对比学习")));
        Assert.Equal(["speech"], Marks(await OpenAsync(site, "/search?q=speech")));
        Assert.Equal(["试讲"], Marks(await OpenAsync(site, "/search?q=试讲")));
        Assert.Equal(["learned"], Marks(await OpenAsync(site, "/search?q=learned+sparse")).Where(mark => mark.StartsWith('l') || mark.StartsWith('L')).Select(m => m.ToLowerInvariant()).Distinct());
    }

    [Fact]
    public async Task Every_state_is_answered()
    {
        await using var site = await FilledAsync(Engine.Sqlite);

        Assert.NotNull((await OpenAsync(site, "/search")).QuerySelector(".search-tracks a[href*='q=']"));
        Assert.NotNull((await OpenAsync(site, "/search?q=")).QuerySelector(".search-tracks"));
        Assert.Contains("A little more", (await OpenAsync(site, "/search?q=x")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("zebra", (await OpenAsync(site, "/search?q=zebra")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("other kinds", (await OpenAsync(site, "/search?q=xlnet&kind=members")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("some of them", (await OpenAsync(site, "/search?q=zebra+xlnet")).QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await OpenAsync(site, "/search?q=xlnet&kind=nonsense&page=-3")).QuerySelector(".search-result"));
        Assert.NotNull((await OpenAsync(site, "/search?q=xlnet&page=99999999999999999999")).QuerySelector(".search-result"));
        Assert.NotNull((await OpenAsync(site, "/search?q=a&q=b")).QuerySelector("h1"));
    }

    [Theory, BothEngines]
    public async Task Many_finds_are_paged_and_their_number_is_told_honestly(Engine engine)
    {
        await using var site = await FilledAsync(engine);
        await AddAsync(site, [.. Enumerable.Range(1, 230).Select(n => $"Quokka habits {n}")]);

        var first = await OpenAsync(site, "/search?q=quokka");
        Assert.Equal(20, first.QuerySelectorAll(".search-result").Length);
        Assert.Equal("Quokka habits 230", first.QuerySelector(".search-result h2")!.TextContent.Trim());
        Assert.StartsWith("More than 100 results", first.QuerySelector(".search-sum")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Papers 100+", Said(first.QuerySelector(".search-kinds a:last-child")!));
        var last = await OpenAsync(site, "/search?q=quokka&page=5");
        Assert.Equal("Quokka habits 131", last.QuerySelectorAll(".search-result h2")[^1].TextContent.Trim());
        // A whole title is found however many others have its words.
        Assert.Equal("Quokka habits 7", (await OpenAsync(site, "/search?q=quokka+habits+7")).QuerySelector(".search-result h2")!.TextContent.Trim());
    }

    [Theory, BothEngines]
    public async Task Hostile_words_are_shown_as_words(Engine engine)
    {
        await using var site = await FilledAsync(engine);
        const string title = "<script>harm()</script> & <img src=x onerror=\"harm()\"> \"'</title> hostile";
        await AddAsync(site, [title]);

        var page = await OpenAsync(site, "/search?q=" + Uri.EscapeDataString("hostile script <img src=x onerror=harm()>\"'></title></textarea>"));

        Assert.Equal(title, page.QuerySelector(".search-result h2")!.TextContent.Trim());
        Assert.Contains("script", Marks(page));
        Assert.Empty(page.QuerySelectorAll("main script, main img, main [onerror]"));
        Assert.Equal("hostile script <img src=x onerror=harm()>\"'></title></textarea>", page.QuerySelector<IHtmlInputElement>("main input[name=q]")!.Value);
    }

    [Theory, BothEngines]
    public async Task What_changes_is_found_at_once(Engine engine)
    {
        await using var site = await FilledAsync(engine);
        Assert.Empty((await OpenAsync(site, "/search?q=quokka")).QuerySelectorAll(".search-result"));
        await AddAsync(site, ["Quokka habits"]);
        Assert.Single((await OpenAsync(site, "/search?q=quokka")).QuerySelectorAll(".search-result"));
    }

    [Fact]
    public async Task Browsers_learn_how_to_search()
    {
        await using var site = await FilledAsync(Engine.Sqlite);
        var link = (await OpenAsync(site, "/search")).QuerySelector("link[rel=search]")!;
        using var answer = await site.GetAsync(link.GetAttribute("href")!);
        Assert.Equal("application/opensearchdescription+xml", answer.Content.Headers.ContentType?.MediaType);
        var description = XDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal($"{site.Address}search?q={{searchTerms}}", description.Descendants().Single(e => e.Name.LocalName == "Url").Attribute("template")!.Value);
    }

    private static async Task<TestSite> FilledAsync(Engine engine)
    {
        var site = await TestSite.StartAsync(engine);
        await site.WithAsync(db => Shelf.FillAsync(db, site.Clock.GetCurrentInstant()));
        return site;
    }

    private static Task AddAsync(TestSite site, IReadOnlyList<string> titles) => site.WithAsync(async db =>
    {
        db.AddRange(titles.Select(title => Shelf.Shelved(title, site.Clock.GetCurrentInstant())));
        await db.SaveChangesAsync();
    });

    private static async Task<IHtmlDocument> OpenAsync(TestSite site, string path, string language = "en")
    {
        using var answer = await site.GetAsync(path, language);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());
    }

    private static List<string> Marks(IHtmlDocument page) => [.. page.QuerySelectorAll(".search-result mark").Select(mark => mark.TextContent).Distinct(StringComparer.Ordinal)];

    private static string Said(IElement element) => string.Join(' ', element.TextContent.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
}
