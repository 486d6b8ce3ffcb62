using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Meetings;

/// <summary>Calendars as the real site serves them.</summary>
public sealed class CalendarEndpointsTests
{
    [Theory, BothEngines]
    public async Task The_group_has_a_calendar_that_others_can_read(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var season = await Season.PlantAsync(site);

        using var answer = await site.GetAsync("/calendar.ics", "en");
        var calendar = await ReadAsync(answer);

        Assert.Equal("text/calendar; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Null(answer.Content.Headers.ContentDisposition);
        Assert.Equal("zh-CN", Assert.Single(answer.Content.Headers.ContentLanguage));
        Assert.Equal(("PUBLISH", "2.0", "PT1H", "DURATION:PT1H"), (calendar.Method, calendar.Version, calendar.Ttl, calendar.Refresh));
        Assert.Equal(("鲸读会", "鲸读会"), (calendar.Name, calendar.CalName));
        Assert.Equal("Asia/Shanghai", Assert.Single(calendar.Zones));
        Assert.Equal(
            [$"NLP · {Season.Hostile}（杨夕 <img>、Sm1les）", "已取消：CV · 待认领", "NLP · 待认领"], calendar.Events.Select(e => e.Summary), StringComparer.Ordinal);
        Assert.Equal(["CONFIRMED", "CANCELLED", "CONFIRMED"], calendar.Events.Select(e => e.Status), StringComparer.Ordinal);
        var tonight = calendar.Events[0];
        Assert.Equal($"{season.Tonight.Uid}@whalepaper", tonight.Uid);
        Assert.Equal(new DateTimeOffset(2026, 11, 28, 13, 30, 0, TimeSpan.Zero), tonight.Start);
        Assert.Equal(TimeSpan.FromMinutes(90), tonight.End - tonight.Start);
        Assert.Equal(new Uri(site.Address, $"/meetings/{season.Tonight.Id}").AbsoluteUri, tonight.Url);
        Assert.StartsWith("第 5 期 · 自然语言处理\n", tonight.Description, StringComparison.Ordinal);
        Assert.EndsWith(tonight.Url, tonight.Description, StringComparison.Ordinal);
        Assert.Contains("取消原因：场地停电 <img src=x>", calendar.Events[1].Description, StringComparison.Ordinal);
        Assert.All(calendar.Events, e => Assert.Equal(site.Clock.GetCurrentInstant().ToDateTimeOffset(), e.Stamp));
    }

    [Theory, BothEngines]
    public async Task A_track_and_a_meeting_have_their_own(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var season = await Season.PlantAsync(site);

        var track = await ReadAsync(await site.GetAsync("/tracks/NLP/calendar.ics"));
        var meeting = await ReadAsync(await site.GetAsync($"/meetings/{season.Open.Id}.ics"));

        Assert.Equal("鲸读会 · 自然语言处理", track.Name);
        Assert.Equal([season.Tonight.Uid + "@whalepaper", season.Open.Uid + "@whalepaper"], track.Events.Select(e => e.Uid), StringComparer.Ordinal);
        Assert.Equal(season.Open.Uid + "@whalepaper", Assert.Single(meeting.Events).Uid);
        Assert.Null(meeting.CalName);
        foreach (var path in new[] { "/tracks/nothing/calendar.ics", "/meetings/4711.ics" })
        {
            using var answer = await site.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Theory, BothEngines]
    public async Task A_change_raises_the_sequence_and_keeps_the_name(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var season = await Season.PlantAsync(site);
        var before = (await ReadAsync(await site.GetAsync("/calendar.ics"))).Events[2];
        site.Clock.Advance(Duration.FromHours(1));

        await site.WithAsync(async db =>
        {
            var meeting = await db.Meetings.SingleAsync(m => m.Id == season.Open.Id);
            meeting.MoveTo(meeting.StartsAt + Duration.FromDays(1), 60, site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });

        var after = (await ReadAsync(await site.GetAsync("/calendar.ics"))).Events[2];
        Assert.Equal(before.Uid, after.Uid);
        Assert.Equal(before.Sequence + 1, after.Sequence);
        Assert.Equal(before.Start.AddDays(1), after.Start);
        Assert.Equal(before.Stamp.AddHours(1), after.Stamp);
        Assert.Equal(after.Stamp, after.Modified);
    }

    [Theory]
    [InlineData("/calendar.ics")]
    [InlineData("/tracks/nlp/calendar.ics")]
    [InlineData("/feed.atom")]
    public async Task Who_has_it_is_told_so_until_it_changes(string path)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var season = await Season.PlantAsync(site);

        // Once before anything is kept, and once from what is kept.
        using var first = await site.GetAsync(path);
        var tag = Assert.IsType<EntityTagHeaderValue>(first.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(site, path, tag));
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(site, path + "?fresh", tag));

        await site.WithAsync(async db =>
        {
            (await db.Meetings.SingleAsync(m => m.Id == season.Tonight.Id)).MoveTo(
                season.Tonight.StartsAt + Duration.FromHours(1), 90, site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(site, path, tag));
        using var head = await site.GetAsync(path, method: HttpMethod.Head);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.NotEqual(tag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_cancelled_meeting_is_shown_for_sixty_days_and_the_past_for_a_year()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);

        site.Clock.Advance(Duration.FromDays(60));
        Assert.Equal(3, (await ReadAsync(await site.GetAsync("/calendar.ics?1"))).Events.Count);
        site.Clock.Advance(Duration.FromDays(1));
        var later = (await ReadAsync(await site.GetAsync("/calendar.ics?2"))).Events;
        Assert.Equal(["CONFIRMED", "CONFIRMED"], later.Select(e => e.Status), StringComparer.Ordinal);
        Assert.Equal("NLP · 分享会", later[1].Summary);
        site.Clock.Advance(Duration.FromDays(306));
        Assert.Single((await ReadAsync(await site.GetAsync("/calendar.ics?3"))).Events);
    }

    [Fact]
    public async Task An_empty_house_has_an_empty_calendar()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        Assert.Empty((await ReadAsync(await site.GetAsync("/calendar.ics"))).Events);
    }

    [Theory, BothEngines]
    public async Task More_meetings_need_no_more_questions(Engine engine)
    {
        var count = new CommandCount { OfRequests = true };
        await using var site = await TestSite.StartAsync(engine, builder =>
        {
            builder.Logging.AddProvider(count);
            builder.Logging.AddFilter<CommandCount>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Trace);
        });
        var season = await Season.PlantAsync(site);
        string[] paths = ["/calendar.ics", "/tracks/nlp/calendar.ics", "/feed.atom"];

        async Task<List<int>> QuestionsAsync(string query)
        {
            var questions = new List<int>();
            foreach (var path in paths)
            {
                count.Reset();
                using var answer = await site.GetAsync(path + query);
                answer.EnsureSuccessStatusCode();
                questions.Add(count.Count);
            }

            return questions;
        }

        await QuestionsAsync("?warm");
        var few = await QuestionsAsync("?few");
        await Season.GrowAsync(site, season, 30);
        await QuestionsAsync("?warm");
        Assert.All(few, questions => Assert.InRange(questions, 1, 12));
        Assert.Equal(few, await QuestionsAsync("?many"));
        Assert.Equal([0, 0, 0], await QuestionsAsync("?many"));
    }

    private static async Task<HttpStatusCode> StatusAsync(TestSite site, string path, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(known);
        using var answer = await site.Client.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.NotModified)
            Assert.Equal(known, answer.Headers.ETag);
        return answer.StatusCode;
    }

    private static async Task<ReadCalendar> ReadAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var read = await CalendarReader.ReadAsync(await answer.Content.ReadAsByteArrayAsync());
        Assert.True(read.Longest <= 75);
        return Assert.Single(read.Calendars);
    }
}
