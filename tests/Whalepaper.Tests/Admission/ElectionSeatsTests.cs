using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>Who takes a seat after an election, where people come and go while it runs.</summary>
public sealed class ElectionSeatsTests
{
    [Theory, BothEngines]
    public async Task Who_left_or_moved_out_wins_no_seat_and_whoever_comes_next_does(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (ann, bob, cleo) = (await house.AddAsync("ann", Standing.Inner), await house.AddAsync("bob", Standing.Inner), await house.AddAsync("cleo", Standing.Inner));
        var ballot = await house.ElectionAsync(ann, bob, cleo);
        string[] choices = ["ann:approve", "bob:approve", "cleo:approve"];
        // Ann and Bob have more than Cleo, and Cleo is the only one left of them.
        foreach (var voter in new[] { house["inner"], house["committee"], ann, bob })
            await VoteAsync(house, voter, ballot, choices);
        await VoteAsync(house, cleo, ballot, "ann:approve", "bob:approve", "cleo:reject");
        var organizer = await house.SignInAsync("organizer");
        await organizer.SendAsync("PUT", "/members/ann/standing", ("standing", "open"), ("reason", "Because."));
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == bob)).MoveTo(Standing.Former, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        await VoteAsync(house, house["organizer"], ballot, "ann:approve", "bob:approve", "cleo:approve");
        Assert.Equal((Role.None, Role.None, Role.Committee), await house.Site.WithAsync(async db =>
        {
            var roles = await db.Members.ToDictionaryAsync(m => m.Id, m => m.Role);
            return (roles[ann], roles[bob], roles[cleo]);
        }));
        Assert.Equal([cleo], await house.Site.WithAsync(db => db.BallotOptions.Where(option => option.BallotId == ballot && option.Passed == true).Select(option => option.MemberId).ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task Whoever_is_moved_out_while_it_is_voted_on_votes_still_and_finds_the_page_until_it_closes(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var ballot = await house.ElectionAsync(house["inner"]);
        var organizer = await house.SignInAsync("organizer");
        await organizer.SendAsync("PUT", "/members/inner/standing", ("standing", "open"), ("reason", "Because."));
        var inner = await house.SignInAsync("inner");
        Assert.Contains("Seats", (await inner.GetAsync("/elections")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await inner.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choices", "inner:approve"))).Status);
        foreach (var voter in new[] { house["committee"], house["organizer"] })
            await VoteAsync(house, voter, ballot, "inner:approve");
        // All of the list have voted, and who alone stood can take no seat.
        Assert.Equal(HttpStatusCode.NotFound, (await inner.GetAsync("/elections")).Status);
        Assert.Contains("Nobody who can take a seat", (await organizer.GetAsync("/elections")).Text, StringComparison.Ordinal);
        Assert.Equal(Role.None, (await house.MemberAsync("inner")).Role);
    }

    [Theory, BothEngines]
    public async Task An_election_never_leaves_the_committee_empty(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await (await house.SignInAsync("organizer")).SendAsync("PUT", "/members/committee/role", ("role", "none"));
        await ElectAsync(house, house["inner"], "inner");
        Assert.Equal((Role.Committee, Role.Organizer), ((await house.MemberAsync("inner")).Role, (await house.MemberAsync("organizer")).Role));
        // Else nobody but the organizer would be on it.
        await ElectAsync(house, house["organizer"], "organizer");
        Assert.Equal(Role.Committee, (await house.MemberAsync("inner")).Role);
        var page = (await (await house.SignInAsync("inner")).GetAsync("/elections")).Text;
        Assert.Contains("Nobody else would have been on the committee, so it stays", page, StringComparison.Ordinal);
        // The term is that of the election before; and the next one takes over from it.
        await ElectAsync(house, house["committee"], "committee");
        Assert.Equal((Role.None, Role.Committee), ((await house.MemberAsync("inner")).Role, (await house.MemberAsync("committee")).Role));
    }

    private static async Task ElectAsync(Household house, int standing, string name)
    {
        var ballot = await house.ElectionAsync(standing);
        foreach (var voter in new[] { house["inner"], house["committee"], house["organizer"] })
            await VoteAsync(house, voter, ballot, $"{name}:approve");
    }

    private static async Task VoteAsync(Household house, int voter, int ballot, params string[] choices) =>
        Assert.Equal("/elections?done=voted", (await (await house.Visitor().SignInAsync(voter)).SendAsync("PUT", $"/ballots/{ballot}/vote", [.. choices.Select(choice => ("choices", choice))])).Location);
}
