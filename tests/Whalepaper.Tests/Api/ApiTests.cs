using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;
using Xunit;

namespace Whalepaper.Tests.Api;

public sealed class ApiTests
{
    [Theory, BothEngines]
    public async Task A_group_tells_its_zone_and_where_to_go_on(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        Assert.Empty((await site.JsonAsync("/api/v1/groups"))["items"]!.AsArray());
        await Season.PlantAsync(site);

        var group = (await site.JsonAsync("/api/v1/groups"))["items"]![0]!;

        Assert.Equal("鲸读会", group["name"]!.ToString());
        Assert.Equal("Asia/Shanghai", group["zone"]!.ToString());
        Assert.Equal("2026-11-28T20:00:00+08:00", group["foundedAt"]!.ToString());
        Assert.Equal("领域知识介绍", group["outline"]![0]!["title"]!.ToString());
        foreach (var name in new[] { "self", "tracks", "topics", "papers", "talks", "meetings", "members" })
            await site.JsonAsync(group["links"]![name]!.ToString());
    }

    [Theory, BothEngines]
    public async Task Tracks_tell_their_weekly_hour(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);

        Assert.Equal(["nlp", "cv"], (await site.JsonAsync("/api/v1/tracks")).Each("code"));
        var slot = (await site.JsonAsync("/api/v1/tracks/NLP"))["slot"]!;

