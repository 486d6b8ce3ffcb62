using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>Voting over the site: no page and no answer tells what anybody chose, and before the end nothing is told at all.</summary>
public sealed class VotePageTests
{
    [Theory, BothEngines]
    public async Task Three_choices_are_answered_alike_and_no_page_tells_them(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, ballot, committee) = await OpenAsync(house);
        var answers = new HashSet<(HttpStatusCode, string?, string)>();
        var pages = new HashSet<string>();
        foreach (var choice in new[] { "approve", "reject", "abstain" })
        {
            var answer = await committee.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choice", choice), ("reason", $"marker-{choice}"));
            answers.Add((answer.Status, answer.Location, answer.Text));
            var page = (await committee.GetAsync($"/applications/{id}")).Text;
            Assert.Contains("Your vote is in the box", page, StringComparison.Ordinal);
            Assert.DoesNotContain("checked", page, StringComparison.Ordinal);
            pages.Add(Plain(page));
            var refused = (await committee.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choice", "perhaps"), ("reason", $"marker-{choice}"))).Text;
            Assert.DoesNotContain("marker-", refused, StringComparison.Ordinal);
        }

        Assert.Equal([(HttpStatusCode.SeeOther, $"/applications/{id}?done=voted", "")], answers);
        Assert.Single(pages);
        Assert.DoesNotContain(pages, page => page.Contains("marker-", StringComparison.Ordinal));
        foreach (var place in new[] { "open", "organizer" })
        {
            var page = (await (await house.SignInAsync(place)).GetAsync($"/applications/{id}")).Text;
            Assert.DoesNotContain("marker-", page, StringComparison.Ordinal);
            Assert.DoesNotContain("Voted", page, StringComparison.Ordinal);
        }
    }

    [Theory, BothEngines]
    public async Task After_the_end_the_committee_reads_what_came_out_and_who_applied_only_whether(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, ballot, committee) = await OpenAsync(house);
        var (organizer, third) = (await house.SignInAsync("organizer"), await house.Visitor().SignInAsync(await house.Site.WithAsync(db => db.Members.Where(m => m.Handle == "third").Select(m => m.Id).SingleAsync())));
        foreach (var (session, choice) in new[] { (committee, "approve"), (organizer, "approve"), (third, "reject") })
            await session.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choice", choice), ("reason", $"marker-{choice}"));
        var page = (await committee.GetAsync($"/applications/{id}")).Text;
        Assert.Contains("marker-reject", page, StringComparison.Ordinal);
        Assert.Contains("Passed", page, StringComparison.Ordinal);
        var open = await house.SignInAsync("open");
        var own = (await open.GetAsync($"/applications/{id}")).Text;
        Assert.Contains("Welcome", own, StringComparison.Ordinal);
        Assert.DoesNotContain("marker-", own, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret ballot", own, StringComparison.Ordinal);
        Assert.Equal(Standing.Inner, (await house.MemberAsync("open")).Standing);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choice", "reject"))).Status);
        await house.Site.DrainAsync();
        Assert.Equal(["Welcome to the inner group"], (await ReminderTests.InboxAsync(house, "open")).Select(item => item.Subject));
    }

    [Theory, BothEngines]
    public async Task Who_is_not_on_the_list_or_has_a_tie_by_now_finds_no_ballot(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, ballot, committee) = await OpenAsync(house);
        foreach (var place in new[] { "open", "inner", "candidate" })
            Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignInAsync(place)).SendAsync("PUT", $"/ballots/{ballot}/vote", ("choice", "approve"))).Status);
        await committee.SendAsync("PUT", $"/applications/{id}/tie", ("tie", "other"));
        Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choice", "approve"))).Status);
        Assert.Equal(0, await house.Site.WithAsync(db => db.BallotVoters.CountAsync(voter => voter.HasVoted)));
    }

    private static async Task<(int Application, int Ballot, Session Committee)> OpenAsync(Household house)
    {
        var third = await house.AddAsync("third", Standing.Inner, Role.Committee);
        var id = await house.ApplyAsync(house["open"]);
        await house.Site.WithAsync(async db =>
        {
            db.Add(new Whalepaper.Admission.Panels.TieWord(id, third, Whalepaper.Admission.Panels.Tie.None, third, house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        return (id, await house.BallotAsync(id, house["committee"], house["organizer"], third), await house.SignInAsync("committee"));
    }

    // Without what is new each time it is shown: proofs and keys of forms, and nonces.
    private static string Plain(string page) => System.Text.RegularExpressions.Regex.Replace(page, "(?:value|nonce)=\"[^\"]{20,}\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(5));
}
