using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Admission.Panels;
using Whalepaper.Audit;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>Who of the committee is bound to who applies: said by the organizer of others, and what follows from it.</summary>
public sealed class TiesTests
{
    [Theory, BothEngines]
    public async Task The_organizer_says_that_others_are_bound_and_who_is_loses_their_seat(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        await house.AcceptAsync(id);
        await house.PanelAsync(id);
        var (organizer, committee) = (await house.SignInAsync("organizer"), await house.SignInAsync("committee"));
        Assert.Equal($"/applications/{id}?done=bound#committee", (await organizer.SendAsync("PUT", $"/applications/{id}/ties/committee", ("tie", "adviser"))).Location);
        Assert.Equal((Tie.Adviser, (int?)house["organizer"]), await WordAsync(house, id));
        Assert.False(await house.Site.WithAsync(db => db.PanelSeats.AnyAsync(seat => seat.MemberId == house["committee"])));
        Assert.Contains("You have a conflict of interest", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("POST", $"/applications/{id}/questions", ("question", "Why?"))).Status);

        // Sent again nothing happens; taken away it is there no more.
        await organizer.SendAsync("PUT", $"/applications/{id}/ties/committee", ("tie", "adviser"));
        await organizer.SendAsync("PUT", $"/applications/{id}/ties/committee", ("tie", "none"));
        Assert.DoesNotContain("You have a conflict of interest", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        var audited = await house.Site.WithAsync(db => db.AuditEntries.Where(entry => entry.Act == AuditActs.Tie).OrderBy(entry => entry.Id).ToListAsync());
        Assert.Equal([("free", "bound"), ("bound", "free")], audited.Select(entry => (entry.Before, entry.After)));
        // About whom of the committee: who applies finds nothing of ties among what was done to them.
        Assert.All(audited, entry => Assert.Equal((house["organizer"], house["committee"], $"{id}"), (entry.ById!.Value, entry.MemberId!.Value, entry.Subject)));
    }

    [Theory, BothEngines]
    public async Task Nobody_takes_their_own_tie_away_and_who_is_bound_says_nothing_of_others(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (judge, judgeId) = await house.JudgeAsync();
        var id = await house.ApplyAsync(house["open"]);
        var organizer = await house.SignInAsync("organizer");
        var own = await organizer.SendAsync("PUT", $"/applications/{id}/ties/organizer", ("tie", "other"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, own.Status);
        // That there is none, everybody says themselves.
        var unsaid = await organizer.SendAsync("PUT", $"/applications/{id}/ties/{judge}", ("tie", "none"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.Status);
        Assert.Contains("they say themselves", unsaid.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await organizer.SendAsync("PUT", $"/applications/{id}/ties/inner", ("tie", "other"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignInAsync("committee")).SendAsync("PUT", $"/applications/{id}/ties/{judge}", ("tie", "other"))).Status);
        Assert.Contains("Same employer", (await organizer.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);

        await organizer.SendAsync("PUT", $"/applications/{id}/tie", ("tie", "employer"));
        Assert.Equal(HttpStatusCode.NotFound, (await organizer.SendAsync("PUT", $"/applications/{id}/ties/{judge}", ("tie", "other"))).Status);
        Assert.DoesNotContain(judge, (await organizer.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        Assert.False(await house.Site.WithAsync(db => db.TieWords.AnyAsync(word => word.MemberId == judgeId)));
    }

    [Theory, BothEngines]
    public async Task Which_tie_it_is_the_organizer_alone_reads_and_who_applies_that_there_is_none_at_all(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (judge, _) = await house.JudgeAsync();
        var id = await house.ApplyAsync(house["open"]);
        await house.AcceptAsync(id);
        var organizer = await house.SignInAsync("organizer");
        await organizer.SendAsync("PUT", $"/applications/{id}/ties/{judge}", ("tie", "adviser"));
        var (seen, told) = ((await organizer.GetAsync($"/applications/{id}")).Text, (await (await house.SignInAsync("committee")).GetAsync($"/applications/{id}")).Text);
        Assert.Contains("One advises, or advised, the other", seen, StringComparison.Ordinal);
        Assert.Contains("has a conflict of interest", told, StringComparison.Ordinal);
        Assert.DoesNotContain("One advises, or advised, the other", told, StringComparison.Ordinal);
        var open = await house.SignInAsync("open");
        foreach (var path in new[] { $"/applications/{id}", "/me/data", "/me" })
            Assert.DoesNotContain(judge, (await open.GetAsync(path)).Text, StringComparison.Ordinal);
        // A program with the organizer's key sets ties too; with a smaller one it does not.
        Assert.Equal(HttpStatusCode.Forbidden, (await house.Visitor().BearAsync(await house.TokenAsync("organizer", TokenScope.Write), "PUT", $"/api/v1/applications/{id}/ties/{judge}", """{"tie":"none"}""")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await house.Visitor().BearAsync(await house.TokenAsync("organizer", TokenScope.Manage), "PUT", $"/api/v1/applications/{id}/ties/{judge}", """{"tie":"none"}""")).Status);
    }

    private static Task<(Tie Tie, int? By)> WordAsync(Household house, int id) => house.Site.WithAsync(async db =>
    {
        var word = await db.TieWords.SingleAsync(one => one.ApplicationId == id && one.MemberId == house["committee"]);
        return (word.Tie, word.ById);
    });
}
