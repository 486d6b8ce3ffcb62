using System.Net;
using System.ServiceModel.Syndication;
using System.Xml;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Meetings;

public sealed class NewsFeedTests
{
    [Theory, BothEngines]
    public async Task The_news_are_what_was_shared_listed_and_comes_next(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var season = await Season.PlantAsync(site);
        site.Clock.Advance(Duration.FromHours(3));
        await site.WithAsync(async db =>
        {
            (await db.Talks.SingleAsync()).Give(GivingSource.Meeting, site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });

        using var answer = await site.GetAsync("/feed.atom", "en");
        var feed = await ReadAsync(answer);

        Assert.Equal("application/atom+xml; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal("鲸读会：最近动态", feed.Title.Text);
        Assert.Equal("tag:127.0.0.1,2026-11-28:news", feed.Id);
        Assert.Equal(site.Clock.GetCurrentInstant().ToDateTimeOffset(), feed.LastUpdatedTime);
        Assert.Equal(
            [
                $"杨夕 <img>、Sm1les 分享了 {Season.Hostile}",
                "NLP 新增论文：Still waiting",
                $"NLP 新增论文：{Season.Hostile}",
                "NLP 12月5日 周六 21:30：待认领",
            ],
            feed.Items.Select(item => item.Title.Text), StringComparer.Ordinal);
        Assert.Equal(["杨夕 <img>", "Sm1les"], feed.Items.First().Authors.Select(author => author.Name), StringComparer.Ordinal);
        Assert.Equal($"tag:127.0.0.1,2026-11-28:meetings/{season.Open.Id}", feed.Items.Last().Id);
        Assert.Equal(new Uri(site.Address, $"/meetings/{season.Open.Id}"), feed.Items.Last().Links.Single().Uri);
        Assert.Equal(4, feed.Items.Select(item => item.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory, BothEngines]
    public async Task A_title_of_control_characters_leaves_it_well_formed(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);
        await site.WithAsync(async db =>
        {
            // PostgreSQL keeps no NUL, so no title brings one here.
            (await db.Papers.OrderBy(paper => paper.Id).LastAsync()).Entitle("bell\u0007 \u001b[31m escape \ufffe ]]> &amp; <b>\u2028 end");
            (await db.Groups.SingleAsync()).Rename("鲸\u0001读会");
            await db.SaveChangesAsync();
        });

        var feed = await ReadAsync(await site.GetAsync("/feed.atom"));

        Assert.Equal("鲸 读会：最近动态", feed.Title.Text);
        Assert.Contains(feed.Items, item => item.Title.Text.EndsWith("bell [31m escape ]]> &amp; <b> end", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_empty_house_has_no_news()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        Assert.Empty((await ReadAsync(await site.GetAsync("/feed.atom"))).Items);
    }

    private static async Task<SyndicationFeed> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var xml = XmlReader.Create(await answer.Content.ReadAsStreamAsync());
        return SyndicationFeed.Load(xml);
    }
}
