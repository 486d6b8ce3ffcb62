using System.Net;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Members;
using Whalepaper.Tests.Archive;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>How many apply, how many are let in and how long they wait: for the committee, by quarter, in a picture and in a table that says the same.</summary>
public sealed class ApplicationStatisticsTests
{
    private static readonly DateTimeZone shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly Instant now = Instant.FromUtc(2026, 11, 28, 12, 0);

    [Fact]
    public void A_quarter_begins_by_the_groups_clock_and_those_between_are_there_too()
    {
        // The last second of June in Shanghai, and the first of July.
        var counted = ApplicationStatistics.Count([Sent(Instant.FromUtc(2026, 6, 30, 15, 59), ApplicationState.Applied), Sent(Instant.FromUtc(2026, 6, 30, 16, 0), ApplicationState.Applied)], now, shanghai);
        Assert.Equal([(2026, 2, 1), (2026, 3, 1), (2026, 4, 0)], counted.Select(quarter => (quarter.Year, quarter.Quarter, quarter.Applied)));
        Assert.Empty(ApplicationStatistics.Count([], now, shanghai));
    }

    [Fact]
    public void The_rate_counts_those_who_were_answered_and_the_median_is_days_that_somebody_waited()
    {
        var begin = Instant.FromUtc(2026, 10, 5, 12, 0);
        var quarter = Assert.Single(ApplicationStatistics.Count(
            [
                Sent(begin, ApplicationState.Promoted, 10), Sent(begin, ApplicationState.Promoted, 21), Sent(begin, ApplicationState.Declined, 4), Sent(begin, ApplicationState.Promoted, 12),
                Sent(begin, ApplicationState.Withdrawn, 1), Sent(begin, ApplicationState.Expired, 40), Sent(begin, ApplicationState.Voting), Sent(begin, ApplicationState.Applied),
            ],
            now,
            shanghai));
        Assert.Equal((8, 3, 1, 2, 2, 75, 10), (quarter.Applied, quarter.Promoted, quarter.Declined, quarter.Others, quarter.Waiting, quarter.PassRate, quarter.Days));
        var waiting = Assert.Single(ApplicationStatistics.Count([Sent(begin, ApplicationState.Voting)], now, shanghai));
        Assert.Equal((null, null), (waiting.PassRate, waiting.Days));
    }

    [Theory, BothEngines]
    public async Task The_committee_reads_them_in_both_languages_and_nobody_else_does(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var committee = await house.SignInAsync("committee");
        var empty = (await committee.GetAsync("/applications/statistics")).Text;
        Assert.Contains("Nobody has applied yet", empty, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", empty, StringComparison.Ordinal);
        await FillAsync(house);

        using var page = new HtmlParser().ParseDocument((await committee.GetAsync("/applications/statistics")).Text);
        Assert.Equal(
            ["Q4 2026 | 2 | 1 | 0 | 0 | 1 | 100% | 2", "Q3 2026 | 1 | 0 | 1 | 0 | 0 | 0% | 30"],
            page.QuerySelectorAll(".quarters tbody tr").Select(row => string.Join(" | ", row.Children.Select(cell => cell.Said()))));
        // The picture: a bar for each quarter, as high as there were applications, and a part of it for those who were let in.
        Assert.Equal(["48", "96"], page.QuerySelectorAll(".chart-all").Select(bar => bar.GetAttribute("height")));
        Assert.Equal(["0", "48"], page.QuerySelectorAll(".chart-part").Select(bar => bar.GetAttribute("height")));
        Assert.Contains("href=\"/applications/statistics\"", (await committee.GetAsync("/applications")).Text, StringComparison.Ordinal);

        var chinese = await new Session(house.Site) { Language = "zh-CN" }.SignInAsync(house["committee"]);
        Assert.Contains("2026 年第 4 季度", (await chinese.GetAsync("/applications/statistics")).Text, StringComparison.Ordinal);
        foreach (var place in new[] { "open", "candidate", "inner" })
            Assert.NotEqual(HttpStatusCode.OK, (await (await house.SignInAsync(place)).GetAsync("/applications/statistics")).Status);
    }

    // One of the last quarter who was declined after a month; of this one, one who was let in by a ballot after two days, and one who waits. A draft is nobody's.
    private static async Task FillAsync(Household house)
    {
        var present = house.Site.Clock.GetCurrentInstant();
        house.Site.Clock.Reset(Instant.FromUtc(2026, 8, 10, 12, 0));
        var first = await house.ApplyAsync(await house.AddAsync("first", Standing.Open));
        house.Site.Clock.Advance(Duration.FromDays(30));
        await house.Site.WithAsync(async db =>
        {
            (await db.Applications.Include(a => a.Member).SingleAsync(a => a.Id == first)).Decline("No.", house.Site.Clock.GetCurrentInstant(), null, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        house.Site.Clock.Reset(present - Duration.FromDays(2));
        var second = await house.ApplyAsync(await house.AddAsync("second", Standing.Open));
        var ballot = await house.BallotAsync(second, house["committee"], house["organizer"], house["inner"]);
        house.Site.Clock.Reset(present);
        await house.Site.WithAsync(async db =>
        {
            var application = await db.Applications.Include(a => a.Member).Include(a => a.Ballot!.Options).Include(a => a.Ballot!.Voters).AsSplitQuery().SingleAsync(a => a.BallotId == ballot);
            var slips = application.Ballot!.Blank();
            foreach (var voter in application.Ballot.Voters)
                application.Ballot.Take(slips, voter.MemberId, [Whalepaper.Admission.Ballots.Choice.Approve], null, present - Duration.FromDays(1));
            application.Ballot.Close(slips, present);
            await db.SaveChangesAsync();
        });
        await house.ApplyAsync(house["open"]);
        await house.ApplyAsync(await house.AddAsync("drafting", Standing.Open), sends: false);
    }

    private static CountedApplication Sent(Instant at, ApplicationState state, int? days = null) => new(at, state, days is { } after ? at + Duration.FromDays(after) + Duration.FromHours(5) : null);
}
