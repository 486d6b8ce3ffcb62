using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Handovers;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Talks;

/// <summary>A talk goes from one to another when both say so, and its dates, calendars and history with it.</summary>
public sealed class HandoverTests
{
    [Theory, BothEngines]
    public async Task A_talk_is_offered_to_somebody_and_goes_over_when_they_take_it(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (inner, committee, organizer) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0])).TalkNumber();
        await inner.SendAsync("POST", $"/talks/{talk}/confirmation");
        Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("POST", $"/talks/{talk}/handovers", ("to", "organizer"))).Status);
        Assert.Equal($"/talks/{talk}?done=offered", (await inner.SendAsync("POST", $"/talks/{talk}/handovers", ("to", "committee"), ("word", "I am in Lisbon then"))).Location);
        var offer = await OfferAsync(house, talk);
        Assert.Contains("I am in Lisbon then", (await committee.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Lisbon", (await house.Visitor().GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);

        // It is offered once at a time, and not to everybody.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await inner.SendAsync("POST", $"/talks/{talk}/handovers")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await organizer.SendAsync("POST", $"/handovers/{offer}/acceptance")).Status);
        Assert.Equal($"/talks/{talk}?done=taken", (await committee.SendAsync("POST", $"/handovers/{offer}/acceptance")).Location);

        var gone = await house.TalkAsync(talk);
        Assert.Equal(house["committee"], Assert.Single(gone.Presenters).MemberId);
        Assert.Equal((TalkState.Claimed, null), (gone.State, gone.Confirmation));
        var step = gone.Course.Single(s => s.Kind is TalkStepKind.HandedOver);
        Assert.Equal((house["inner"], house["committee"], false), (step.ById!.Value, step.WhomId!.Value, step.IsLate));
        Assert.Contains("went from inner to committee", (await house.Visitor().GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        Assert.Contains("committee", (await house.Visitor().GetAsync($"/meetings/{gone.MeetingId}.ics")).Text, StringComparison.Ordinal);
        Assert.Equal(1, await house.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.TalkHandedOver)));
    }

    [Theory, BothEngines]
    public async Task Of_those_who_take_what_is_offered_to_all_one_has_it(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var inner = await house.SignInAsync("inner");
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0])).TalkNumber();
        await inner.SendAsync("POST", $"/talks/{talk}/handovers");
        var offer = await OfferAsync(house, talk);
        var takers = new List<Session>();
        for (var n = 0; n < 12; n++)
            takers.Add(await house.Visitor().SignInAsync(await house.AddAsync($"taker{n}", Members.Standing.Inner)));
        var answers = await Task.WhenAll(takers.Select(taker => taker.SendAsync("POST", $"/handovers/{offer}/acceptance")));
        Assert.Single(answers, answer => answer.Status is HttpStatusCode.SeeOther);
        Assert.All(answers.Where(answer => answer.Status is not HttpStatusCode.SeeOther), answer => Assert.True(answer.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity, answer.ToString()));
        Assert.Single((await house.TalkAsync(talk)).Presenters);
    }

    [Theory, BothEngines]
    public async Task Where_the_committee_must_agree_nothing_changes_before_it_does(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.SetAsync(SettingsCatalogue.HandoverRule, "agrees");
        var (inner, committee, organizer) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0])).TalkNumber();
        await inner.SendAsync("POST", $"/talks/{talk}/handovers", ("to", "organizer"));
        var offer = await OfferAsync(house, talk);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/handovers/{offer}/agreement")).Status);
        Assert.Equal($"/talks/{talk}?done=taking", (await organizer.SendAsync("POST", $"/handovers/{offer}/acceptance")).Location);
        Assert.Equal(house["inner"], Assert.Single((await house.TalkAsync(talk)).Presenters).MemberId);
        Assert.Contains($"/talks/{talk}", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await inner.SendAsync("POST", $"/handovers/{offer}/agreement")).Status);
        Assert.Equal($"/talks/{talk}?done=objected", (await committee.SendAsync("POST", $"/handovers/{offer}/objection")).Location);
        Assert.Equal(house["inner"], Assert.Single((await house.TalkAsync(talk)).Presenters).MemberId);

        await inner.SendAsync("POST", $"/talks/{talk}/handovers", ("to", "organizer"));
        var second = await OfferAsync(house, talk);
        await organizer.SendAsync("POST", $"/handovers/{second}/acceptance");
        Assert.Equal($"/talks/{talk}?done=agreed", (await committee.SendAsync("POST", $"/handovers/{second}/agreement")).Location);
        Assert.Equal(house["organizer"], Assert.Single((await house.TalkAsync(talk)).Presenters).MemberId);
    }

    [Theory, BothEngines]
    public async Task Two_swap_their_dates_and_keep_their_papers(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (papers, dates) = (await house.PapersAsync(2), await house.DatesAsync(2));
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var (one, other) = ((await inner.ClaimAsync(papers[0], dates[0])).TalkNumber(), (await committee.ClaimAsync(papers[1], dates[1])).TalkNumber());
        await committee.SendAsync("POST", $"/talks/{other}/confirmation");
        Assert.Contains($"value=\"{other}\"", (await inner.GetAsync($"/talks/{one}/handover")).Text, StringComparison.Ordinal);
        await inner.SendAsync("POST", $"/talks/{one}/handovers", ("swap", $"{other}"));
        var offer = await OfferAsync(house, one);
        Assert.Equal($"/talks/{one}?done=taken", (await committee.SendAsync("POST", $"/handovers/{offer}/acceptance")).Location);
        var (first, second) = (await house.TalkAsync(one), await house.TalkAsync(other));
        Assert.Equal((dates[1], dates[0]), (first.MeetingId!.Value, second.MeetingId!.Value));
        Assert.Equal((house["inner"], house["committee"]), (first.Presenters[0].MemberId, second.Presenters[0].MemberId));
        // A yes was to the other date.
        Assert.Equal((TalkState.Claimed, TalkState.Claimed), (first.State, second.State));
        Assert.All([first, second], talk => Assert.Contains(talk.Course, s => s.Kind is TalkStepKind.Dated && s.ById != null));
    }

    [Theory, BothEngines]
    public async Task What_is_given_up_shortly_before_its_hour_is_marked_as_late_for_ever(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (papers, dates) = (await house.PapersAsync(1), await house.DatesAsync(1));
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var talk = (await inner.ClaimAsync(papers[0], dates[0])).TalkNumber();
        var at = (await house.TalkAsync(talk)).Meeting!.StartsAt;
        house.Site.Clock.Reset(at - Duration.FromDays(2));
        Assert.Contains("marked as late", (await inner.GetAsync($"/talks/{talk}/handover")).Text, StringComparison.Ordinal);
        await inner.SendAsync("POST", $"/talks/{talk}/handovers", ("to", "committee"));
        await committee.SendAsync("POST", $"/handovers/{await OfferAsync(house, talk)}/acceptance");
        Assert.True((await house.TalkAsync(talk)).Course.Single(s => s.Kind is TalkStepKind.HandedOver).IsLate);
        await committee.SendAsync("POST", $"/talks/{talk}/withdrawal", ("word", "ill"));
        var ended = await house.TalkAsync(talk);
        Assert.Equal((TalkState.Withdrawn, true, "ill"), (ended.State, ended.Ending!.IsLate, ended.Ending.Word));
    }

    [Theory, BothEngines]
    public async Task Who_waited_longest_moves_up_when_a_paper_becomes_free(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (papers, dates) = (await house.PapersAsync(1), await house.DatesAsync(1));
        var (inner, committee, organizer) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        var talk = (await inner.ClaimAsync(papers[0], dates[0])).TalkNumber();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await inner.SendAsync("PUT", $"/talks/{talk}/waiting")).Status);
        await organizer.SendAsync("PUT", $"/talks/{talk}/waiting");
        house.Site.Clock.AdvanceMinutes(1);
        await committee.SendAsync("PUT", $"/talks/{talk}/waiting");
        await committee.SendAsync("PUT", $"/talks/{talk}/waiting");
        Assert.Contains("2 wait for this paper", (await committee.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        await inner.SendAsync("POST", $"/talks/{talk}/handovers");
        var offer = await OfferAsync(house, talk);

        Assert.Equal($"/talks/{talk}?done=withdrawn", (await inner.SendAsync("POST", $"/talks/{talk}/withdrawal")).Location);
        var next = await house.TalkAsync(await house.Site.WithAsync(db => db.TalkPapers.Where(p => p.PaperId == papers[0] && p.ReleasedAt == null).Select(p => p.TalkId).SingleAsync()));
        Assert.Equal((house["organizer"], dates[0], TalkState.Claimed), (next.Presenters[0].MemberId, next.MeetingId!.Value, next.State));
        Assert.Contains(next.Course, s => s.Kind is TalkStepKind.MovedUp && s.WhomId == house["organizer"]);
        Assert.Equal(house["committee"], await house.Site.WithAsync(db => db.WaitingPlaces.Select(w => w.MemberId).SingleAsync()));
        // What was offered is not there any more.
        Assert.Equal(HandoverEnd.Lapsed, await house.Site.WithAsync(db => db.Handovers.Where(h => h.Id == offer).Select(h => h.End).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task A_talk_moves_to_a_free_date_and_is_shared_by_several(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (papers, dates) = (await house.PapersAsync(2), await house.DatesAsync(3));
        var (inner, committee, open) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("open"));
        var talk = (await inner.ClaimAsync(papers[0], dates[0])).TalkNumber();
        await committee.ClaimAsync(papers[1], dates[1]);
        Assert.Contains("Somebody was faster", (await inner.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[1]}"))).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await open.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[2]}"))).Status);
        Assert.Equal($"/talks/{talk}?done=dated", (await inner.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[2]}"))).Location);
        Assert.Equal(dates[2], (await house.TalkAsync(talk)).MeetingId);

        Assert.Contains("No member who can share is called", (await inner.SendAsync("POST", $"/talks/{talk}/presenters", ("with", "nobody"))).Text, StringComparison.Ordinal);
        Assert.Equal($"/talks/{talk}?done=joined", (await inner.SendAsync("POST", $"/talks/{talk}/presenters", ("with", "organizer"))).Location);
        await inner.SendAsync("POST", $"/talks/{talk}/confirmation");
        Assert.Equal(HttpStatusCode.Forbidden, (await inner.SendAsync("DELETE", $"/talks/{talk}/presenters/organizer")).Status);
        Assert.Equal($"/talks/{talk}?done=left", (await inner.SendAsync("DELETE", $"/talks/{talk}/presenters/inner")).Location);
        var left = await house.TalkAsync(talk);
        Assert.Equal((house["organizer"], TalkState.Claimed), (Assert.Single(left.Presenters).MemberId, left.State));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("DELETE", $"/talks/{talk}/presenters/organizer")).Status);
    }

    [Theory, BothEngines]
    public async Task How_a_talk_ended_is_recorded_once_it_began(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (papers, dates) = (await house.PapersAsync(2), await house.DatesAsync(2));
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var (one, other) = ((await inner.ClaimAsync(papers[0], dates[0])).TalkNumber(), (await inner.ClaimAsync(papers[1], dates[1])).TalkNumber());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/talks/{one}/giving")).Status);
        house.Site.Clock.Reset((await house.TalkAsync(other)).Meeting!.EndsAt);
        Assert.Equal($"/talks/{one}?done=given", (await committee.SendAsync("POST", $"/talks/{one}/giving", ("partly", "yes"))).Location);
        Assert.Equal($"/talks/{other}?done=missed", (await committee.SendAsync("POST", $"/talks/{other}/absence")).Location);
        Assert.True((await house.TalkAsync(one)).Giving!.IsPartial);
        Assert.Equal(TalkState.Missed, (await house.TalkAsync(other)).State);
        Assert.Contains("shared in part", (await house.Visitor().GetAsync($"/talks/{one}")).Text, StringComparison.Ordinal);
        // What is over does not change any more.
        foreach (var path in (string[])["giving", "absence", "cancellation", "acceptance"])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/talks/{one}/{path}")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await inner.SendAsync("POST", $"/talks/{other}/withdrawal")).Status);
        Assert.Contains("Paper number", (await house.Visitor().GetAsync("/members/inner")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_leaves_the_group_leaves_nothing_behind_that_others_wait_for(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (papers, dates) = (await house.PapersAsync(2), await house.DatesAsync(2));
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var (alone, together) = ((await inner.ClaimAsync(papers[0], dates[0])).TalkNumber(), (await inner.ClaimAsync(papers[1], dates[1], ("with", "committee"))).TalkNumber());
        await committee.SendAsync("PUT", $"/talks/{alone}/waiting");
        await inner.SendAsync("PUT", $"/meetings/{dates[1]}/standby");
        await inner.SendAsync("POST", "/me/dates", ("from", "2026-12-20"));
        Assert.Equal("/sign-in?done=left", (await inner.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);
        Assert.Equal(TalkState.Withdrawn, (await house.TalkAsync(alone)).State);
        Assert.Equal(house["committee"], Assert.Single((await house.TalkAsync(together)).Presenters).MemberId);
        Assert.Equal(house["committee"], await house.Site.WithAsync(db => db.Talks.Ahead().Where(t => t.MeetingId == dates[0]).SelectMany(t => t.Presenters).Select(p => p.MemberId).SingleAsync()));
        Assert.Equal((0, 0), await house.Site.WithAsync(async db => (await db.Standbys.CountAsync(), await db.AwayDays.CountAsync())));
    }

    private static Task<int> OfferAsync(Household house, int talk) => house.Site.WithAsync(db => db.Handovers.Where(h => h.TalkId == talk && h.End == null).Select(h => h.Id).SingleAsync());
}
