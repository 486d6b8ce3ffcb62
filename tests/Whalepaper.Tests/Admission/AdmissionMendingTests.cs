using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Panels;
using Whalepaper.Members;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>What nobody gets around: ties that stay, an audit log that tells no more than the pages, applications that never stand still, and mailboxes that nobody fills.</summary>
public sealed class AdmissionMendingTests
{
    private static readonly (string, string)[] complete = [("tracks", "nlp"), ("why", AdmissionStage.Why), ("paperTitle", "On whales"), ("hours", "5"), ("promise", "yes")];

    [Theory, BothEngines]
    public async Task Ties_follow_to_the_next_application_and_an_invitation_outlives_its_draft(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (open, committee, organizer) = (await house.SignInAsync("open"), await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        var (_, judge) = await house.JudgeAsync();
        await committee.SendAsync("POST", "/applications/invitations", ("member", "open"));
        await open.SendAsync("PUT", "/me/application", ("why", "A first word"), ("step", "draft"));
        Assert.Equal("/apply?done=thrown", (await open.SendAsync("DELETE", "/me/application")).Location);
        var page = (await open.GetAsync("/apply")).Text;
        Assert.DoesNotContain("A first word", page, StringComparison.Ordinal);
        Assert.Contains("The committee asked you", page, StringComparison.Ordinal);

        await open.SendAsync("PUT", "/me/application", [.. complete, ("step", "send")]);
        var first = await house.Site.WithAsync(db => db.Applications.Select(a => a.Id).SingleAsync());
        Assert.Contains("You have a conflict of interest", (await committee.GetAsync($"/applications/{first}")).Text, StringComparison.Ordinal);
        await organizer.SendAsync("PUT", $"/applications/{first}/tie", ("tie", "none"));
        await house.SayTieAsync(first, Tie.Adviser, judge);
        await open.SendAsync("DELETE", "/me/application");
        await open.SendAsync("PUT", "/me/application", [.. complete, ("step", "send")]);
        var second = await house.Site.WithAsync(db => db.Applications.Where(a => a.RunsFor != null).Select(a => a.Id).SingleAsync());
        Assert.NotEqual(first, second);
        Assert.Equal([(house["committee"], Tie.Inviter), (judge, Tie.Adviser)], await TiesAsync(house, second));
        // Who said that there is none is asked again, and what the organizer takes away is not carried on.
        Assert.Contains("Do you have a conflict of interest?", (await organizer.GetAsync($"/applications/{second}")).Text, StringComparison.Ordinal);
        await house.SayTieAsync(second, Tie.None, judge);
        await open.SendAsync("DELETE", "/me/application");
        await open.SendAsync("PUT", "/me/application", ("why", "Third"), ("step", "draft"));
        Assert.Equal([(house["committee"], Tie.Inviter)], await TiesAsync(house, await house.Site.WithAsync(db => db.Applications.Where(a => a.RunsFor != null).Select(a => a.Id).SingleAsync())));
    }

    [Theory, BothEngines]
    public async Task The_audit_log_tells_of_an_application_only_to_those_who_see_it_whole(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        var third = await house.UntiedAsync("third", id);
        var (_, silent) = await house.JudgeAsync();
        var committee = await house.SignInAsync("committee");
        await committee.SendAsync("POST", $"/applications/{id}/acceptance");
        await (await house.SignInAsync("organizer")).SendAsync("PUT", "/members/inner/standing", ("standing", "open"), ("reason", "Because."));
        Assert.Contains("application.accept", (await committee.GetAsync("/audit.csv")).Text, StringComparison.Ordinal);
        Assert.Contains("/members/open\"", (await committee.GetAsync("/audit?act=application.accept")).Text, StringComparison.Ordinal);
        await (await house.Visitor().SignInAsync(third)).SendAsync("PUT", $"/applications/{id}/tie", ("tie", "other"));
        foreach (var reader in new[] { await house.Visitor().SignInAsync(third), await house.Visitor().SignInAsync(silent) })
        {
            var log = (await reader.GetAsync("/audit.csv")).Text;
            Assert.DoesNotContain("application.accept", log, StringComparison.Ordinal);
            Assert.DoesNotContain("/members/open\"", (await reader.GetAsync("/audit?act=application.accept")).Text, StringComparison.Ordinal);
            Assert.Contains("member.standing", log, StringComparison.Ordinal);
            Assert.DoesNotContain("application.accept", (await reader.GetAsync("/audit.csv?member=open")).Text, StringComparison.Ordinal);
        }
    }

    [Theory, BothEngines]
    public async Task Who_was_heard_and_on_whom_too_few_may_vote_is_answered(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.PresentedAsync(house["open"]);
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        Assert.Contains($"/applications/{id}/refusal", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);
        // As soon as enough may vote, it is for the ballot to say.
        await house.UntiedAsync("third", id);
        var refused = await committee.SendAsync("POST", $"/applications/{id}/refusal", ("feedback", "No."), ("days", "10"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("open the ballot, it decides", refused.Text, StringComparison.Ordinal);
        await organizer.SendAsync("PUT", "/members/third/role", ("role", "none"));
        Assert.Equal($"/applications/{id}?done=declined", (await committee.SendAsync("POST", $"/applications/{id}/refusal", ("feedback", "No."), ("days", "10"))).Location);
        Assert.Equal(Standing.Open, (await house.MemberAsync("open")).Standing);
    }

    [Fact]
    public async Task Who_writes_sends_and_takes_back_in_a_loop_is_stopped()
    {
        await using var house = await ReminderTests.HouseAsync(Engine.Sqlite);
        var open = await house.SignInAsync("open");
        for (var n = 0; n < TellingThrottle.PerMember / 2; n++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await open.SendAsync("PUT", "/me/application", [.. complete, ("step", "send")])).Status);
            if (n + 1 < TellingThrottle.PerMember / 2)
                Assert.Equal(HttpStatusCode.SeeOther, (await open.SendAsync("DELETE", "/me/application")).Status);
        }

        var id = await house.Site.WithAsync(db => db.Applications.Where(a => a.RunsFor != null).Select(a => a.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.SeeOther, (await open.SendAsync("POST", $"/applications/{id}/messages", ("text", "One"))).Status);
        var stopped = await open.SendAsync("POST", $"/applications/{id}/messages", ("text", "One more"));
        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.Status);
        Assert.Contains("One more", stopped.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await open.SendAsync("DELETE", "/me/application")).Status);
        // What nobody is told of is not counted.
        Assert.Equal(HttpStatusCode.SeeOther, (await open.SendAsync("PUT", "/me/application", [.. complete, ("step", "send")])).Status);
    }

