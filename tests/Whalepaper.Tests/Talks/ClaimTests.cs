using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Talks;

/// <summary>A paper and a date are taken in one step; the first who comes has them.</summary>
public sealed class ClaimTests
{
    private const string Path = "/topics/5/nlp/claim";

    [Theory, BothEngines]
    public async Task A_paper_and_a_date_are_taken_in_one_step(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var papers = await house.PapersAsync(2);
        var dates = await house.DatesAsync(2);
        var inner = await house.SignInAsync("inner");
        var page = (await inner.GetAsync($"{Path}?paper={papers[1]}&meeting={dates[1]}")).Text;
        Assert.Contains("Paper number", page, StringComparison.Ordinal);
        Assert.Matches($"value=\"{papers[1]}\"[^>]*selected", page);
        Assert.Matches($"value=\"{dates[1]}\"[^>]*checked", page);

        var talk = await house.TalkAsync((await inner.ClaimAsync(papers[1], dates[1])).TalkNumber());
        Assert.Equal((TalkState.Claimed, dates[1], 0), (talk.State, talk.MeetingId!.Value, talk.Seat!.Value));
        Assert.Equal([TalkStepKind.Claimed, TalkStepKind.Dated], talk.Course.OrderBy(s => s.Id).Select(s => s.Kind));
        Assert.Contains($"/talks/{talk.Id}", (await house.Visitor().GetAsync("/topics/5/nlp")).Text, StringComparison.Ordinal);
        Assert.Contains("Paper number", (await house.Visitor().GetAsync($"/meetings/{dates[1]}.ics")).Text, StringComparison.Ordinal);
        Assert.Contains("claimed by inner", (await house.Visitor().GetAsync($"/talks/{talk.Id}")).Text, StringComparison.Ordinal);
        // What is taken is not on offer any more.
        var after = (await inner.GetAsync(Path)).Text;
        Assert.DoesNotContain($"<option value=\"{papers[1]}\"", after, StringComparison.Ordinal);
        Assert.DoesNotContain($"name=\"meeting\" value=\"{dates[1]}\"", after, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Of_a_hundred_who_claim_at_once_one_does_and_the_others_are_told(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var paper = (await house.PapersAsync(1))[0];
        var dates = await house.DatesAsync(3);
        var keys = new List<string>();
        for (var n = 0; n < 100; n++)
            keys.Add(await KeyAsync(house, await house.AddAsync($"member{n}", Standing.Inner)));

        var answers = await Task.WhenAll(keys.Select((key, n) => house.Visitor().BearAsync(key, "POST", "/api/v1/topics/5/nlp/talks", $$"""{"paper":"{{paper}}","meeting":"{{dates[n % 3]}}"}""")));
        Assert.Single(answers, answer => answer.Status is HttpStatusCode.OK);
        var refused = answers.Where(answer => answer.Status is HttpStatusCode.UnprocessableEntity).ToList();
        Assert.Equal(99, refused.Count);
        Assert.All(refused, answer => Assert.True(JsonDocument.Parse(answer.Text).RootElement.GetProperty("errors").TryGetProperty("paper", out _), answer.Text));
        Assert.Equal(1, await house.Site.WithAsync(db => db.Talks.CountAsync(t => t.Papers.Any(p => p.PaperId == paper))));
    }

    [Theory, BothEngines]
    public async Task A_date_has_no_more_talks_than_seats_however_many_want_it(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.SetAsync(SettingsCatalogue.TalksAtMeeting, "3");
        var papers = await house.PapersAsync(12);
        var date = (await house.DatesAsync(1))[0];
        var keys = new List<string>();
        foreach (var n in Enumerable.Range(0, papers.Length))
            keys.Add(await KeyAsync(house, await house.AddAsync($"member{n}", Standing.Inner)));
        var answers = await Task.WhenAll(keys.Zip(papers, (key, paper) => house.Visitor().BearAsync(key, "POST", "/api/v1/topics/5/nlp/talks", $$"""{"paper":"{{paper}}","meeting":"{{date}}"}""")));
        Assert.Equal(3, answers.Count(answer => answer.Status is HttpStatusCode.OK));
        Assert.Equal(9, answers.Count(answer => answer.Status is HttpStatusCode.UnprocessableEntity && answer.Text.Contains("\"meeting\"", StringComparison.Ordinal)));
        Assert.Equal([0, 1, 2], await house.Site.WithAsync(db => db.Talks.Where(t => t.MeetingId == date).Select(t => t.Seat!.Value).OrderBy(seat => seat).ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task Nobody_has_more_talks_than_one_may_have_even_if_they_claim_them_all_at_once(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.SetAsync(SettingsCatalogue.MostTalks, "2");
        var papers = await house.PapersAsync(6);
        var dates = await house.DatesAsync(6);
        var key = await house.TokenAsync("inner", TokenScope.Write);
        var answers = await Task.WhenAll(papers.Zip(dates, (paper, date) => house.Visitor().BearAsync(key, "POST", "/api/v1/topics/5/nlp/talks", $$"""{"paper":"{{paper}}","meeting":"{{date}}"}""")));
        Assert.Equal(2, answers.Count(answer => answer.Status is HttpStatusCode.OK));
        var inner = await house.SignInAsync("inner");
        var again = await inner.ClaimAsync(papers.Except(await TakenAsync(house)).First(), dates.Except(await HeldAsync(house)).First());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains("You have 2 talks in this topic already", again.Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Nobody_shares_in_two_places_at_once_and_who_comes_close_is_warned(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var papers = await house.PapersAsync(3);
        var late = (await house.DatesAsync(1))[0];
        var inner = await house.SignInAsync("inner");
        // A meeting of the other track that ends just as this one begins, and one in its midst.
        var (before, during) = ((await house.DatesAsync(1, "cv", 20, 0))[0], 0);
        await house.Site.WithAsync(async db =>
        {
            var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleAsync(l => l.Track.Code == "cv");
            var (now, me) = (house.Site.Clock.GetCurrentInstant(), house["inner"]);
            var entry = new Whalepaper.Topics.ReadingListEntry(list, new Whalepaper.Papers.Paper("Of the other track", null, Whalepaper.Papers.PaperKind.Paper, now), 9, now);
            var talk = new Talk(entry, [await db.Members.SingleAsync(m => m.Id == me)], now);
            talk.ScheduleAt(await db.Meetings.SingleAsync(m => m.Id == before), 0, now);
            db.Add(talk);
            await db.SaveChangesAsync();
            during = talk.Id;
        });
        var warned = await inner.ClaimAsync(papers[0], late);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, warned.Status);
        Assert.Contains("Another talk of yours is right before or after", warned.Text, StringComparison.Ordinal);
        Assert.Contains("I know. Claim it all the same.", warned.Text, StringComparison.Ordinal);
        await house.Site.WithAsync(async db =>
        {
            (await db.Meetings.SingleAsync(m => m.Id == before)).MoveTo((await db.Meetings.SingleAsync(m => m.Id == late)).StartsAt, 90, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        var refused = await inner.ClaimAsync(papers[0], late, ("anyway", "yes"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("You share somewhere else at that hour", refused.Text, StringComparison.Ordinal);
        // Once that talk is taken back, the hour is free.
        await inner.SendAsync("POST", $"/talks/{during}/withdrawal");
        Assert.Equal(TalkState.Claimed, (await house.TalkAsync((await inner.ClaimAsync(papers[0], late)).TalkNumber())).State);
    }

    [Theory, BothEngines]
    public async Task Who_said_that_they_cannot_is_warned_and_may_claim_all_the_same(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var papers = await house.PapersAsync(2);
        var dates = await house.DatesAsync(2);
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        Assert.Equal("/me/dates?done=added", (await inner.SendAsync("POST", "/me/dates", ("from", "2026-12-10"), ("to", "2026-12-13"))).Location);
        Assert.Contains("you said you cannot", (await inner.GetAsync(Path)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("you said you cannot", (await committee.GetAsync(Path)).Text, StringComparison.Ordinal);
        Assert.Contains("You said that you cannot on that day", (await inner.ClaimAsync(papers[0], dates[0])).Text, StringComparison.Ordinal);
        // On which days somebody cannot is not found out by naming them: they say so themselves, when they are asked to confirm.
        var curious = await house.Visitor().SignInAsync(await house.AddAsync("curious", Standing.Inner));
        foreach (var named in (bool[])[true, false])
        {
            var shared = (await (named ? curious.ClaimAsync(papers[1], dates[0], ("with", "inner")) : curious.ClaimAsync(papers[1], dates[0]))).TalkNumber();
            if (!named)
                Assert.Equal($"/talks/{shared}?done=joined", (await curious.SendAsync("POST", $"/talks/{shared}/presenters", ("with", "inner"))).Location);
            Assert.Equal(2, (await house.TalkAsync(shared)).Presenters.Count);
            await curious.SendAsync("POST", $"/talks/{shared}/withdrawal");
        }

        Assert.Contains("inner said they cannot on that day", (await committee.ClaimAsync(papers[0], dates[0], ("with", "inner"))).Text, StringComparison.Ordinal);
        Assert.Equal(2, (await house.TalkAsync((await committee.ClaimAsync(papers[0], dates[0], ("with", "inner"), ("anyway", "yes"))).TalkNumber())).Presenters.Count);
        // A day off that is another's is nobody's business.
        var days = await house.Site.WithAsync(db => db.AwayDays.Select(d => d.Id).SingleAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("DELETE", $"/me/dates/{days}")).Status);
        Assert.Equal("/me/dates?done=removed", (await inner.SendAsync("DELETE", $"/me/dates/{days}")).Location);
    }

    [Theory, BothEngines]
    public async Task An_open_member_asks_for_a_talk_at_an_open_track_and_the_committee_gives_its_word(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var papers = await house.PapersAsync(2);
        var dates = await house.DatesAsync(2);
        var (open, committee) = (await house.SignInAsync("open"), await house.SignInAsync("committee"));
        Assert.Contains("This track is for the inner group", (await open.GetAsync(Path)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await open.ClaimAsync(papers[0], dates[0])).Status);
        await house.Site.WithAsync(async db =>
        {
            (await db.Tracks.SingleAsync(t => t.Code == "nlp")).OpenTo(everyone: true);
            await db.SaveChangesAsync();
        });

        var first = (await open.ClaimAsync(papers[0], dates[0])).TalkNumber();
        Assert.Equal(TalkState.Asked, (await house.TalkAsync(first)).State);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await open.SendAsync("POST", $"/talks/{first}/confirmation")).Status);
        Assert.Contains($"/talks/{first}", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await open.SendAsync("POST", $"/talks/{first}/acceptance")).Status);
        Assert.Equal($"/talks/{first}?done=accepted", (await committee.SendAsync("POST", $"/talks/{first}/acceptance")).Location);
        Assert.Equal($"/talks/{first}?done=confirmed", (await open.SendAsync("POST", $"/talks/{first}/confirmation")).Location);

        // Whom they name beside themselves changes nothing: who claims it is no inner member.
        var second = (await open.ClaimAsync(papers[1], dates[1], ("with", "inner"))).TalkNumber();
        Assert.Equal((TalkState.Asked, 2), ((await house.TalkAsync(second)).State, (await house.TalkAsync(second)).Presenters.Count));
        await committee.SendAsync("POST", $"/talks/{second}/cancellation", ("word", "Not this one"));
        var declined = await house.TalkAsync(second);
        Assert.Equal((TalkState.Cancelled, null, "Not this one"), (declined.State, declined.MeetingId, declined.Ending!.Word));
        Assert.Contains($"<option value=\"{papers[1]}\"", (await open.GetAsync(Path)).Text, StringComparison.Ordinal);
        // Who is of the inner group, or of the committee, takes an open member along without asking.
        Assert.Equal(TalkState.Claimed, (await house.TalkAsync((await committee.ClaimAsync(papers[1], dates[1], ("with", "open"))).TalkNumber())).State);
    }

    [Theory, BothEngines]
    public async Task A_candidate_claims_nothing_and_a_topic_that_does_not_run_has_nothing_to_claim(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var paper = (await house.PapersAsync(1))[0];
        var date = (await house.DatesAsync(1))[0];
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignInAsync("candidate")).ClaimAsync(paper, date)).Status);
        await house.Site.WithAsync(async db =>
        {
            (await db.Topics.SingleAsync()).Close(house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        var inner = await house.SignInAsync("inner");
        Assert.Contains("This topic is not running", (await inner.GetAsync(Path)).Text, StringComparison.Ordinal);
        Assert.Contains("This topic is not running", (await inner.ClaimAsync(paper, date)).Text, StringComparison.Ordinal);
    }

    private static Task<string> KeyAsync(Household house, int member) => house.Site.WithAsync(db =>
        Whalepaper.Members.Me.KeysEndpoints.MakeAsync(db, house.Site.Clock, member, member, "bot", TokenScope.Write, 0, CancellationToken.None));

    private static Task<List<int>> TakenAsync(Household house) => house.Site.WithAsync(db => db.TalkPapers.Where(p => p.ReleasedAt == null).Select(p => p.PaperId).ToListAsync());

    private static Task<List<int>> HeldAsync(Household house) => house.Site.WithAsync(db => db.Talks.Where(t => t.MeetingId != null).Select(t => t.MeetingId!.Value).ToListAsync());
}
