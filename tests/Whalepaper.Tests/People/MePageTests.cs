using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Members.Profiles;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Tests.Archive;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>A member's own page: what is next, what is missing, where they stand, and what may be theirs.</summary>
public sealed class MePageTests
{
    [Theory, BothEngines]
    public async Task The_next_talk_stands_first_with_what_is_missing_in_it(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.TakeOverAsync("inner", "sm1les");
        var session = await house.SignInAsync("inner");
        await session.SendBareAsync("POST", "/preferences", ("zone", "Europe/Berlin"), ("return", "/me"));

        using (var page = await ReadAsync(session))
        {
            Assert.Equal(Season.Hostile, page.QuerySelector(".me-title .title")!.TextContent);
            Assert.Equal("Today 14:30 21:30 group time", page.QuerySelector(".me-when").Said());
            Assert.Equal(["Date set", "Not confirmed yet", "0 of 1 parts written", "Slides or notes are there", "No code yet"], Steps(page));
            Assert.Equal(["领域知识介绍"], page.QuerySelectorAll(".me-talk .outline-title").Select(part => part.Said()));
            Assert.Equal($"/meetings/{house.Season.Tonight.Id}.ics", page.QuerySelector(".me-talk a[href$='.ics']")!.GetAttribute("href"));
        }

        await ChangeAsync(house, talk =>
        {
            talk.Confirm(talk.Presenters.Single(p => p.Member.Name == "inner").Member, house.Site.Clock.GetCurrentInstant());
            talk.Attach(MaterialKind.Code, "Code", "https://example.org/code", house.Site.Clock.GetCurrentInstant());
        });
        using (var page = await ReadAsync(session))
            Assert.Equal(["Date set", "Confirmed", "0 of 1 parts written", "Slides or notes are there", "Code is there"], Steps(page));

        await ChangeAsync(house, talk => talk.Meeting!.Cancel(null, house.Site.Clock.GetCurrentInstant()));
        using (var page = await ReadAsync(session))
        {
            Assert.Contains("needs a new date", Steps(page)[0], StringComparison.Ordinal);
            Assert.Null(page.QuerySelector(".me-when"));
        }

        await ChangeAsync(house, talk => talk.Meeting!.Reinstate(house.Site.Clock.GetCurrentInstant()));
        house.Site.Clock.Advance(Duration.FromHours(3));
        using (var page = await ReadAsync(session))
            Assert.Equal("You have no talk ahead", page.QuerySelector(".empty-title").Said());
    }

