using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Admission.Panels;
using Whalepaper.Audit;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Whalepaper.Ui;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>Who of the committee hears a candidate.</summary>
public sealed class PanelTests
{
    [Fact]
    public void Who_knows_the_tracks_comes_first_then_who_sits_least_then_by_number()
    {
        IReadOnlyList<PanelPerson> people =
        [
            Person(1), Person(2, load: 2, shares: true), Person(3, load: 1, shares: true), Person(4, word: Tie.Employer, shares: true), Person(5, word: null, shares: true),
            Person(6, sits: true), Person(7, load: 1), Person(8, ofCommittee: false, shares: true),
        ];
        Assert.Equal([5, 3, 2, 1], people.Proposed(5).Select(person => person.Id));
        Assert.Equal([5], people.Proposed(2).Select(person => person.Id));
        Assert.Empty(people.Proposed(1));
        Assert.Equal([5, 3, 2, 1, 7], people.Proposed(9).Select(person => person.Id));
    }

    [Theory, BothEngines]
    public async Task A_panel_is_proposed_from_those_without_a_tie_and_who_is_named_is_told(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (first, second, third) = (await house.JudgeAsync(), await house.JudgeAsync(), await house.JudgeAsync());
        var (other, id) = (await house.ApplyAsync(await house.AddAsync("else", Standing.Open)), await house.ApplyAsync(house["open"]));
        await house.AcceptAsync(id);
        await house.Site.WithAsync(async db =>
        {
            var now = house.Site.Clock.GetCurrentInstant();
            db.Add(new TieWord(id, first.Id, Tie.Other, first.Id, now));
            db.Add(new PanelSeat(other, second.Id, now));
            await db.SaveChangesAsync();
        });
        var committee = await house.SignInAsync("committee");
        Assert.Contains("0 on the panel", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal($"/applications/{id}?done=panel#panel", (await committee.SendAsync("POST", $"/applications/{id}/panel")).Location);
        Assert.Equal(new[] { house["committee"], house["organizer"], third.Id }.Order(), await SeatsAsync(house, id));
        Assert.Contains("has not said yet", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}/panel")).Status);
        Assert.Equal($"/applications/{id}?done=panel#panel", (await committee.SendAsync("POST", $"/applications/{id}/panel", ("seats", "4"))).Location);
        Assert.Contains(second.Id, await SeatsAsync(house, id));
        var nobody = await committee.SendAsync("POST", $"/applications/{id}/panel", ("seats", "9"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.Status);
        Assert.Contains("nobody else on the committee", nobody.Text, StringComparison.Ordinal);
        Assert.All(await house.Site.WithAsync(db => db.AuditEntries.Where(entry => entry.Act == AuditActs.Panel).ToListAsync()), entry => Assert.NotEqual(house["open"], entry.MemberId));

        await house.Site.DrainAsync();
        Assert.Contains("You are on the panel that hears open", (await ReminderTests.InboxAsync(house, "organizer")).Select(item => item.Subject));
        Assert.DoesNotContain("You are on the panel that hears open", (await ReminderTests.InboxAsync(house, "committee")).Select(item => item.Subject));
        // Who applies reads who hears them, and no more of them.
        var own = (await (await house.SignInAsync("open")).GetAsync($"/applications/{id}")).Text;
        Assert.Contains(third.Name, own, StringComparison.Ordinal);
        Assert.DoesNotContain("has not said", own, StringComparison.Ordinal);
        Assert.DoesNotContain(first.Name, own, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_is_bound_is_not_named_and_who_is_named_and_says_so_gives_the_seat_up(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (judge, judgeId) = await house.JudgeAsync();
        var id = await house.ApplyAsync(house["open"]);
        var committee = await house.SignInAsync("committee");
        // Before they are a candidate there is nobody to hear.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("PUT", $"/applications/{id}/panel/{judge}")).Status);
        await house.AcceptAsync(id);
        Assert.Equal($"/applications/{id}?done=named#panel", (await committee.SendAsync("PUT", $"/applications/{id}/panel/{judge}")).Location);
        Assert.Equal($"/applications/{id}?done=named#panel", (await committee.SendAsync("PUT", $"/applications/{id}/panel/{judge}")).Location);
        Assert.Equal([judgeId], await SeatsAsync(house, id));
        await (await house.Visitor().SignInAsync(judgeId)).SendAsync("PUT", $"/applications/{id}/tie", ("tie", "employer"));
        Assert.Empty(await SeatsAsync(house, id));
        var bound = await committee.SendAsync("PUT", $"/applications/{id}/panel/{judge}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bound.Status);
        Assert.Contains($"{judge} has a conflict of interest", WebUtility.HtmlDecode(bound.Text), StringComparison.Ordinal);

        await committee.SendAsync("PUT", $"/applications/{id}/panel/organizer");
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal($"/applications/{id}?done=unseated#panel", (await committee.SendAsync("DELETE", $"/applications/{id}/panel/organizer")).Location);
        Assert.Empty(await SeatsAsync(house, id));
        foreach (var nobody in new[] { "inner", "open", "nobody" })
            Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("PUT", $"/applications/{id}/panel/{nobody}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignInAsync("inner")).SendAsync("PUT", $"/applications/{id}/panel/organizer")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignInAsync("open")).SendAsync("POST", $"/applications/{id}/panel")).Status);
    }

    [Theory, BothEngines]
    public async Task No_more_sit_on_a_panel_than_may(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        await house.AcceptAsync(id);
        await house.PanelAsync(id, PanelSeat.Most - 2);
        var (judge, _) = await house.JudgeAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await house.SignInAsync("committee")).SendAsync("PUT", $"/applications/{id}/panel/{judge}")).Status);
        Assert.Equal(PanelSeat.Most, (await SeatsAsync(house, id)).Count);
    }

    [Theory, BothEngines]
    public async Task A_tie_and_a_seat_of_the_same_moment_do_not_both_stand(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (judge, judgeId) = await house.JudgeAsync();
        var id = await house.ApplyAsync(house["open"]);
        await house.AcceptAsync(id);
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        for (var n = 0; n < 4; n++)
        {
            await Task.WhenAll(committee.SendAsync("PUT", $"/applications/{id}/panel/{judge}"), organizer.SendAsync("PUT", $"/applications/{id}/ties/{judge}", ("tie", "other")));
            Assert.False(await house.Site.WithAsync(db => db.PanelSeats.AnyAsync(seat => seat.MemberId == judgeId && db.TieWords.Any(word => word.MemberId == judgeId && word.Tie != Tie.None))));
            await organizer.SendAsync("PUT", $"/applications/{id}/ties/{judge}", ("tie", "none"));
            await committee.SendAsync("DELETE", $"/applications/{id}/panel/{judge}");
        }
    }

    [Theory, BothEngines]
    public async Task Who_shares_in_the_wanted_track_is_proposed_first(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        for (var n = 0; n < 3; n++)
            await house.JudgeAsync();
        var (name, last) = await house.JudgeAsync();
        var judge = await house.Visitor().SignInAsync(last);
        await judge.ClaimAsync((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0]);
        var id = await house.ApplyAsync(house["open"]);
        await house.AcceptAsync(id);
        await (await house.SignInAsync("committee")).SendAsync("POST", $"/applications/{id}/panel");
        var seats = await SeatsAsync(house, id);
        Assert.Equal(PanelSeat.Least, seats.Count);
        Assert.True(seats.Contains(last), name);
    }

    private static Task<List<int>> SeatsAsync(Household house, int id) => house.Site.WithAsync(db => db.PanelSeats.Where(seat => seat.ApplicationId == id).Select(seat => seat.MemberId).OrderBy(member => member).ToListAsync());

    private static PanelPerson Person(int id, Tie? word = Tie.None, bool sits = false, bool shares = false, int load = 0, bool ofCommittee = true) =>
        new(id, $"person{id}", new PersonSign($"Person {id}", "/"), ofCommittee, word, sits, shares, load);
}
