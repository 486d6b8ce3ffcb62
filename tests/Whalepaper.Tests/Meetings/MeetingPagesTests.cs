using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Whalepaper.Charter;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Meetings;

public sealed class MeetingPagesTests
{
    [Theory, BothEngines]
    public async Task The_front_page_says_what_comes_next_by_whom_and_when(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var season = await Season.PlantAsync(site);

        using var page = await ReadAsync(site, "/");

        Assert.Equal(Season.Hostile, page.QuerySelector("h1")?.TextContent.Trim());
        Assert.Equal($"/meetings/{season.Tonight.Id}", page.QuerySelector("h1 a")?.GetAttribute("href"));
        Assert.Equal("今天 21:30", page.QuerySelector(".headline time")?.TextContent);
        Assert.Equal("2026-11-28T13:30:00Z", page.QuerySelector(".headline time")?.GetAttribute("datetime"));
        Assert.Equal(["杨夕 <img>", "Sm1les"], page.QuerySelectorAll(".headline .person-name").Select(name => name.TextContent), StringComparer.Ordinal);
        Assert.Equal($"/meetings/{season.Tonight.Id}.ics", page.QuerySelector(".headline .button")?.GetAttribute("href"));
        Assert.Equal("Still waiting", Assert.Single(page.QuerySelectorAll(".talk-list .title")).TextContent);
        Assert.Contains("每周六 21:30", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("注意力机制", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_house_says_how_to_move_in()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);

        using var page = await ReadAsync(site, "/", "en");

        Assert.Equal("A house for a reading group", page.QuerySelector("h1")?.TextContent);
        Assert.Contains("import README.md", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task The_front_page_lets_the_charter_speak_to_those_who_read_its_language(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);
        using var before = await ReadAsync(site, "/");
        await site.WithAsync(async db =>
        {
            db.Add(new CharterRevision("# 鲸读会\n## 目的\n一起**读**，<img src=x>读得远。\n## 流入机制\n先讲一篇。\n", "README.md", site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });

        using var chinese = await ReadAsync(site, "/");
        using var english = await ReadAsync(site, "/", "en");

        Assert.Equal("一起读论文的学习群，每个方向每周一次分享。", before.QuerySelector(".standfirst")?.TextContent);
        Assert.StartsWith("一起读，", chinese.QuerySelector(".standfirst")?.TextContent, StringComparison.Ordinal);
        Assert.Empty(chinese.QuerySelectorAll("img"));
        Assert.Contains("先讲一篇。", chinese.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal("A group that reads papers together, one talk a week in each track.", english.QuerySelector(".standfirst")?.TextContent);
        Assert.NotNull(english.QuerySelector("a[href='/charter#流入机制']"));
    }

    [Fact]
    public async Task A_viewer_elsewhere_sees_the_groups_time_beside_the_own()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var season = await Season.PlantAsync(site);

        using var home = await ReadAsync(site, "/", "en", "wp-zone=America%2FNew_York");
        using var meeting = await ReadAsync(site, $"/meetings/{season.Tonight.Id}", "en", "wp-zone=Pacific%2FAuckland");

        Assert.Equal("Today 08:30", home.QuerySelector(".headline time")?.TextContent);
        Assert.Equal("21:30 group time", home.QuerySelector(".headline .when-group")?.TextContent);
        Assert.Equal("Sunday 29 November 02:30", meeting.QuerySelector(".headline-by time")?.TextContent);
        Assert.Equal("Saturday 21:30 group time", meeting.QuerySelector(".headline-by .when-group")?.TextContent);
    }

    [Fact]
    public async Task The_week_belongs_to_the_viewer()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);

        // In Auckland the talk of Saturday night begins on Sunday, in Shanghai's own week.
        using var page = await ReadAsync(site, "/", "en", "wp-zone=Pacific%2FAuckland");

        var sunday = page.QuerySelectorAll(".week-day")[6];
        Assert.Equal(["02:30"], sunday.QuerySelectorAll("time").Select(time => time.TextContent), StringComparer.Ordinal);
    }

    [Theory, BothEngines]
    public async Task The_schedule_strikes_what_is_cancelled_and_says_why(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);

        using var page = await ReadAsync(site, "/schedule");

        Assert.Equal(6, page.QuerySelectorAll(".agenda-week").Length);
        Assert.Equal("场地停电 <img src=x>", page.QuerySelector(".struck .agenda-because")?.TextContent);
        Assert.Single(page.QuerySelectorAll(".agenda-cell.today"));
        Assert.Equal(3, page.QuerySelectorAll(".agenda-cell").Length);
    }

    [Theory]
    [InlineData("/schedule?view=month", "2026年11月", 2)]
    [InlineData("/schedule?view=month&month=2026-12", "2026年12月", 1)]
    [InlineData("/schedule?view=month&month=99999", "2026年11月", 2)]
    [InlineData("/schedule?view=month&month=1066-10", "2026年11月", 2)]
    [InlineData("/schedule?from=2026-12-01", "日程", 1)]
    [InlineData("/schedule?from=%3Cscript%3E", "日程", 3)]
    public async Task The_schedule_turns_to_the_days_asked_for(string path, string title, int meetings)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);