    [Theory, BothEngines]
    public async Task A_panel_that_becomes_too_small_is_seen_and_told_and_it_is_reminded_of_its_candidate(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        await house.AcceptAsync(id);
        var judge = (await house.PanelAsync(id))[^1];
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        var date = await house.TrialDateAsync();
        Assert.Equal($"/applications/{id}?done=planned#trial", (await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{date}"))).Location);
        var judgeName = await house.Site.WithAsync(db => db.Members.Where(m => m.Id == judge).Select(m => m.Handle).SingleAsync());
        await committee.SendAsync("DELETE", $"/applications/{id}/panel/{judgeName}");
        await house.Site.DrainAsync();
        Assert.Contains("The panel that hears open is short of somebody", (await ReminderTests.InboxAsync(house, "organizer")).Select(item => item.Subject));
        Assert.Contains("The panel is short: 2 of at least 3", (await committee.GetAsync("/applications")).Text, StringComparison.Ordinal);
        Assert.Contains("The panel is short: 2 of at least 3", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Contains("2 on the panel, and at least 3 are needed", (await committee.GetAsync($"/applications/{id}")).Text, StringComparison.Ordinal);

        // Whose hand moves the meeting: the panel is told, and reminded of the new hour.
        await house.Site.WithAsync(async db =>
        {
            var meeting = await db.Meetings.SingleAsync(m => m.Id == date);
            meeting.MoveTo(meeting.StartsAt + Duration.FromHours(1), meeting.Minutes, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        await house.Site.DrainAsync();
        Assert.Contains("The trial talk of open moved", (await ReminderTests.InboxAsync(house, "organizer")).Select(item => item.Subject));
        var at = await house.Site.WithAsync(db => db.Meetings.Where(m => m.Id == date).Select(m => m.StartsAt).SingleAsync());
        await ReminderTests.LiveUntilAsync(house, at - Duration.FromHours(20));
        Assert.Single(await TrialRemindersAsync(house, "organizer"));
        await ReminderTests.LiveUntilAsync(house, at - Duration.FromMinutes(30));
        Assert.Equal(2, (await TrialRemindersAsync(house, "organizer")).Count);
        Assert.Empty(await TrialRemindersAsync(house, "open"));
    }

    [Theory, BothEngines]
    public async Task A_candidate_is_told_before_their_candidacy_ends_and_a_message_keeps_it(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await house.SetAsync(SettingsCatalogue.ApplicationDays, "20");
        var id = await house.ApplyAsync(house["open"]);
        await house.AcceptAsync(id);
        var began = house.Site.Clock.GetCurrentInstant();
        await ReminderTests.LiveUntilAsync(house, began + Duration.FromDays(5));
        Assert.Empty(await ExpiriesAsync(house));
        await ReminderTests.LiveUntilAsync(house, began + Duration.FromDays(7));
        Assert.Single(await ExpiriesAsync(house));
        await (await house.SignInAsync("open")).SendAsync("POST", $"/applications/{id}/messages", ("text", "I am still here."));
        await ReminderTests.LiveUntilAsync(house, began + Duration.FromDays(12));
        Assert.Single(await ExpiriesAsync(house));
        await ReminderTests.LiveUntilAsync(house, began + Duration.FromDays(25));
        Assert.Equal(3, (await ExpiriesAsync(house)).Count);
        Assert.Equal(Standing.Candidate, (await house.MemberAsync("open")).Standing);
    }

    [Theory, BothEngines]
    public async Task The_board_tells_that_somebody_of_a_panel_is_away_and_not_who(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        await house.AcceptAsync(id);
        var judge = (await house.PanelAsync(id))[^1];
        var date = await house.TrialDateAsync();
        var committee = await house.SignInAsync("committee");
        await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{date}"));
        Assert.DoesNotContain("Somebody of the panel", (await committee.GetAsync("/topics/5/board")).Text, StringComparison.Ordinal);
        await house.Site.WithAsync(async db =>
        {
            var day = await db.GroupDayAsync((await db.Meetings.SingleAsync(m => m.Id == date)).StartsAt, CancellationToken.None);
            db.Add(new AwayDays(judge, day, day));
            await db.SaveChangesAsync();
        });
        Assert.Contains("Somebody of the panel that hears it is away that day", (await committee.GetAsync("/topics/5/board")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_one_has_voted_on_leaves_the_own_desk_and_the_course_says_how_far_one_came(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.ApplyAsync(house["open"]);
        var ballot = await house.BallotAsync(id, house["committee"], house["organizer"], await house.UntiedAsync("third", id));
        house.Site.Clock.Advance(Duration.FromDays(2));
        var committee = await house.SignInAsync("committee");
        var link = $"href=\"/applications/{id}\"";
        Assert.Contains(link, (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Contains("waits 2 days", (await committee.GetAsync("/applications")).Text, StringComparison.Ordinal);
        await committee.VoteAsync(ballot, "approve");
        Assert.DoesNotContain(link, (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Contains(link, (await committee.GetAsync("/applications")).Text, StringComparison.Ordinal);

        var other = await house.ApplyAsync(await house.AddAsync("else", Standing.Open));
        await committee.SendAsync("POST", $"/applications/{other}/refusal", ("feedback", "Not now."), ("days", "5"));
        using var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await committee.GetAsync($"/applications/{other}")).Text);
        Assert.Equal(["way-done", null, null, null, "way-now"], document.QuerySelectorAll(".way li").Select(step => step.GetAttribute("class")));
        Assert.Equal("else", document.QuerySelector("h1 .person-name")!.TextContent);
    }

    private static Task<List<(int Member, Tie Tie)>> TiesAsync(Household house, int id) => house.Site.WithAsync(async db =>
        (await db.TieWords.AsNoTracking().Where(word => word.ApplicationId == id).OrderBy(word => word.MemberId).ToListAsync()).ConvertAll(word => (word.MemberId, word.Tie)));

    private static async Task<List<string>> TrialRemindersAsync(Household house, string place) =>
        [.. (await ReminderTests.InboxAsync(house, place)).Select(item => item.Subject).Where(subject => subject.StartsWith("The trial talk of open is on", StringComparison.Ordinal))];

    private static async Task<List<string>> ExpiriesAsync(Household house) =>
        [.. (await ReminderTests.InboxAsync(house, "open")).Select(item => item.Subject).Where(subject => subject.StartsWith("Your candidacy ends", StringComparison.Ordinal))];
}
