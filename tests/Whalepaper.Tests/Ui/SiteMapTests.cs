using System.Net;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime.Text;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Ui;

public sealed class SiteMapTests
{
    private static readonly XNamespace maps = "http://www.sitemaps.org/schemas/sitemap/0.9";

    [Theory, BothEngines]
    public async Task Every_page_on_the_map_is_there(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var season = await Season.PlantAsync(site);

        var map = XDocument.Parse(await site.Client.GetStringAsync("/sitemap.xml"));
        var addresses = map.Root!.Elements(maps + "url").Select(url => new Uri(url.Element(maps + "loc")!.Value)).ToList();

        Assert.Equal(maps + "urlset", map.Root.Name);
        Assert.Equal(
            ["/", "/schedule", "/notices", "/charter", "/topics", "/papers", "/members", "/meetings/1", "/meetings/2", "/meetings/3", "/topics/5", "/papers/1", "/papers/2", "/talks/1", "/members/sm1les"],
            addresses.Select(address => address.AbsolutePath).Where(path => !path.Contains('%', StringComparison.Ordinal)));
        Assert.Equal(16, addresses.Distinct().Count());
        foreach (var address in addresses)
        {
            Assert.Equal(site.Address.Authority, address.Authority);
            using var page = await site.GetAsync(address.AbsolutePath);
            Assert.True(page.StatusCode == HttpStatusCode.OK, $"{address}: {page.StatusCode}");
            Assert.DoesNotContain("content=\"noindex\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var meeting = map.Root.Elements(maps + "url").Single(url => url.Element(maps + "loc")!.Value.EndsWith($"/meetings/{season.Tonight.Id}", StringComparison.Ordinal));
        Assert.True(InstantPattern.General.Parse(meeting.Element(maps + "lastmod")!.Value).Success);
    }

    [Theory, BothEngines]
    public async Task A_large_site_has_an_index_of_maps_that_together_hold_each_page_once(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);
        await site.WithAsync(db => db.Database.ExecuteSqlRawAsync("""
            WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 60000)
            INSERT INTO "Papers" ("Title", "NormalizedTitle", "Kind", "Authors", "AddedAt", "ListedAt", "Version") SELECT 'Paper', 'paper', 0, (SELECT "Authors" FROM "Papers" WHERE "Id" = 1), 0, 0, 0 FROM n
            """));

        var index = XDocument.Parse(await site.Client.GetStringAsync("/sitemap.xml"));
        var seen = new List<string>();
        foreach (var map in index.Root!.Elements(maps + "sitemap").Select(part => part.Element(maps + "loc")!.Value))
            seen.AddRange(XDocument.Parse(await site.Client.GetStringAsync(map)).Root!.Elements(maps + "url").Select(url => url.Element(maps + "loc")!.Value));

        Assert.Equal(maps + "sitemapindex", index.Root.Name);
        Assert.Equal(60_016, seen.Count);
        Assert.Equal(seen.Count, seen.Distinct(StringComparer.Ordinal).Count());
        foreach (var path in new[] { "/sitemaps/0.xml", "/sitemaps/5.xml", "/sitemaps/2147483647.xml", "/sitemaps/x.xml" })
        {
            using var none = await site.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
    }

    // A list that is read through once for each page makes a map of thousands take minutes.
    [Fact]
    public async Task The_map_asks_for_the_things_of_a_page_by_their_numbers()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var rooms = site.Services.GetServices<IPagesOfRoom>();

        await site.WithAsync(async db =>
        {
            foreach (var things in rooms.Select(room => room.Things(db)).OfType<IQueryable<PageOnMap>>())
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = "EXPLAIN QUERY PLAN " + things.Take(10).ToQueryString().Split(Environment.NewLine + Environment.NewLine)[^1].Replace("@p", "10", StringComparison.Ordinal);
                await db.Database.OpenConnectionAsync();
                await using var plan = await command.ExecuteReaderAsync();
                var steps = new List<string>();
                while (await plan.ReadAsync())
                    steps.Add(plan.GetString(3));

                Assert.True(steps.SkipWhile(step => !step.StartsWith("CORRELATED", StringComparison.Ordinal))
                    .Where(step => step.StartsWith("SCAN ", StringComparison.Ordinal) || step.StartsWith("SEARCH ", StringComparison.Ordinal)).All(step => step.Contains("=?", StringComparison.Ordinal)), string.Join('\n', steps));
            }
        });
    }

    [Fact]
    public async Task Robots_are_told_where_the_map_is_and_what_is_not_for_them()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);

        var lines = (await site.Client.GetStringAsync("/robots.txt")).Split('\n');

        Assert.Contains("Disallow: /search", lines);
        Assert.Contains("Disallow: /preferences", lines);
        Assert.Contains($"Sitemap: {site.Address}sitemap.xml", lines);
    }
}
