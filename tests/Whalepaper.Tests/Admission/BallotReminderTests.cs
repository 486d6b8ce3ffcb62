using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Inbox;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>Who is called to vote, and who is reminded: the undecided alone, and nobody else can find out who they were.</summary>
public sealed class BallotReminderTests
{
    [Theory, BothEngines]
    public async Task All_on_the_list_are_called_once_and_only_the_undecided_are_reminded(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (ballot, third) = await OpenAsync(house);
        var end = house.Site.Clock.GetCurrentInstant() + Duration.FromHours(72);
        await house.Site.DrainAsync();
        foreach (var member in new[] { house["committee"], house["organizer"], third })
            Assert.Equal(["A secret ballot is open: open"], (await InboxAsync(house, member)).Select(item => item.Subject));

        await VoteAsync(house, "committee", ballot);
        await ReminderTests.LiveUntilAsync(house, end - Duration.FromHours(20));
        Assert.Equal((1, 2, 2), (await CountAsync(house, house["committee"]), await CountAsync(house, house["organizer"]), await CountAsync(house, third)));
        await VoteAsync(house, "organizer", ballot);
        await ReminderTests.LiveUntilAsync(house, end - Duration.FromMinutes(1));
        Assert.Equal((1, 2, 3), (await CountAsync(house, house["committee"]), await CountAsync(house, house["organizer"]), await CountAsync(house, third)));
        var last = (await InboxAsync(house, third))[^1];
        Assert.StartsWith("Your vote on open is missing", last.Subject, StringComparison.Ordinal);
        Assert.EndsWith("/applications/" + await house.Site.WithAsync(db => db.Applications.Select(a => a.Id).SingleAsync()), last.Link, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_ballot_with_more_time_calls_those_who_are_missing_and_in_the_end_the_organizer_decides(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (ballot, third) = await OpenAsync(house);
        var began = house.Site.Clock.GetCurrentInstant();
        await house.Site.DrainAsync();
        await VoteAsync(house, "committee", ballot);
        await ReminderTests.LiveUntilAsync(house, began + Duration.FromHours(73));
        await WorkAsync(house);
        await house.Site.DrainAsync();
        Assert.Equal("Your vote is missing: open", (await InboxAsync(house, third))[^1].Subject);
        Assert.Equal(1, await CountAsync(house, house["committee"]));
        var before = await CountAsync(house, third);
        await ReminderTests.LiveUntilAsync(house, began + Duration.FromHours(73 + 71));
        Assert.Equal(before + 2, await CountAsync(house, third));
        Assert.Equal(1, await CountAsync(house, house["committee"]));

        house.Site.Clock.Advance(Duration.FromHours(2));
        await WorkAsync(house);
        await house.Site.DrainAsync();
        Assert.Equal("Too few voted: open", (await InboxAsync(house, house["organizer"]))[^1].Subject);
        Assert.Equal(["A secret ballot is open: open", "The ballot is over: open"], (await InboxAsync(house, house["committee"])).Select(item => item.Subject));

        // Three days later the organizer is reminded, once; and the committee, for whom there is nothing to do, is not.
        await ReminderTests.LiveUntilAsync(house, house.Site.Clock.GetCurrentInstant() + Duration.FromDays(8));
        Assert.Equal("open waits for your answer", (await InboxAsync(house, house["organizer"]))[^1].Subject);
        Assert.Single(await InboxAsync(house, house["organizer"]), item => item.Subject == "open waits for your answer");
        Assert.Equal(2, await CountAsync(house, house["committee"]));
    }

    [Theory, BothEngines]
    public async Task Of_calls_and_reminders_the_outbox_shows_nothing_and_counts_nothing(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        await house.Site.DrainAsync();
        var (ballot, third) = await OpenAsync(house);
        await house.Site.DrainAsync();
        Assert.Contains("they would tell who has voted", (await organizer.GetAsync("/outbox")).Text, StringComparison.Ordinal);
        await VoteAsync(house, "committee", ballot);
        var end = house.Site.Clock.GetCurrentInstant() + Duration.FromHours(72);
        await ReminderTests.LiveUntilAsync(house, end - Duration.FromHours(20));
        var rows = await house.Site.WithAsync(db => db.Deliveries.AsNoTracking().Where(d => d.Kind == BallotMessages.Reminder || d.Kind == BallotMessages.Call).ToListAsync());
        Assert.Contains(rows, row => row.Kind is BallotMessages.Reminder && row.MemberId == third && row.State is DeliveryState.Sent);
        Assert.Contains(rows, row => row.Kind is BallotMessages.Reminder && row.MemberId == house["committee"] && row.State is DeliveryState.Dropped);
        organizer = await house.SignInAsync("organizer");
        foreach (var state in new[] { "", "?state=sent", "?state=dropped", "?state=waiting", "?state=dead" })
            Assert.DoesNotContain("ballot-", (await organizer.GetAsync($"/outbox{state}")).Text, StringComparison.Ordinal);
        foreach (var state in new[] { DeliveryState.Sent, DeliveryState.Dropped, DeliveryState.Waiting })
        {
            var count = await house.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.State == state && d.Kind != BallotMessages.Reminder && d.Kind != BallotMessages.Call));
            Assert.Equal(count, Count((await organizer.GetAsync("/outbox")).Text, state));
        }

        // Nor can it be found out by trying.
        await house.Site.WithAsync(async db =>
        {
            var row = await db.Deliveries.FirstAsync(d => d.Kind == BallotMessages.Reminder && d.State == DeliveryState.Sent);
            db.Entry(row).Property(d => d.State).CurrentValue = DeliveryState.Dead;
            await db.SaveChangesAsync();
        });
        var dead = await house.Site.WithAsync(db => db.Deliveries.Where(d => d.State == DeliveryState.Dead).Select(d => d.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await organizer.SendAsync("POST", $"/deliveries/{dead}/attempt")).Status);
        Assert.Equal(0, await house.Site.WithAsync(db => db.AuditEntries.CountAsync(entry => entry.Act == Whalepaper.Audit.AuditActs.DeliveryRetried)));
    }