    [Theory, BothEngines]
    public async Task Meetings_and_open_papers_are_those_of_the_tracks_that_one_follows(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var session = await house.SignInAsync("open");
        using (var page = await ReadAsync(session))
        {
            Assert.Contains("You follow no track yet", page.QuerySelectorAll(".empty-title").Select(title => title.Said()));
            Assert.Equal("/me/profile", page.QuerySelector(".empty a[href^='/me/']")?.GetAttribute("href"));
            Assert.Equal("Still waiting", Section(page, "Open to claim").QuerySelector(".title").Said());
        }

        await FollowAsync(session, "cv");
        using (var page = await ReadAsync(session))
        {
            Assert.Equal([$"/meetings/{house.Season.Cancelled.Id}"], Hrefs(Section(page, "Your next meetings"), ".title"));
            Assert.NotNull(page.QuerySelector(".struck"));
            Assert.Empty(Section(page, "Open to claim in your tracks").QuerySelectorAll(".title"));
        }

        await FollowAsync(session, "nlp");
        using (var page = await ReadAsync(session))
        {
            Assert.Equal([$"/meetings/{house.Season.Tonight.Id}", $"/meetings/{house.Season.Open.Id}"], Hrefs(Section(page, "Your next meetings"), ".title"));
            Assert.Equal("Still waiting", Section(page, "Open to claim in your tracks").QuerySelector(".title").Said());
        }

        using var former = await ReadAsync(await house.SignInAsync("former"));
        Assert.DoesNotContain("Open to claim", former.QuerySelector("main").Said(), StringComparison.Ordinal);
        Assert.Contains("What you shared stays", former.QuerySelector(".empty-text").Said(), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_was_shared_is_counted_and_the_last_of_it_stands_there(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.TakeOverAsync("inner", "sm1les");
        var session = await house.SignInAsync("inner");
        using (var page = await ReadAsync(session))
            Assert.Contains("Nothing yet", Section(page, "What you shared").Said(), StringComparison.Ordinal);

        await ChangeAsync(house, talk => talk.Give(GivingSource.Meeting, house.Site.Clock.GetCurrentInstant()));
        using (var page = await ReadAsync(session))
        {
            var shared = Section(page, "What you shared");
            Assert.Equal("1 talk in all", shared.QuerySelector(".section-head a").Said());
            Assert.Equal("/members/inner", shared.QuerySelector(".section-head a")!.GetAttribute("href"));
            Assert.Equal("Topic 5", shared.QuerySelector(".beneath a").Said());
            Assert.Null(page.QuerySelector(".me-talk"));
        }
    }

    [Theory]
    [InlineData("open", "become a candidate", "/apply")]
    [InlineData("candidate", "votes for 72 hours. You are in if at least two thirds", "/charter")]
    [InlineData("inner", "this is asked of you in each topic: 1 talk or 50 % of the meetings.", null)]
    [InlineData("committee", "what lies on the desk", "/desk")]
    [InlineData("organizer", "You run the house", "/settings")]
    [InlineData("former", "You have moved out", "/apply")]
    public async Task The_next_step_up_is_said_for_each_place(string place, string says, string? leads)
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        using var page = await ReadAsync(await house.SignInAsync(place));
        var ladder = Section(page, "Where you stand");
        Assert.Contains(says, ladder.Said(), StringComparison.Ordinal);
        Assert.Equal(leads, ladder.QuerySelector(".actions a")?.GetAttribute("href"));
        Assert.Contains("since Saturday 28 November", ladder.Said(), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task The_next_step_has_the_numbers_that_the_organizer_set(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.Site.WithAsync(async db =>
        {
            var now = house.Site.Clock.GetCurrentInstant();
            db.AddRange(
                new Setting(SettingsCatalogue.BallotHours.Key, "48", now), new Setting(SettingsCatalogue.Threshold.Key, "75", now), new Setting(SettingsCatalogue.LeastTalks.Key, "2", now),
                new Setting(SettingsCatalogue.LeastAttendance.Key, "40", now), new Setting(SettingsCatalogue.CandidatesObserve.Key, "no", now));
            await db.SaveChangesAsync();
        });
        using var candidate = await ReadAsync(await house.SignInAsync("candidate"));
        Assert.Contains("votes for 48 hours. You are in if at least 75 %", candidate.QuerySelector("main").Said(), StringComparison.Ordinal);
        Assert.DoesNotContain("listen at the inner meetings", candidate.QuerySelector("main").Said(), StringComparison.Ordinal);
        using var inner = await ReadAsync(await house.SignInAsync("inner"));
        Assert.Contains("this is asked of you in each topic: 2 talks or 40 % of the meetings.", inner.QuerySelector("main").Said(), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_name_of_the_archive_that_may_be_mine_is_offered_once(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.Site.WithAsync(async db =>
        {
            var now = house.Site.Clock.GetCurrentInstant();
            db.AddRange(new Member("Inner", "inner-2", now), new Member("Inner (NLP)", "inner-nlp", now), new Member("Innermost", "innermost", now), new Member("open", "open-2", now));
            await db.SaveChangesAsync();
        });
        var session = await house.SignInAsync("inner");
        using (var page = await ReadAsync(session))
            Assert.Equal(["/members/inner-2", "/members/inner-nlp"], Hrefs(page.QuerySelector(".me-likely")!, "a"));

        Assert.Equal("/members/inner-2?done=claimed", (await session.SendAsync("POST", "/members/inner-2/claims")).Location);
        using (var page = await ReadAsync(session))
            Assert.Equal(["/members/inner-nlp"], Hrefs(page.QuerySelector(".me-likely")!, "a"));

        // Taken back or declined, it is not asked again; and what somebody has taken is nobody else's.
        var claim = await house.Site.WithAsync(db => db.ProfileClaims.Select(c => c.Id).SingleAsync());
        await session.SendAsync("DELETE", $"/claims/{claim}");
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Handle == "inner-nlp")).Join(house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        using (var page = await ReadAsync(session))
            Assert.Null(page.QuerySelector(".me-likely"));
    }

    [Theory]
    [InlineData("Ada Brook", "ada brook", "adabrook", "brook ada", "ada")]
    [InlineData("杨夕2", "杨夕2", "杨夕")]
    [InlineData("Ｓｔｅｆａｎ 7", "stefan 7", "stefan7", "7 stefan", "stefan")]
    [InlineData("X 1", "x 1", "x1", "1 x")]
    [InlineData("☆", "☆")]
    public void Names_that_are_close_are_few(string name, params string[] close) =>
        Assert.Equal(close.Order(StringComparer.Ordinal), LikelyProfiles.CloseTo(name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Likely_names_are_looked_up_and_not_searched_for()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var me = await house.MemberAsync("open");
        var who = new Actor(me.Id, me.Handle, me.Name, me.Standing, me.Role, null, null);
        await house.Site.WithAsync(async db =>
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            var lines = LikelyProfiles.Likely(db, me, who).ToQueryString().Split('\n');
            command.CommandText = "EXPLAIN QUERY PLAN " + string.Join('\n', lines.SkipWhile(line => !line.StartsWith("SELECT", StringComparison.Ordinal)));
            foreach (var name in lines.Where(line => line.StartsWith(".param set ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]))
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, "[\"x\"]");
                command.Parameters.Add(parameter);
            }

            await db.Database.OpenConnectionAsync();
            await using var plan = await command.ExecuteReaderAsync();
            var steps = new List<string>();
            while (await plan.ReadAsync())
                steps.Add(plan.GetString(3));
            Assert.True(steps.TrueForAll(step => !step.StartsWith("SCAN m", StringComparison.Ordinal) && (!step.StartsWith("SEARCH m ", StringComparison.Ordinal) || step.Contains("rowid=?", StringComparison.Ordinal))), string.Join('\n', steps));
            Assert.Equal(2, steps.Count(step => step.Contains("IX_Members_NormalizedName", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public async Task A_longer_life_with_the_group_asks_no_more_of_the_database()
    {
        using var count = new CommandCount { OfRequests = true };
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => builder.Logging.AddProvider(count).AddFilter<CommandCount>("Microsoft.EntityFrameworkCore.Database.Command", LogLevel.Information));
        await Season.GrowAsync(house.Site, house.Season, 30);
        var session = await house.SignInAsync("inner");
        await FollowAsync(session, "nlp");
        await TakeAsync(house, 2);
        using var warm = await ReadAsync(session);
        count.Reset();
        using var before = await ReadAsync(session);
        var few = count.Count;
        await TakeAsync(house, 30);
        using var again = await ReadAsync(session);
        count.Reset();
        using var after = await ReadAsync(session);
        Assert.InRange(few, 5, 30);
        Assert.Equal(few, count.Count);
        Assert.Equal(5, Section(after, "What you shared").QuerySelectorAll(".talk-line").Length);
        Assert.Equal("15 talks in all", Section(after, "What you shared").QuerySelector(".section-head a").Said());
    }

    private static async Task<IDocument> ReadAsync(Session session)
    {
        var answer = await session.GetAsync("/me");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return new HtmlParser().ParseDocument(answer.Text);
    }

    /// <summary>Lets the inner member share the first of the talks that were grown; every other one is given.</summary>
    private static Task TakeAsync(Household house, int talks) => house.Site.WithAsync(async db =>
    {
        var me = await db.Members.SingleAsync(m => m.Handle == "inner");
        var grown = await db.Talks.Include(t => t.Giving).Include(t => t.Presenters).ThenInclude(p => p.Member).Where(t => t.Papers.Any(p => EF.Functions.Like(p.Paper.Title, "Taken%"))).OrderBy(t => t.Id).Take(talks).ToListAsync();
        for (var n = 0; n < talks; n++)
        {
            grown[n].PresentBy([me]);
            if (n % 2 == 0)
                grown[n].Give(GivingSource.Meeting, house.Site.Clock.GetCurrentInstant());
        }

        await db.SaveChangesAsync();
    });

    private static List<string> Steps(IDocument page) => [.. page.QuerySelectorAll(".me-steps li").Select(step => step.Said())];

    private static IElement Section(IDocument page, string title) => page.QuerySelectorAll("main section").Single(section => section.QuerySelector("h2").Said() == title);

    private static List<string?> Hrefs(IElement element, string selector) => [.. element.QuerySelectorAll(selector).Select(link => link.GetAttribute("href"))];

    private static async Task FollowAsync(Session session, string track) =>
        Assert.Equal(HttpStatusCode.SeeOther, (await session.SendAsync("PUT", "/me/profile", ("name", "Somebody"), ("tracks", track), ("readers", "everyone"))).Status);

    private static Task ChangeAsync(Household house, Action<Talk> change) => house.Site.WithAsync(async db =>
    {
        change(await db.Talks.Include(t => t.Meeting).Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Materials).SingleAsync());
        await db.SaveChangesAsync();
    });
}
