using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Audit;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>Who says that a trial talk was given: not the candidate alone; and what becomes of the ballot where it is taken back.</summary>
public sealed class TrialSaidTests
{
    [Theory, BothEngines]
    public async Task Who_opens_the_hour_of_their_own_trial_and_ends_it_opens_no_ballot_until_the_committee_says_so(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, talk, room) = await PlannedAsync(house);
        var open = await house.SignInAsync("open");
        for (var n = 0; n < 2; n++)
        {
            await open.SendAsync("POST", n == 0 ? $"{room}/session" : $"{room}/session/reopening");
            Assert.Equal(room, (await open.SendAsync("PUT", $"{room}/session/place", ("talk", $"{talk}"), ("part", "0"))).Location);
            Assert.Equal(room, (await open.SendAsync("DELETE", $"{room}/session")).Location);
        }

        Assert.Equal((ApplicationState.Planned, 0), await StateAsync(house, id));
        Assert.Equal(TalkState.Given, await house.Site.WithAsync(db => db.Talks.Where(t => t.Id == talk).Select(t => t.State).SingleAsync()));
        await house.Site.DrainAsync();
        Assert.Single(await ReminderTests.InboxAsync(house, "organizer"), item => item.Subject == "Was the trial talk of open given?");
        Assert.Equal(HttpStatusCode.Forbidden, (await open.SendAsync("POST", $"/applications/{id}/presentation")).Status);
        var own = (await open.GetAsync($"/applications/{id}")).Text;
        Assert.Contains("The committee is asked to confirm", own, StringComparison.Ordinal);
        Assert.DoesNotContain("/presentation", own, StringComparison.Ordinal);
        var committee = await house.SignInAsync("committee");
        Assert.Contains("the committee is to confirm it", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Contains("The talk was given", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);

        // Another date can be planned instead; said to be given, the ballot opens at once.
        Assert.Equal($"/applications/{id}?done=presented", (await committee.SendAsync("POST", $"/applications/{id}/presentation")).Location);
        Assert.Equal((ApplicationState.Voting, 1), await StateAsync(house, id));
        Assert.Equal(1, await house.Site.WithAsync(db => db.AuditEntries.CountAsync(entry => entry.Act == AuditActs.ApplicationPresented && entry.ById == house["committee"])));
    }

    [Theory, BothEngines]
    public async Task What_only_the_candidate_recorded_does_not_stand_in_the_way_of_another_date(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, talk, room) = await PlannedAsync(house);
        await HoldAsync(await house.SignInAsync("open"), talk, room);
        var committee = await house.SignInAsync("committee");
        Assert.Equal($"/applications/{id}?done=planned#trial", (await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{await house.TrialDateAsync()}"))).Location);
        Assert.NotEqual(talk, await house.Site.WithAsync(db => db.Applications.Where(a => a.Id == id).Select(a => a.TalkId).SingleAsync()));
        Assert.Equal((ApplicationState.Planned, 0), await StateAsync(house, id));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}/presentation")).Status);
    }

