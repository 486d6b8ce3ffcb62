using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>The way into the inner group, as those see it who go it, those who decide, and those whom it does not concern.</summary>
public sealed class ApplicationPageTests
{
    private static readonly (string, string)[] complete =
        [("tracks", "nlp"), ("why", AdmissionStage.Why), ("paperTitle", "On whales"), ("paperLink", "https://example.org/whales.pdf"), ("hours", "5"), ("promise", "yes")];

    [Theory, BothEngines]
    public async Task A_draft_has_gaps_and_nobody_sees_it_and_what_is_sent_has_none(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (open, committee) = (await house.SignInAsync("open"), await house.SignInAsync("committee"));
        Assert.Equal("/apply?done=kept", (await open.SendAsync("PUT", "/me/application", ("why", AdmissionStage.Why), ("step", "draft"))).Location);
        Assert.Contains(AdmissionStage.Why, (await open.GetAsync("/apply")).Text, StringComparison.Ordinal);
        var id = await house.Site.WithAsync(db => db.Applications.Select(a => a.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await committee.GetAsync($"/applications/{id}")).Status);
        Assert.Contains("Nobody waits", (await committee.GetAsync("/applications")).Text, StringComparison.Ordinal);

        var refused = await open.SendAsync("PUT", "/me/application", ("why", AdmissionStage.Why), ("hours", "5"), ("step", "send"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Without this promise", refused.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"5\"", refused.Text, StringComparison.Ordinal);
        Assert.Equal($"/applications/{id}?done=sent", (await open.SendAsync("PUT", "/me/application", [.. complete, ("step", "send")])).Location);
        Assert.Contains(AdmissionStage.Why, (await open.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        await house.Site.DrainAsync();
        Assert.Equal(["open wants to join the inner group"], (await ReminderTests.InboxAsync(house, "committee")).Select(item => item.Subject));
        Assert.Empty(await ReminderTests.InboxAsync(house, "open"));
    }

    [Theory, BothEngines]
    public async Task The_committee_says_first_whether_it_is_bound_and_others_see_that_there_is_nothing(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"], untied: false);
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        foreach (var (session, path) in new[] { (committee, $"/applications/{id}"), (committee, "/applications"), (committee, "/desk") })
        {
            var head = (await session.GetAsync(path)).Text;
            Assert.Contains("On whales", head, StringComparison.Ordinal);
            Assert.DoesNotContain(AdmissionStage.Why, head, StringComparison.Ordinal);
        }

        foreach (var command in new[] { "messages", "acceptance", "refusal" })
            Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("POST", $"/applications/{id}/{command}", ("text", "x"), ("feedback", "x"))).Status);
        await committee.SendAsync("PUT", $"/applications/{id}/tie", ("tie", "none"));
        Assert.Contains(AdmissionStage.Why, (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        await organizer.SendAsync("PUT", $"/applications/{id}/tie", ("tie", "adviser"));
        Assert.DoesNotContain(AdmissionStage.Why, (await organizer.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await organizer.SendAsync("PUT", $"/applications/{id}/tie", ("tie", "none"))).Status);
        Assert.DoesNotContain("adviser", (await (await house.SignInAsync("open")).GetAsync($"/applications/{id}")).Text, StringComparison.OrdinalIgnoreCase);

        foreach (var place in new[] { "inner", "candidate" })
        {
            var stranger = await house.SignInAsync(place);
            var (there, nowhere) = (await stranger.GetAsync($"/applications/{id}"), await stranger.GetAsync($"/applications/{id + 1000}"));
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (there.Status, nowhere.Status));
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.SendAsync("POST", $"/applications/{id}/messages", ("text", "x"))).Status);
        }

        Assert.StartsWith("/sign-in", (await house.Visitor().GetAsync($"/applications/{id}")).Location, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_is_taken_on_is_told_and_both_write_to_each_other(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        var (open, committee) = (await house.SignInAsync("open"), await house.SignInAsync("committee"));
        Assert.Equal($"/applications/{id}?done=accepted", (await committee.SendAsync("POST", $"/applications/{id}/acceptance")).Location);
        Assert.Equal(Standing.Candidate, (await house.MemberAsync("open")).Standing);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}/acceptance")).Status);
        foreach (var _ in Enumerable.Range(0, 2))
            await open.SendAsync("POST", $"/applications/{id}/messages", ("text", "When may I share?"), ("key", "one"));
        Assert.Equal(1, await house.Site.WithAsync(db => db.ApplicationMessages.CountAsync()));
        await committee.SendAsync("POST", $"/applications/{id}/messages", ("text", "Next week."));
        var page = (await open.GetAsync($"/applications/{id}")).Text;
        Assert.Contains("Next week.", page, StringComparison.Ordinal);
        await house.Site.DrainAsync();
        Assert.Equal(["You are a candidate now", "The committee wrote to you"], (await ReminderTests.InboxAsync(house, "open")).Select(item => item.Subject));
        Assert.Contains("open wrote to the committee", (await ReminderTests.InboxAsync(house, "committee")).Select(item => item.Subject));
        Assert.DoesNotContain("When may I", (await ReminderTests.InboxAsync(house, "committee"))[^1].Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_is_declined_reads_why_and_may_apply_again_in_time(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        var (open, committee) = (await house.SignInAsync("open"), await house.SignInAsync("committee"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}/refusal", ("feedback", " "))).Status);
        Assert.Equal($"/applications/{id}?done=declined", (await committee.SendAsync("POST", $"/applications/{id}/refusal", ("feedback", "Read **more**."), ("days", ""))).Location);
        Assert.Contains("<strong>more</strong>", (await open.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        var early = await open.SendAsync("PUT", "/me/application", [.. complete, ("step", "send")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.Status);
        Assert.Contains("cannot apply again yet", early.Text, StringComparison.Ordinal);
        house.Site.Clock.Advance(Duration.FromDays(31));
        open = await house.SignInAsync("open");
        Assert.EndsWith("?done=sent", (await open.SendAsync("PUT", "/me/application", [.. complete, ("step", "send")])).Location, StringComparison.Ordinal);
        Assert.Equal(2, await house.Site.WithAsync(db => db.Applications.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Who_takes_it_back_while_the_committee_votes_ends_the_ballot_too(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        var ballot = await house.BallotAsync(id, house["committee"], house["organizer"], house["inner"]);
        var open = await house.SignInAsync("open");
        Assert.Equal($"/applications/{id}?done=withdrawn", (await open.SendAsync("DELETE", "/me/application")).Location);
        Assert.Equal((ApplicationState.Withdrawn, Standing.Open), (await house.Site.WithAsync(db => db.Applications.Select(a => a.State).SingleAsync()), (await house.MemberAsync("open")).Standing));
        Assert.NotNull(await house.Site.WithAsync(db => db.Ballots.Where(b => b.Id == ballot).Select(b => b.ClosedAt).SingleAsync()));
        Assert.Equal(0, await house.Site.WithAsync(db => db.BallotBoxes.CountAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await open.SendAsync("DELETE", "/me/application")).Status);
    }

    [Theory, BothEngines]
    public async Task Who_is_asked_to_apply_finds_a_draft_and_who_asked_them_is_bound(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (open, committee) = (await house.SignInAsync("open"), await house.SignInAsync("committee"));
        Assert.Equal("/applications/prospects?done=invited", (await committee.SendAsync("POST", "/applications/invitations", ("member", "open"))).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", "/applications/invitations", ("member", "open"))).Status);
        Assert.Contains("The committee asked you", (await open.GetAsync("/apply")).Text, StringComparison.Ordinal);
        await open.SendAsync("PUT", "/me/application", [.. complete, ("step", "send")]);
        var id = await house.Site.WithAsync(db => db.Applications.Select(a => a.Id).SingleAsync());
        Assert.Contains("You have a conflict of interest", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        await house.Site.DrainAsync();
        Assert.Empty(await ReminderTests.InboxAsync(house, "committee"));
        Assert.Single(await ReminderTests.InboxAsync(house, "organizer"));
    }
}