        Assert.Equal("saturday 21:30 90 Asia/Shanghai", $"{slot["weekday"]} {slot["time"]} {slot["minutes"]} {slot["zone"]}");
    }

    [Theory, BothEngines]
    public async Task A_topic_tells_its_lists_and_their_entries_in_order(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);

        var topic = await site.JsonAsync("/api/v1/topics/5");
        var entries = await site.JsonAsync(topic["links"]!["entries"]!.ToString());

        Assert.Equal("running", topic["state"]!.ToString());
        Assert.Equal("nlp 注意力机制 2 0", string.Join(' ', topic["lists"]![0]!.AsObject().Select(pair => pair.Value)));
        Assert.Equal(["claimed", "open"], entries.Each("state"));
        Assert.Equal(Season.Hostile, entries["items"]![0]!["paper"]!["title"]!.ToString());
        Assert.Equal("2026-11-28T21:30:00+08:00", entries["items"]![0]!["talk"]!["startsAt"]!.ToString());
        Assert.Null(entries["items"]![1]!["talk"]);
    }

    [Theory, BothEngines]
    public async Task A_talk_tells_who_when_and_what_without_unsafe_links(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);

        var talk = (await site.JsonAsync("/api/v1/talks"))["items"]![0]!;
        var alone = await site.JsonAsync(talk["links"]!["self"]!.ToString());

        Assert.Equal(talk.ToJsonString(), alone.ToJsonString());
        Assert.Equal(["杨夕 <img>", "Sm1les"], talk["presenters"]!.AsArray().Select(person => person!["name"]!.ToString()));
        Assert.Equal("2026-11-28T23:00:00+08:00", talk["meeting"]!["endsAt"]!.ToString());
        Assert.Equal("https://example.org/slides", talk["materials"]![0]!["link"]!.ToString());
        Assert.Null(talk["materials"]![1]!["link"]);
    }

    [Theory, BothEngines]
    public async Task A_withdrawn_talk_is_gone_and_its_paper_open_again(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);
        var talk = await site.WithAsync(async db =>
        {
            var paper = await db.TalkPapers.SingleAsync();
            paper.Release(site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
            return paper.TalkId;
        });

        Assert.Empty((await site.JsonAsync("/api/v1/talks"))["items"]!.AsArray());
        await site.ProblemAsync($"/api/v1/talks/{talk}", HttpStatusCode.NotFound);
        Assert.Equal(["open", "open"], (await site.JsonAsync("/api/v1/topics/5/entries")).Each("state"));
        Assert.Empty((await site.JsonAsync("/api/v1/meetings?presenter=sm1les"))["items"]!.AsArray());
    }

    [Theory, BothEngines]
    public async Task Filters_choose(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var season = await Season.PlantAsync(site);
        foreach (var (path, count) in new[]
        {
            ("topics?track=nlp&theme=注意&state=running", 1), ("topics?state=closed", 0), ("topics?theme=!!", 0), ("topics?from=2026-01-01", 0),
            ("papers", 2), ("papers?topic=5&track=NLP", 2), ("papers?track=cv", 0), ("papers?topic=4", 0), ("papers?state=open", 1), ("papers?state=claimed&presenter=sm1les", 1),
            ("papers?state=open&presenter=sm1les", 0), ("papers?q=STILL%20WAITING", 1), ("papers?q=ＳＴＩＬＬ", 1), ("papers?q=%25", 0), ("papers?q=注意力", 1), ("papers?kind=survey", 0),
            ("papers?from=2026-11-28&to=2026-11-28", 2), ("papers?to=2026-11-27", 0), ("papers?year=2019", 0),
            ("talks?state=claimed", 1), ("talks?state=given", 0), ("talks?presenter=sm1les&theme=机制", 1), ("talks?from=2026-11-28&to=2026-11-28", 1), ("talks?from=2026-11-29", 0),
            ("meetings", 3), ("meetings?state=cancelled", 1), ("meetings?state=planned&track=nlp", 2), ("meetings?state=moved", 0), ("meetings?presenter=sm1les", 1),
            ("meetings?from=2026-11-29&to=2026-12-05", 2), ("meetings?to=2026-11-28", 1), ("meetings?topic=6", 0), ("meetings?theme=", 3),
            ("members", 2), ("members?q=SM1", 1), ("members?claimed=false", 2), ("members?claimed=true", 0),
            ("topics/5/entries?state=given", 0), ("topics/5/entries?track=cv", 0), ("topics/5/entries?presenter=sm1les", 1),
        })
        {
            var listing = await site.JsonAsync("/api/v1/" + path);
            Assert.True(count == listing["items"]!.AsArray().Count, $"{path}: {listing.ToJsonString()}");
            Assert.Equal(count, listing["total"]!.GetValue<int>());
        }

        Assert.Equal($"{season.Tonight.Id} {season.Cancelled.Id} {season.Open.Id}", string.Join(' ', (await site.JsonAsync("/api/v1/meetings")).Each("id")));
    }

    [Theory, BothEngines]
    public async Task Pages_follow_each_other_without_gap_or_repetition(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.GrowAsync(site, await Season.PlantAsync(site), 5);
        foreach (var list in new[] { "papers", "talks", "meetings", "papers?topic=5", "topics/5/entries" })
        {
            var property = list.EndsWith("entries", StringComparison.Ordinal) ? "paper" : "id";
            var whole = (await site.JsonAsync("/api/v1/" + list)).Each(property);
            var seen = new List<string>();
            string? previous = null;
            for (var next = $"/api/v1/{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}size=2"; next is not null;)
            {
                var page = await site.JsonAsync(next);
                Assert.Equal(whole.Count, page["total"]!.GetValue<int>());
                Assert.Equal(previous is null, page["previous"] is null);
                seen.AddRange(page.Each(property));
                previous = next;
                next = page["next"]?.ToString();
            }

            Assert.Equal(whole, seen);
        }
    }

    [Fact]
    public async Task A_page_behind_the_last_is_empty_and_leads_back()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);

        var page = await site.JsonAsync("/api/v1/papers?page=1000000&size=200&topic=5");

        Assert.Empty(page["items"]!.AsArray());
        Assert.Equal("/api/v1/papers?size=200&topic=5&page=1", page["previous"]!.ToString());
        using var first = await site.GetAsync("/api/v1/papers?size=1");
        Assert.Equal("</api/v1/papers?size=1&page=2>; rel=\"next\"", Assert.Single(first.Headers.GetValues("Link")));
    }

    [Theory]
    [InlineData("papers?page=0", "page", "from 1 to 1000000")]
    [InlineData("papers?page=x", "page", "whole number")]
    [InlineData("papers?page=99999999999", "page", "whole number")]
    [InlineData("papers?page=1&page=2", "page", "once")]
    [InlineData("papers?size=201", "size", "from 1 to 200")]
    [InlineData("papers?size=-1", "size", "from 1 to 200")]
    [InlineData("papers?state=lost", "state", "open, claimed, confirmed, given")]
    [InlineData("papers?q=a%00b", "q", "words to look for")]
    [InlineData("papers?from=28.11.2026", "from", "2026-11-28")]
    [InlineData("papers?from=9999-12-31", "from", "2026-11-28")]
    [InlineData("talks?from=2026-12-01&to=2026-11-01", "from", "Exchange")]
    [InlineData("talks?tracks=nlp", "tracks", "topic, track, theme, presenter, state, from, to, page, size")]
    [InlineData("members?claimed=1", "claimed", "true or false")]
    [InlineData("meetings?topic=five", "topic", "whole number")]
    public async Task What_cannot_be_understood_is_named_with_what_to_do(string path, string parameter, string remedy)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);

        var problem = await site.ProblemAsync("/api/v1/" + path, HttpStatusCode.BadRequest);

        var (name, faults) = Assert.Single(problem["errors"]!.AsObject());
        Assert.Equal(parameter, name);
        Assert.Contains(remedy, faults![0]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("groups/2")]
    [InlineData("tracks/xyz")]
    [InlineData("topics/99")]
    [InlineData("topics/99/entries")]
    [InlineData("papers/99")]
    [InlineData("papers/x")]
    [InlineData("papers/99999999999")]
    [InlineData("talks/99")]
    [InlineData("meetings/99")]
    [InlineData("members/nobody%27%22%3Cscript%3E")]
    [InlineData("nothing")]
    public async Task What_is_not_there_is_a_problem(string path)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);

        var problem = await site.ProblemAsync("/api/v1/" + path, HttpStatusCode.NotFound);

        Assert.False(string.IsNullOrEmpty(problem["title"]?.ToString()));
        Assert.False(string.IsNullOrEmpty(problem["detail"]?.ToString()));
    }

    [Theory, BothEngines]
    public async Task An_answer_is_sent_again_only_when_it_changed(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        await Season.PlantAsync(site);
        foreach (var path in new[] { "/api/v1/papers", "/api/v1/topics/5/entries", "/api/v1/talks" })
        {
            using var first = await site.GetAsync(path);
            Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
            Assert.Equal(HttpStatusCode.NotModified, await AgainAsync(first));
            await site.WithAsync(async db =>
            {
                var paper = await db.TalkPapers.Include(talk => talk.Paper).SingleAsync();
                paper.Paper.Entitle(paper.Paper.Title + "!");
                await db.SaveChangesAsync();
            });
            Assert.Equal(HttpStatusCode.OK, await AgainAsync(first));
        }

        async Task<HttpStatusCode> AgainAsync(HttpResponseMessage first)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, first.RequestMessage!.RequestUri);
            request.Headers.Add("Accept-Language", "zh-CN");
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var answer = await site.Client.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Every_site_may_read_and_none_may_write()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/papers/99");
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var answer = await site.Client.SendAsync(request);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/v1/papers");
        preflight.Headers.Add("Origin", "https://elsewhere.example");
        preflight.Headers.Add("Access-Control-Request-Method", "GET");
        preflight.Headers.Add("Access-Control-Request-Headers", "if-none-match");
        using var allowed = await site.Client.SendAsync(preflight);
        using var written = await site.Client.PostAsync("/api/v1/papers", content: null);

        Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Equal("if-none-match", Assert.Single(allowed.Headers.GetValues("Access-Control-Allow-Headers")));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, written.StatusCode);
        Assert.Equal("application/problem+json", written.Content.Headers.ContentType?.MediaType);
    }

    [Theory, BothEngines]
    public async Task The_number_of_questions_does_not_grow_with_the_group(Engine engine)
    {
        using var questions = new CommandCount { OfRequests = true };
        await using var site = await TestSite.StartAsync(engine, builder => builder.Logging
            .AddProvider(questions)
            .AddFilter<CommandCount>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));
        var season = await Season.PlantAsync(site);
        string[] paths = ["groups", "tracks", "topics", "topics/5/entries", "papers?topic=5", "talks?topic=5", "meetings", "members"];

        var few = await CountAsync(1);
        await Season.GrowAsync(site, season, 8);
        var many = await CountAsync(2);

        Assert.All(few, count => Assert.InRange(count, 1, 9));
        Assert.Equal(few, many);

        async Task<List<int>> CountAsync(int round)
        {
            var counts = new List<int>();
            foreach (var path in paths)
            {
                (await site.JsonAsync($"/api/v1/{path}")).Clear();
                questions.Reset();
                await site.JsonAsync($"/api/v1/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}size={100 + round}");
                counts.Add(questions.Count);
            }

            return counts;
        }
    }
}
