using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Admission;

/// <summary>The talk on which a candidate is heard: when it can be, what becomes of it, and what a candidate does with it.</summary>
public sealed class TrialTests
{
    [Theory, BothEngines]
    public async Task It_is_planned_with_a_panel_and_its_paper_stands_on_the_list(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, date) = (await CandidateAsync(house), await house.TrialDateAsync());
        var committee = await house.SignInAsync("committee");
        var few = await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{date}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, few.Status);
        Assert.Contains("At least 3 must sit", few.Text, StringComparison.Ordinal);
        var panel = await house.PanelAsync(id);
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal($"/applications/{id}?done=planned#trial", (await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{date}"))).Location);

        var talk = await TrialAsync(house, id);
        Assert.Equal((TalkState.Claimed, (int?)date, (int?)0), (talk.State, talk.MeetingId, talk.Seat));
        Assert.Equal([house["open"]], talk.Presenters.Select(place => place.MemberId));
        Assert.Equal([("On whales", "https://example.org/whales.pdf")], talk.Papers.Select(place => (place.Paper.Title, place.Paper.Link!)));
        Assert.Equal([ApplicationStepKind.Applied, ApplicationStepKind.Accepted, ApplicationStepKind.Planned], await StepsAsync(house, id));
        Assert.Contains("On whales", (await house.Visitor().GetAsync("/topics/5/nlp")).Text, StringComparison.Ordinal);
        var own = (await (await house.SignInAsync("open")).GetAsync($"/applications/{id}")).Text;
        Assert.Contains($"/talks/{talk.Id}/prepare", own, StringComparison.Ordinal);
        await house.Site.DrainAsync();
        Assert.Contains("Your trial talk has a date", (await ReminderTests.InboxAsync(house, "open")).Select(item => item.Subject));
        Assert.Contains("The trial talk of open has a date", (await ReminderTests.InboxAsync(house, "organizer")).Select(item => item.Subject));
        Assert.DoesNotContain("The trial talk of open has a date", (await ReminderTests.InboxAsync(house, "committee")).Select(item => item.Subject));
        Assert.Equal(3, panel.Length);
    }

    [Theory, BothEngines]
    public async Task A_date_on_which_somebody_is_away_or_all_seats_are_taken_is_not_offered_and_it_is_said_why(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await CandidateAsync(house);
        var panel = await house.PanelAsync(id);
        int[] dates = [await house.TrialDateAsync(), await house.TrialDateAsync(), await house.TrialDateAsync(), await house.TrialDateAsync()];
        var elsewhere = await house.TrialDateAsync("cv");
        await house.SetAsync(SettingsCatalogue.TalksAtMeeting, "1");
        await (await house.SignInAsync("inner")).ClaimAsync((await house.PapersAsync(1))[0], dates[0]);
        await AwayAsync(house, dates[1], house["open"]);
        await AwayAsync(house, dates[2], panel[0], panel[2]);
        var committee = await house.SignInAsync("committee");
        var page = (await committee.GetAsync($"/applications/{id}")).Text;
        Assert.Contains($"value=\"{dates[3]}\"", page, StringComparison.Ordinal);
        foreach (var date in dates[..3])
            Assert.DoesNotContain($"name=\"meeting\" value=\"{date}\"", page, StringComparison.Ordinal);
        Assert.Contains("Of the panel, 2 cannot come", page, StringComparison.Ordinal);
        foreach (var (date, why) in new[] { (dates[0], "All seats are taken"), (dates[1], "The candidate cannot come"), (dates[2], "Of the panel, 2 cannot come"), (elsewhere, "Choose one of the meetings") })
        {
            var refused = await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{date}"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.Contains($"field-error\" id=\"field-meeting-error\">{why}", refused.Text, StringComparison.Ordinal);
        }

        Assert.Equal($"/applications/{id}?done=planned#trial", (await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{dates[3]}"))).Location);
        // What lies more than eight weeks ahead nobody promises.
        var far = (await house.DatesAsync(8))[^1];
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{far}"))).Status);
    }

    [Theory, BothEngines]
    public async Task It_is_moved_along_its_list_made_anew_on_another_and_called_off(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await CandidateAsync(house, "nlp", "cv");
        await house.PanelAsync(id);
        var (first, second, other) = (await house.TrialDateAsync(), await house.TrialDateAsync(), await house.TrialDateAsync("cv"));
        var committee = await house.SignInAsync("committee");
        var talks = new List<int>();
        foreach (var date in new[] { first, second, other })
        {
            await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{date}"));
            var talk = await TrialAsync(house, id);
            Assert.Equal((int?)date, talk.MeetingId);
            talks.Add(talk.Id);
        }

        Assert.Equal(talks[0], talks[1]);
        Assert.NotEqual(talks[1], talks[2]);
        Assert.Equal(TalkState.Cancelled, (await house.TalkAsync(talks[0])).State);
        // One paper, on two lists.
        Assert.Equal(1, await house.Site.WithAsync(db => db.Papers.CountAsync(paper => paper.Title == "On whales")));
        Assert.Equal($"/applications/{id}?done=unplanned#trial", (await committee.SendAsync("DELETE", $"/applications/{id}/trial")).Location);
        Assert.Equal((ApplicationState.Candidate, null), await StateAsync(house, id));
        Assert.Equal(TalkState.Cancelled, (await house.TalkAsync(talks[2])).State);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("DELETE", $"/applications/{id}/trial")).Status);
        // The paper waits on its list for the next date, and does not stand there twice.
        await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{first}"));
        Assert.Equal(2, await house.Site.WithAsync(db => db.Entries.CountAsync(entry => entry.Paper.Title == "On whales")));
    }

    [Theory, BothEngines]
    public async Task Of_two_who_plan_at_the_same_moment_one_does(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await CandidateAsync(house);
        await house.PanelAsync(id);
        int[] dates = [await house.TrialDateAsync(), await house.TrialDateAsync()];
        Session[] two = [await house.SignInAsync("committee"), await house.SignInAsync("organizer")];
        await Task.WhenAll(two.Zip(dates, (session, date) => session.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{date}"))));
        Assert.Equal(1, await house.Site.WithAsync(db => db.Talks.CountAsync(talk => talk.State == TalkState.Claimed && db.TalkPresenters.Any(place => place.TalkId == talk.Id && place.MemberId == house["open"]))));
        Assert.Equal(ApplicationState.Planned, (await StateAsync(house, id)).State);
    }

    [Theory, BothEngines]
    public async Task Taken_back_or_missed_it_is_to_be_planned_anew_and_given_the_committee_votes(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await CandidateAsync(house);
        await house.PanelAsync(id);
        var (committee, open) = (await house.SignInAsync("committee"), await house.SignInAsync("open"));
        var talk = await PlannedAsync(house, id, committee);
        Assert.Equal($"/talks/{talk.Id}?done=withdrawn", (await open.SendAsync("POST", $"/talks/{talk.Id}/withdrawal")).Location);
        Assert.Equal((ApplicationState.Candidate, null), await StateAsync(house, id));
        await house.Site.DrainAsync();
        Assert.Contains("The trial talk of open lost its date", (await ReminderTests.InboxAsync(house, "organizer")).Select(item => item.Subject));

        talk = await PlannedAsync(house, id, committee);
        house.Site.Clock.Advance(talk.Meeting!.StartsAt - house.Site.Clock.GetCurrentInstant() + Duration.FromMinutes(20));
        // Its hour has come: how it went is recorded, and nobody calls it off any more.
        committee = await house.SignInAsync("committee");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("DELETE", $"/applications/{id}/trial")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{await house.TrialDateAsync()}"))).Status);
        await committee.SendAsync("POST", $"/talks/{talk.Id}/absence");
        Assert.Equal((ApplicationState.Candidate, null), await StateAsync(house, id));

        talk = await PlannedAsync(house, id, committee);
        house.Site.Clock.Advance(talk.Meeting!.StartsAt - house.Site.Clock.GetCurrentInstant() + Duration.FromMinutes(20));
        committee = await house.SignInAsync("committee");
        await committee.SendAsync("POST", $"/talks/{talk.Id}/giving");
        Assert.Equal((ApplicationState.Voting, (int?)talk.Id), await StateAsync(house, id));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{await house.TrialDateAsync()}"))).Status);
    }

    [Theory, BothEngines]
    public async Task Where_somebody_steps_in_for_the_candidate_nobody_was_on_trial(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await CandidateAsync(house);
        await house.PanelAsync(id);
        var committee = await house.SignInAsync("committee");
        var talk = await PlannedAsync(house, id, committee);
        await house.Site.WithAsync(async db =>
        {
            db.Add(new Standby(talk.MeetingId!.Value, await db.Members.SingleAsync(m => m.Id == house["inner"]), house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        house.Site.Clock.Advance(talk.Meeting!.StartsAt - house.Site.Clock.GetCurrentInstant() + Duration.FromMinutes(20));
        committee = await house.SignInAsync("committee");
        await committee.SendAsync("POST", $"/talks/{talk.Id}/presenters/open/replacement");
        await committee.SendAsync("POST", $"/talks/{talk.Id}/giving");
        Assert.Equal((TalkState.Given, house["inner"]), (await house.TalkAsync(talk.Id)) is var given ? (given.State, given.Presenters.Single().MemberId) : default);
        Assert.Equal((ApplicationState.Candidate, null), await StateAsync(house, id));
    }

    [Theory, BothEngines]
    public async Task A_candidate_shares_their_trial_talk_and_nothing_else(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await CandidateAsync(house);
        await house.PanelAsync(id);
        var (committee, open) = (await house.SignInAsync("committee"), await house.SignInAsync("open"));
        var (talk, papers, free) = (await PlannedAsync(house, id, committee), await house.PapersAsync(1), await house.DatesAsync(1));
        // No claim, no place in a line, no talk of others, no other date, nobody beside them, and nobody in their place.
        Assert.Equal(HttpStatusCode.Forbidden, (await open.ClaimAsync(papers[0], free[0])).Status);
        var taken = (await (await house.SignInAsync("inner")).ClaimAsync(papers[0], free[0])).TalkNumber();
        Assert.Equal(HttpStatusCode.Forbidden, (await open.SendAsync("PUT", $"/talks/{taken}/waiting")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await house.SignInAsync("inner")).SendAsync("POST", $"/talks/{taken}/presenters", ("with", "open"))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await house.SignInAsync("inner")).SendAsync("POST", $"/talks/{taken}/handovers", ("to", "open"))).Status);
        foreach (var session in new[] { open, committee })
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await session.SendAsync("PUT", $"/talks/{talk.Id}/meeting", ("meeting", $"{free[0]}"), ("anyway", "yes"))).Status);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await session.SendAsync("POST", $"/talks/{talk.Id}/presenters", ("with", "inner"), ("anyway", "yes"))).Status);
        }

        foreach (var to in new[] { "", "inner" })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await open.SendAsync("POST", $"/talks/{talk.Id}/handovers", ("to", to))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await house.SignInAsync("inner")).SendAsync("POST", $"/talks/{taken}/handovers", ("swap", $"{talk.Id}"))).Status);
        var page = (await open.GetAsync($"/talks/{talk.Id}/handover")).Text;
        Assert.Contains("This is a trial talk", page, StringComparison.Ordinal);
        Assert.Contains($"/talks/{talk.Id}/withdrawal", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"action=\"/talks/{talk.Id}/meeting\"", page, StringComparison.Ordinal);
        Assert.Equal((int?)talk.MeetingId, (await house.TalkAsync(talk.Id)).MeetingId);
    }

    [Theory, BothEngines]
    public async Task A_candidate_confirms_prepares_and_lays_materials_beside_their_trial_talk(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await CandidateAsync(house);
        await house.PanelAsync(id);
        var open = await house.SignInAsync("open");
        var talk = await PlannedAsync(house, id, await house.SignInAsync("committee"));
        Assert.Equal($"/talks/{talk.Id}?done=confirmed", (await open.SendAsync("POST", $"/talks/{talk.Id}/confirmation")).Location);
        Assert.Equal(HttpStatusCode.OK, (await open.GetAsync($"/talks/{talk.Id}/prepare")).Status);
        var part = await house.Site.WithAsync(db => db.OutlineParts.Select(one => one.Id).FirstAsync());
        Assert.Equal($"/talks/{talk.Id}/prepare?done=saved", (await open.SendAsync("PUT", $"/talks/{talk.Id}/preparation", ("parts", $"{part}"), ("texts", "Whales sing."), ("versions", "new"), ("shown", $"{part}"))).Location);
        Assert.StartsWith($"/talks/{talk.Id}", (await open.SendAsync("POST", $"/talks/{talk.Id}/materials", ("kind", "slides"), ("title", "Songs"), ("link", "https://example.org/songs"))).Location, StringComparison.Ordinal);
        var made = await house.TalkAsync(talk.Id);
        Assert.NotNull(made.Confirmation);
        Assert.Contains("Songs", (await open.GetAsync($"/talks/{talk.Id}")).Text, StringComparison.Ordinal);
        Assert.Contains($"/talks/{talk.Id}", (await open.GetAsync("/me")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task The_room_is_open_to_the_candidate_on_trial_even_where_candidates_do_not_listen(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await house.SetAsync(SettingsCatalogue.CandidatesObserve, "no");
        var id = await CandidateAsync(house);
        await house.PanelAsync(id);
        var (committee, open, candidate, inner) = (await house.SignInAsync("committee"), await house.SignInAsync("open"), await house.SignInAsync("candidate"), await house.SignInAsync("inner"));
        var talk = await PlannedAsync(house, id, committee);
        house.Site.Clock.Advance(talk.Meeting!.StartsAt - house.Site.Clock.GetCurrentInstant() + Duration.FromMinutes(1));
        (committee, open, candidate, inner) = (await house.SignInAsync("committee"), await house.SignInAsync("open"), await house.SignInAsync("candidate"), await house.SignInAsync("inner"));
        await committee.SendAsync("POST", $"/meetings/{talk.MeetingId}/session");
        var (room, questions) = ($"/meetings/{talk.MeetingId}", $"/applications/{id}#questions");
        Assert.DoesNotContain("data-live", (await candidate.GetAsync(room)).Text, StringComparison.Ordinal);
        var own = (await open.GetAsync(room)).Text;
        Assert.Contains("data-live=\"now\"", own, StringComparison.Ordinal);
        Assert.Contains("data-own=\"0\"", own, StringComparison.Ordinal);
        Assert.Equal(room, (await open.SendAsync("PUT", $"{room}/session/place", ("talk", $"{talk.Id}"), ("part", "0"))).Location);

        // To what is asked on trial leads a link for those who ask and answer, and for nobody else.
        Assert.Contains(questions, own, StringComparison.Ordinal);
        foreach (var place in new[] { "committee", "organizer" })
            Assert.Contains(questions, (await (await house.SignInAsync(place)).GetAsync(room)).Text, StringComparison.Ordinal);
        var (_, judge) = await house.JudgeAsync();
        foreach (var stranger in new[] { inner, candidate, house.Visitor(), await house.Visitor().SignInAsync(judge) })
            Assert.DoesNotContain("/applications/", (await stranger.GetAsync(room)).Text.Replace("href=\"/applications\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static async Task<int> CandidateAsync(Household house, params string[] tracks)
    {
        var id = await house.ApplyAsync(house["open"]);
        if (tracks.Length > 0)
        {
            await house.Site.WithAsync(async db =>
            {
                var application = await db.Applications.SingleAsync(a => a.Id == id);
                application.Answer(application.Answers with { TrackIds = await db.Tracks.Where(track => tracks.Contains(track.Code)).Select(track => track.Id).ToListAsync() });
                await db.SaveChangesAsync();
            });
        }

        await house.AcceptAsync(id);
        return id;
    }

    private static async Task<Talk> PlannedAsync(Household house, int id, Session committee)
    {
        var answer = await committee.SendAsync("POST", $"/applications/{id}/trial", ("meeting", $"{await house.TrialDateAsync()}"));
        Assert.Equal($"/applications/{id}?done=planned#trial", answer.Location);
        return await TrialAsync(house, id);
    }

    private static async Task<Talk> TrialAsync(Household house, int id) => await house.TalkAsync((await StateAsync(house, id)).Talk ?? throw new InvalidOperationException("No trial talk is planned."));

    private static async Task<(ApplicationState State, int? Talk)> StateAsync(Household house, int id) => await house.Site.WithAsync(async db =>
    {
        var application = await db.Applications.AsNoTracking().SingleAsync(a => a.Id == id);
        return (application.State, application.TalkId);
    });

    private static Task<List<ApplicationStepKind>> StepsAsync(Household house, int id) => house.Site.WithAsync(db => db.ApplicationSteps.Where(step => step.ApplicationId == id).OrderBy(step => step.Id).Select(step => step.Kind).ToListAsync());

    private static Task AwayAsync(Household house, int meeting, params int[] members) => house.Site.WithAsync(async db =>
    {
        var day = await db.GroupDayAsync((await db.Meetings.SingleAsync(m => m.Id == meeting)).StartsAt, CancellationToken.None);
        db.AddRange(members.Select(member => new AwayDays(member, day, day)));
        await db.SaveChangesAsync();
    });
}