        using var page = await ReadAsync(site, path);

        Assert.Equal(title, page.QuerySelector("h1")?.TextContent);
        Assert.Equal(meetings, page.QuerySelectorAll(".agenda-cell").Length);
    }

    [Theory, BothEngines]
    public async Task A_meeting_tells_machines_the_same_as_people(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var season = await Season.PlantAsync(site);

        using var page = await ReadAsync(site, $"/meetings/{season.Tonight.Id}");

        var data = JsonNode.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent)!;
        Assert.Equal("Event", data["@type"]?.GetValue<string>());
        Assert.Equal(Season.Hostile, data["name"]?.GetValue<string>());
        Assert.Equal("2026-11-28T21:30:00+08:00", data["startDate"]?.GetValue<string>());
        Assert.Equal("https://schema.org/EventScheduled", data["eventStatus"]?.GetValue<string>());
        Assert.Equal("杨夕 <img>", data["performer"]?[0]?["name"]?.GetValue<string>());
        Assert.Equal(Season.Hostile, page.QuerySelector("meta[property='og:title']")?.GetAttribute("content"));
        Assert.Contains("杨夕 <img>、Sm1les", page.QuerySelector("meta[name='description']")?.GetAttribute("content"), StringComparison.Ordinal);
        Assert.Equal("领域知识介绍", page.QuerySelector(".outline-title")?.TextContent);
    }

    [Fact]
    public async Task Nothing_that_somebody_wrote_becomes_markup_or_a_trap()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var season = await Season.PlantAsync(site);

        foreach (var path in new[] { "/", "/schedule", "/schedule?view=month", $"/meetings/{season.Tonight.Id}", $"/meetings/{season.Cancelled.Id}" })
        {
            using var page = await ReadAsync(site, path);
            Assert.Empty(page.QuerySelectorAll("img, main script"));
            Assert.DoesNotContain(page.QuerySelectorAll("a"), link => link.GetAttribute("href")!.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_meeting_that_is_not_there_is_not_found()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);

        foreach (var path in new[] { "/meetings/1", "/meetings/x", "/meetings/99999999999" })
        {
            using var answer = await site.GetAsync(path, "en");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("This page has dived", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_kept_page_is_still_one_that_the_script_may_step_to()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);

        for (var times = 0; times < 2; times++)
        {
            using var answer = await site.GetAsync("/schedule");
            Assert.Equal("allow", Assert.Single(answer.Headers.GetValues("blazor-enhanced-nav")));
            Assert.Equal(times > 0, answer.Headers.Age is not null);
        }
    }

    [Theory, BothEngines]
    public async Task A_page_is_sent_again_only_when_it_changed(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);
        using var first = await site.GetAsync("/");

        Assert.Equal(HttpStatusCode.NotModified, await AgainAsync());
        await site.WithAsync(async db =>
        {
            (await db.Papers.SingleAsync(paper => paper.Title == "Still waiting")).Entitle("Waiting no more");
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.OK, await AgainAsync());

        async Task<HttpStatusCode> AgainAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Add("Accept-Language", "zh-CN");
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var answer = await site.Client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory, BothEngines]
    public async Task The_number_of_questions_does_not_grow_with_the_group(Engine engine)
    {
        using var questions = new CommandCount { OfRequests = true };
        await using var site = await TestSite.StartAsync(engine, builder => builder.Logging
            .AddProvider(questions)
            .AddFilter<CommandCount>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));
        var season = await Season.PlantAsync(site);
        string[] paths = ["/", "/schedule", "/schedule?view=month&month=2026-11", $"/meetings/{season.Tonight.Id}"];

        var few = await CountAsync();
        await Season.GrowAsync(site, season, 8);
        var many = await CountAsync();

        Assert.All(few, count => Assert.InRange(count, 1, 12));
        Assert.Equal(few, many);

        async Task<List<int>> CountAsync()
        {
            var counts = new List<int>();
            foreach (var path in paths)
            {
                // Once for what the site remembers by itself; the second time under another key of the page cache.
                (await site.GetAsync(path, "zh-CN")).Dispose();
                questions.Reset();
                (await site.GetAsync(path, "en")).Dispose();
                counts.Add(questions.Count);
            }

            return counts;
        }
    }

    private static async Task<IDocument> ReadAsync(TestSite site, string path, string language = "zh-CN", string? cookie = null)
    {
        using var answer = await site.GetAsync(path, language, cookie);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
