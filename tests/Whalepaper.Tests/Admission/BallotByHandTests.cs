using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Audit;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>What is done with ballots by hand: noting that a talk was given, opening one, calling it off, holding it once more; and the answer that follows.</summary>
public sealed class BallotByHandTests
{
    [Theory, BothEngines]
    public async Task A_talk_that_nobody_noticed_is_noted_and_the_ballot_opens_once_enough_may_vote(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        var committee = await house.SignInAsync("committee");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}/presentation")).Status);
        await committee.SendAsync("POST", $"/applications/{id}/acceptance");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}/ballot")).Status);
        // Of a talk that nobody can look up, three must have heard.
        Assert.Contains("At least 3 of the committee must have heard it", (await committee.SendAsync("POST", $"/applications/{id}/presentation")).Text, StringComparison.Ordinal);
        var judge = (await house.PanelAsync(id))[^1];
        Assert.Equal($"/applications/{id}?done=presented", (await committee.SendAsync("POST", $"/applications/{id}/presentation")).Location);

        // Two of the committee, and a secret ballot needs three: the page says what to do, before one tries and after.
        await house.SayTieAsync(id, Whalepaper.Admission.Panels.Tie.Other, judge);
        Assert.Contains("Too few may vote", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        Assert.Contains("only 2 of the committee may vote", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        var refused = await committee.SendAsync("POST", $"/applications/{id}/ballot");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Only 2 of the committee may vote, and a secret ballot needs 3", refused.Text, StringComparison.Ordinal);
        var third = await house.UntiedAsync("third", id);
        Assert.Equal($"/applications/{id}?done=opened", (await committee.SendAsync("POST", $"/applications/{id}/ballot")).Location);

        var voters = await house.Site.WithAsync(db => db.BallotVoters.Select(voter => voter.MemberId).ToListAsync());
        Assert.Equal(new[] { house["committee"], house["organizer"], third }.Order(), voters.Order());
        Assert.Equal(ApplicationState.Voting, await StateAsync(house, id));
        Assert.Equal(1, await house.Site.WithAsync(db => db.AuditEntries.CountAsync(entry => entry.Act == AuditActs.BallotOpened && entry.ById == house["committee"])));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}/ballot")).Status);
        Assert.Contains("The committee votes until", (await (await house.SignInAsync("open")).GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Only_who_sees_the_application_whole_acts_on_it(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.PresentedAsync(house["open"]);
        await house.UntiedAsync("third", id);
        foreach (var place in new[] { "open", "inner" })
            Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignInAsync(place)).SendAsync("POST", $"/applications/{id}/ballot")).Status);
        var silent = await house.Visitor().SignInAsync(await house.AddAsync("silent", Standing.Inner, Role.Committee));
        Assert.Equal(HttpStatusCode.NotFound, (await silent.SendAsync("POST", $"/applications/{id}/ballot")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await silent.SendAsync("POST", $"/applications/{id}", ("feedback", "Not yet."))).Status);
        var organizer = await house.SignInAsync("organizer");
        Assert.Equal($"/applications/{id}?done=opened", (await organizer.SendAsync("POST", $"/applications/{id}/ballot")).Location);
        var ballot = await house.Site.WithAsync(db => db.Ballots.Select(b => b.Id).SingleAsync());
        await organizer.SendAsync("PUT", $"/applications/{id}/tie", ("tie", "other"));
        Assert.Equal(HttpStatusCode.NotFound, (await organizer.SendAsync("DELETE", $"/ballots/{ballot}", ("reason", "Because."))).Status);
        Assert.Null(await house.Site.WithAsync(db => db.Ballots.Select(b => b.ClosedAt).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task The_organizer_calls_it_off_unread_and_holds_it_once_more(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.PresentedAsync(house["open"]);
        var third = await house.Visitor().SignInAsync(await house.UntiedAsync("third", id));
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        await committee.SendAsync("POST", $"/applications/{id}/ballot");
        var ballot = await house.Site.WithAsync(db => db.Ballots.Select(b => b.Id).SingleAsync());
        await third.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choice", "reject"), ("reason", "marker-reject"));
        Assert.Equal(HttpStatusCode.Forbidden, (await committee.SendAsync("DELETE", $"/ballots/{ballot}", ("reason", "Because."))).Status);
        var missing = await organizer.SendAsync("DELETE", $"/ballots/{ballot}", ("reason", " "));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.Status);
        Assert.Contains("Say why", missing.Text, StringComparison.Ordinal);
        Assert.Equal($"/applications/{id}?done=called-off", (await organizer.SendAsync("DELETE", $"/ballots/{ballot}", ("reason", "A tie was found."))).Location);

        Assert.Equal((BallotEnd.CalledOff, (int?)null, 0), await house.Site.WithAsync(async db => (await db.Ballots.Select(b => b.End!.Value).SingleAsync(), await db.Ballots.Select(b => b.Cast).SingleAsync(), await db.BallotBoxes.CountAsync())));
        var entry = await house.Site.WithAsync(db => db.AuditEntries.SingleAsync(e => e.Act == AuditActs.BallotCalledOff));
        Assert.Equal((house["organizer"], null, "A tie was found."), (entry.ById!.Value, entry.MemberId, entry.After));
        var page = (await committee.GetAsync($"/applications/{id}")).Text;
        Assert.Contains("Called off", page, StringComparison.Ordinal);
        Assert.DoesNotContain("marker-", page, StringComparison.Ordinal);
        Assert.DoesNotContain("was called off", (await (await house.SignInAsync("open")).GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);

        Assert.Contains("the organizer says", (await committee.SendAsync("POST", $"/applications/{id}/ballot")).Text, StringComparison.Ordinal);
        // Nor is the answer theirs, and they see no form for it.
        Assert.DoesNotContain($"/applications/{id}/refusal", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        Assert.Contains("the organizer says", (await committee.SendAsync("POST", $"/applications/{id}/refusal", ("feedback", "No."), ("days", "300"))).Text, StringComparison.Ordinal);
        Assert.Equal(ApplicationState.Voting, await StateAsync(house, id));
        Assert.Contains($"/applications/{id}/refusal", (await organizer.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal($"/applications/{id}?done=opened", (await organizer.SendAsync("POST", $"/applications/{id}/ballot")).Location);
        Assert.NotEqual(ballot, await house.Site.WithAsync(db => db.Applications.Select(a => a.BallotId).SingleAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await third.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choice", "approve"))).Status);
    }

    [Theory, BothEngines]
    public async Task An_answer_is_looked_at_before_it_is_given_and_reasons_are_none_of_it(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        var ballot = await house.BallotAsync(id, house["committee"], house["organizer"], await house.UntiedAsync("third", id));
        var (committee, organizer, third) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"), await house.Visitor().SignInAsync(await house.Site.WithAsync(db => db.Members.Where(m => m.Handle == "third").Select(m => m.Id).SingleAsync())));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}", ("feedback", "Too early."))).Status);
        foreach (var session in new[] { committee, organizer, third })
            await session.SendAsync("PUT", $"/ballots/{ballot}/vote", ("choice", "reject"), ("reason", "marker-reason"));
        var page = (await committee.GetAsync($"/applications/{id}")).Text;
        Assert.Contains("written for the committee alone", page, StringComparison.Ordinal);
        Assert.Contains("marker-reason", page, StringComparison.Ordinal);

        var preview = await committee.SendAsync("POST", $"/applications/{id}", ("feedback", "Read **more**."), ("days", "10"));
        Assert.Equal(HttpStatusCode.OK, preview.Status);
        Assert.Contains("<strong>more</strong>", preview.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"10\"", preview.Text, StringComparison.Ordinal);
        Assert.Equal(ApplicationState.Voting, await StateAsync(house, id));
        Assert.Equal($"/applications/{id}?done=declined", (await committee.SendAsync("POST", $"/applications/{id}/refusal", ("feedback", "Read **more**."), ("days", "10"))).Location);
        var own = (await (await house.SignInAsync("open")).GetAsync($"/applications/{id}")).Text;
        Assert.Contains("<strong>more</strong>", own, StringComparison.Ordinal);
        Assert.DoesNotContain("marker-reason", own, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_takes_it_back_while_it_is_voted_on_waits_as_if_declined_and_before_does_not(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var comer = await house.SignInAsync("open");
        await house.ApplyAsync(house["open"]);
        await comer.SendAsync("DELETE", "/me/application");
        var id = await house.ApplyAsync(house["open"]);
        await house.BallotAsync(id, house["committee"], house["organizer"], await house.UntiedAsync("third", id));
        Assert.Contains("it takes a while until you may apply again", (await comer.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        await comer.SendAsync("DELETE", "/me/application");

        Assert.Equal([null, house.Site.Clock.GetCurrentInstant() + Duration.FromDays(30)], await house.Site.WithAsync(db => db.Applications.OrderBy(a => a.Id).Select(a => a.RetryAt).ToListAsync()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await comer.SendAsync("PUT", "/me/application", ("why", "Again."), ("step", "draft"))).Status);
        house.Site.Clock.Advance(Duration.FromDays(30));
        Assert.Equal("/apply?done=kept", (await comer.SendAsync("PUT", "/me/application", ("why", "Again."), ("step", "draft"))).Location);
    }

    private static Task<ApplicationState> StateAsync(Household house, int id) => house.Site.WithAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.State).SingleAsync());
}