    [Theory, BothEngines]
    public async Task What_is_written_down_to_be_sent_is_the_same_whatever_somebody_chose(Engine engine)
    {
        var told = new List<string>();
        foreach (var choice in new[] { "approve", "reject", "abstain" })
        {
            await using var house = await ReminderTests.HouseAsync(engine);
            var (ballot, _) = await OpenAsync(house);
            var end = house.Site.Clock.GetCurrentInstant() + Duration.FromHours(72);
            await VoteAsync(house, "committee", ballot, choice);
            await ReminderTests.LiveUntilAsync(house, end - Duration.FromHours(1));
            told.Add(string.Join('\n', await house.Site.WithAsync(db => db.Deliveries.OrderBy(d => d.Occasion).ThenBy(d => d.Recipient).ThenBy(d => d.Channel).Select(d => $"{d.Occasion} {d.Recipient} {d.Channel} {d.Kind} {d.About} {d.State} {d.Due} {d.Result}").ToListAsync())));
        }

        Assert.Single(told.Distinct(StringComparer.Ordinal));
        Assert.DoesNotContain("marker", told[0], StringComparison.Ordinal);
    }

    private static async Task<(int Ballot, int Third)> OpenAsync(Household house)
    {
        var id = await house.ApplyAsync(house["open"]);
        var third = await house.UntiedAsync("third", id);
        return (await house.BallotAsync(id, house["committee"], house["organizer"], third), third);
    }

    private static async Task VoteAsync(Household house, string place, int ballot, string choice = "approve") =>
        Assert.Equal(HttpStatusCode.SeeOther, (await (await house.SignInAsync(place)).SendAsync("PUT", $"/ballots/{ballot}/vote", ("choice", choice), ("reason", $"marker-{choice}"))).Status);

    private static async Task WorkAsync(Household house)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AdmissionWork>().RunAsync(CancellationToken.None);
    }

    private static Task<List<InboxItem>> InboxAsync(Household house, int member) => house.Site.WithAsync(db => db.InboxItems.AsNoTracking().Where(i => i.MemberId == member && i.Link.Contains("/applications/")).OrderBy(i => i.Id).ToListAsync());

    private static async Task<int> CountAsync(Household house, int member) => (await InboxAsync(house, member)).Count;

    // The number on the tab of a state.
    private static int Count(string page, DeliveryState state)
    {
        using var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page);
        var tab = document.QuerySelector($"nav.tabs a[href='/outbox?state={state.ToString().ToLowerInvariant()}']")!.TextContent;
        return int.TryParse(tab.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
