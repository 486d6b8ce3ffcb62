using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Charter;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;
using Xunit;

namespace Whalepaper.Tests.Topics;

public sealed class TopicSheetTests
{
    [Theory, BothEngines]
    public async Task The_reading_lists_are_written_and_read_again(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);

        using var answer = await site.GetAsync("/topics/5.md");
        var text = await answer.Content.ReadAsStringAsync();
        var topic = Assert.Single(CharterReader.Read(text).Facts.Topics);

        Assert.Equal("text/markdown; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(5, topic.Number);
        Assert.Equal("注意力机制", topic.Lists[0].Theme);
        Assert.Equal(["Still waiting"], topic.Lists[0].Entries.Where(entry => entry.Presenters.Count == 0).Select(entry => entry.Title));
        Assert.Equal(["杨夕 <img>", "Sm1les"], topic.Lists[0].Entries[0].Presenters);
        Assert.StartsWith("# Topic 5\n\n## 自然语言处理：注意力机制\n\n1. Attention", text, StringComparison.Ordinal);
        Assert.EndsWith("\n2. Still waiting\n\n## 图像处理\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task They_are_written_in_the_manner_of_the_charter()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);
        (await site.GetAsync("/topics/5.md")).Dispose();
        await site.WithAsync(async db =>
        {
            db.Add(new CharterRevision("# G\n## 第四期：图\n### 自然语言处理\n* [GAT](https://example.org/gat) (Ann, Bo)\n* [GCN](https://example.org/gcn) (Cy)\n", "README.md", site.Clock.GetCurrentInstant()));
            var group = await db.Groups.SingleAsync();
            group.LeadLinksTo("https://example.org/tree/main/");
            (await db.Members.SingleAsync(member => member.Handle == "sm1les")).Rename("Bo");
            (await db.Members.SingleAsync(member => member.Handle != "sm1les")).Rename("杨夕");
            var waiting = await db.Papers.SingleAsync(paper => paper.Title == "Still waiting");
            waiting.LinkTo("Topic5/NLP/waiting.pdf");
            await db.SaveChangesAsync();
        });

        var text = await site.Client.GetStringAsync("/topics/5.md");

        Assert.StartsWith("# 第五期\n", text, StringComparison.Ordinal);
        Assert.Contains("* [Still waiting](https://example.org/tree/main/Topic5/NLP/waiting.pdf)\n", text, StringComparison.Ordinal);
        Assert.Contains(" (杨夕, Bo)\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_the_lists_is_told_so()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);
        foreach (var path in new[] { "/topics/5.md", "/topics/5.bib", "/papers/1.bib" })
        {
            using var first = await site.GetAsync(path);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Accept-Language", "en");
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var again = await site.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Equal("zh-CN", Assert.Single(again.Content.Headers.ContentLanguage));
        }
    }
}