    [Theory, BothEngines]
    public async Task Where_it_is_taken_back_that_it_was_given_the_ballot_is_called_off_unread_and_those_who_vote_are_told(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, talk, room) = await PlannedAsync(house);
        var committee = await house.SignInAsync("committee");
        await HoldAsync(committee, talk, room);
        Assert.Equal((ApplicationState.Voting, 1), await StateAsync(house, id));
        var ballot = await house.Site.WithAsync(db => db.Ballots.Select(b => b.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.SeeOther, (await committee.VoteAsync(ballot, "approve")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await (await house.SignInAsync("organizer")).VoteAsync(ballot, "reject")).Status);

        Assert.Equal(room, (await committee.SendAsync("POST", $"{room}/session/reopening")).Location);
        Assert.Equal((ApplicationState.Planned, 1), await StateAsync(house, id));
        Assert.Equal((BallotEnd.CalledOff, (int?)null, 0), await house.Site.WithAsync(async db => (await db.Ballots.Select(b => b.End!.Value).SingleAsync(), await db.Ballots.Select(b => b.Cast).SingleAsync(), await db.BallotBoxes.CountAsync())));
        var entry = await house.Site.WithAsync(db => db.AuditEntries.SingleAsync(e => e.Act == AuditActs.BallotCalledOff));
        Assert.Equal((null, null, $"{id}"), (entry.ById, entry.MemberId, entry.Subject));
        await house.Site.DrainAsync();
        foreach (var place in new[] { "committee", "organizer" })
            Assert.Contains("The ballot was called off: open", (await ReminderTests.InboxAsync(house, place)).Select(item => item.Subject));
        Assert.Contains("Your trial talk is still to be given", (await ReminderTests.InboxAsync(house, "open")).Select(item => item.Subject));

        // Ended anew, it is voted on anew, and what became of the first ballot is still to be seen.
        await committee.SendAsync("DELETE", $"{room}/session");
        Assert.Equal((ApplicationState.Voting, 2), await StateAsync(house, id));
        Assert.Contains("It was called off, and the box never opened", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_a_ballot_decided_stands_whatever_becomes_of_the_hour(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, talk, room) = await PlannedAsync(house);
        var committee = await house.SignInAsync("committee");
        await HoldAsync(committee, talk, room);
        var ballot = await house.Site.WithAsync(db => db.Ballots.Select(b => b.Id).SingleAsync());
        foreach (var voter in await house.Site.WithAsync(db => db.BallotVoters.Select(v => v.MemberId).ToListAsync()))
            await (await house.Visitor().SignInAsync(voter)).VoteAsync(ballot, "approve");
        Assert.Equal((ApplicationState.Promoted, 1), await StateAsync(house, id));
        Assert.Equal(room, (await committee.SendAsync("POST", $"{room}/session/reopening")).Location);
        Assert.Equal((ApplicationState.Promoted, 1), await StateAsync(house, id));
        Assert.Equal(Standing.Inner, (await house.MemberAsync("open")).Standing);
    }

    // Its hour has come.
    private static async Task<(int Application, int Talk, string Room)> PlannedAsync(Household house)
    {
        var id = await house.ApplyAsync(house["open"]);
        await house.AcceptAsync(id);
        var judge = (await house.PanelAsync(id))[^1];
        await house.SayTieAsync(id, Whalepaper.Admission.Panels.Tie.None, judge);
        var committee = await house.SignInAsync("committee");
        Assert.Equal($"/applications/{id}?done=planned#trial", (await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{await house.TrialDateAsync()}"))).Location);
        var (talk, meeting, at) = await house.Site.WithAsync(async db =>
        {
            var found = await db.Talks.Where(t => db.Applications.Any(a => a.Id == id && a.TalkId == t.Id)).Select(t => new { t.Id, t.MeetingId, t.Meeting!.StartsAt }).SingleAsync();
            return (found.Id, found.MeetingId, found.StartsAt);
        });
        house.Site.Clock.Advance(at - house.Site.Clock.GetCurrentInstant() + Duration.FromMinutes(2));
        return (id, talk, $"/meetings/{meeting}");
    }

    private static async Task HoldAsync(Session host, int talk, string room)
    {
        await host.SendAsync("POST", $"{room}/session");
        Assert.Equal(room, (await host.SendAsync("PUT", $"{room}/session/place", ("talk", $"{talk}"), ("part", "0"))).Location);
        Assert.Equal(room, (await host.SendAsync("DELETE", $"{room}/session")).Location);
    }

    private static Task<(ApplicationState State, int Ballots)> StateAsync(Household house, int id) => house.Site.WithAsync(async db =>
        (await db.Applications.Where(a => a.Id == id).Select(a => a.State).SingleAsync(), await db.Ballots.CountAsync()));
}
