using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Topics.Board;
using Whalepaper.Topics.Board;
using Xunit;

namespace Whalepaper.Tests.Talks;

/// <summary>The hour of a talk: what cannot be undone once it has come, who is late before it, and a yes that is to the date that was read.</summary>
public sealed class HourTests
{
    [Theory, BothEngines]
    public async Task Once_its_hour_has_come_nobody_slips_away_from_a_talk(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (papers, dates, inner, committee) = (await house.PapersAsync(2), await house.DatesAsync(3), await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var talk = (await inner.ClaimAsync(papers[0], dates[0])).TalkNumber();
        var other = (await committee.ClaimAsync(papers[1], dates[1])).TalkNumber();
        await inner.SendAsync("POST", $"/talks/{talk}/handovers", ("swap", $"{other}"));
        var offer = await house.Site.WithAsync(db => db.Handovers.Where(h => h.TalkId == talk).Select(h => h.Id).SingleAsync());
        (inner, committee) = await ComeToAsync(house, dates[0]);
        foreach (var (who, method, path, field) in new[]
        {
            (inner, "PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[2]}")), (inner, "POST", $"/talks/{talk}/withdrawal", ("word", "Sorry")), (inner, "POST", $"/talks/{talk}/presenters", ("with", "organizer")),
            (inner, "POST", $"/talks/{talk}/handovers", ("to", "organizer")), (committee, "POST", $"/handovers/{offer}/acceptance", ("anyway", "yes")),
        })
            Assert.True((await who.SendAsync(method, path, field)).Status is HttpStatusCode.UnprocessableEntity, path);
        var stands = await house.TalkAsync(talk);
        Assert.Equal((dates[0], house["inner"], TalkState.Claimed), (stands.MeetingId!.Value, Assert.Single(stands.Presenters).MemberId, stands.State));
        Assert.Equal($"/talks/{talk}?done=missed", (await committee.SendAsync("POST", $"/talks/{talk}/absence")).Location);
    }

    [Theory, BothEngines]
    public async Task What_does_not_take_place_is_not_missed(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (inner, committee, date) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"), (await house.DatesAsync(1))[0]);
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], date)).TalkNumber();
        await house.Site.WithAsync(async db =>
        {
            (await db.Meetings.SingleAsync(m => m.Id == date)).Cancel(null, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        (_, committee) = await ComeToAsync(house, date);
        foreach (var record in (string[])["absence", "giving"])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/talks/{talk}/{record}")).Status);
        Assert.Equal(TalkState.Claimed, (await house.TalkAsync(talk)).State);
    }

    [Theory, BothEngines]
    public async Task Who_leaves_a_near_date_by_another_is_late_and_who_never_chose_it_is_not(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates, inner, committee) = (await house.EntriesAsync(2), await house.DatesAsync(3), await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var own = (await inner.ClaimAsync(await house.PaperOfAsync(entries[0]), dates[0])).TalkNumber();
        (inner, committee) = await ComeToAsync(house, dates[0], Duration.FromDays(1));
        Assert.Equal($"/talks/{own}?done=dated", (await inner.SendAsync("PUT", $"/talks/{own}/meeting", ("meeting", $"{dates[1]}"))).Location);
        Assert.True((await house.TalkAsync(own)).Course.Last(step => step.Kind is TalkStepKind.Dated).IsLate);

        // Planned for tomorrow by the committee, and never agreed to.
        await committee.PlaceAsync(entries[1], dates[0], "inner");
        Assert.StartsWith(Table.Releases, (await committee.SendAsync("POST", Table.Releases)).Location, StringComparison.Ordinal);
        var planned = await house.Site.WithAsync(db => db.TalkPapers.Where(p => p.EntryId == entries[1]).Select(p => p.TalkId).SingleAsync());
        Assert.Equal($"/talks/{planned}?done=withdrawn", (await inner.SendAsync("POST", $"/talks/{planned}/withdrawal", ("word", "I cannot"))).Location);
        Assert.False((await house.TalkAsync(planned)).Ending!.IsLate);
    }

    [Theory, BothEngines]
    public async Task A_yes_is_to_the_date_that_was_read(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (dates, inner, committee) = (await house.DatesAsync(2), await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], dates[0])).TalkNumber();
        var read = await DateAsync(house, dates[0]);
        Assert.Contains($"value=\"{read}\"", (await inner.GetAsync($"/talks/{talk}/confirmation")).Text, StringComparison.Ordinal);
        await committee.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[1]}"));
        var stale = await inner.SendAsync("POST", $"/talks/{talk}/confirmation", ("date", read));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, stale.Status);
        Assert.Contains("The date changed while you were looking", stale.Text, StringComparison.Ordinal);
        Assert.Null((await house.TalkAsync(talk)).Confirmation);
        Assert.Equal($"/talks/{talk}?done=confirmed", (await inner.SendAsync("POST", $"/talks/{talk}/confirmation", ("date", await DateAsync(house, dates[1])))).Location);
    }

    [Theory, BothEngines]
    public async Task What_was_taken_for_one_date_is_not_carried_out_for_another(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.SetAsync(Settings.SettingsCatalogue.HandoverRule, "agrees");
        var (dates, inner, committee, organizer) = (await house.DatesAsync(2), await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], dates[0])).TalkNumber();
        await inner.SendAsync("POST", $"/talks/{talk}/handovers", ("to", "organizer"));
        var offer = await house.Site.WithAsync(db => db.Handovers.Select(h => h.Id).SingleAsync());
        await organizer.SendAsync("POST", $"/handovers/{offer}/acceptance");
        await committee.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[1]}"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/handovers/{offer}/agreement")).Status);
        Assert.Equal(house["inner"], Assert.Single((await house.TalkAsync(talk)).Presenters).MemberId);
    }

    [Theory, BothEngines]
    public async Task A_plan_that_was_judged_before_something_changed_is_judged_anew(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates, inner, committee) = (await house.EntriesAsync(1), await house.DatesAsync(3), await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var talk = (await inner.ClaimAsync(await house.PaperOfAsync(entries[0]), dates[0])).TalkNumber();
        await committee.PlaceAsync(entries[0], dates[1]);
        await house.Site.WithAsync(async db =>
        {
            var (plan, draft) = (await db.BoardAsync(5, BoardPeople.Everybody, house.Site.Clock.GetCurrentInstant(), CancellationToken.None))!.Value;
            await inner.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{dates[2]}"));
            Assert.Null(await db.PublishAsync(plan, draft, await db.Members.SingleAsync(m => m.Id == house["committee"]), null, CancellationToken.None));
        });
        Assert.Equal(dates[2], (await house.TalkAsync(talk)).MeetingId);
        Assert.Contains("Its date changed since the draft was drawn", WebUtility.HtmlDecode((await committee.SendAsync("POST", Table.Releases)).Text), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_date_that_vanishes_under_a_draft_leaves_the_board_in_order(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates, committee) = (await house.EntriesAsync(1), await house.DatesAsync(1), await house.SignInAsync("committee"));
        await committee.PlaceAsync(entries[0], dates[0], "inner");
        await house.Site.WithAsync(async db =>
        {
            db.Remove(await db.Meetings.SingleAsync(m => m.Id == dates[0]));
            await db.SaveChangesAsync();
        });
        var board = await committee.GetAsync(Table.Board);
        Assert.Equal(HttpStatusCode.OK, board.Status);
        Assert.Contains($"id=\"entry-{entries[0]}\"", board.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", Table.Releases)).Status);
        Assert.Equal($"{Table.Board}?done=unplaced#entry-{entries[0]}", (await committee.SendAsync("DELETE", $"{Table.Board}/placements/{entries[0]}")).Location);
    }

    [Theory, BothEngines]
    public async Task A_plan_for_a_talk_whose_hour_came_stops_and_says_so_and_the_desk_asks_how_it_went(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (entries, dates, inner, committee) = (await house.EntriesAsync(1), await house.DatesAsync(2), await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var talk = (await inner.ClaimAsync(await house.PaperOfAsync(entries[0]), dates[0])).TalkNumber();
        await committee.PlaceAsync(entries[0], dates[1]);
        Assert.DoesNotContain($"/talks/{talk}/giving", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        (_, committee) = await ComeToAsync(house, dates[0]);
        await StoppedAsync(committee);
        Assert.Contains($"/talks/{talk}/giving", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Equal($"/talks/{talk}?done=given", (await committee.SendAsync("POST", $"/talks/{talk}/giving")).Location);
        await StoppedAsync(committee);
        Assert.DoesNotContain($"/talks/{talk}/giving", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Equal((dates[0], TalkState.Given), ((await house.TalkAsync(talk)).MeetingId!.Value, (await house.TalkAsync(talk)).State));

        static async Task StoppedAsync(Session committee)
        {
            var refused = await committee.SendAsync("POST", Table.Releases);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.Contains("Its hour has come since the draft was drawn", WebUtility.HtmlDecode(refused.Text), StringComparison.Ordinal);
        }
    }

    [Theory, BothEngines]
    public async Task What_came_of_ones_own_talk_another_of_the_committee_records(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (paper, date) = ((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0]);
        var talk = (await (await house.SignInAsync("committee")).ClaimAsync(paper, date)).TalkNumber();
        var (_, committee) = await ComeToAsync(house, date);
        foreach (var step in (string[])["giving", "absence"])
        {
            var refused = await committee.SendAsync("POST", $"/talks/{talk}/{step}");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
            Assert.Contains("somebody else of the committee records how it went", refused.Text, StringComparison.Ordinal);
            Assert.DoesNotContain($"/talks/{talk}/{step}\"", (await committee.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        }

        Assert.Equal(TalkState.Claimed, (await house.TalkAsync(talk)).State);
        var organizer = await house.SignInAsync("organizer");
        Assert.Contains($"/talks/{talk}/absence", (await organizer.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        Assert.Equal($"/talks/{talk}?done=given", (await organizer.SendAsync("POST", $"/talks/{talk}/giving")).Location);
    }

    // The present moves to shortly after a meeting's beginning, or before it by so much; who was signed in for weeks signs in again.
    private static async Task<(Session Inner, Session Committee)> ComeToAsync(Household house, int meeting, Duration? before = null)
    {
        var at = await house.Site.WithAsync(db => db.Meetings.Where(m => m.Id == meeting).Select(m => m.StartsAt).SingleAsync());
        house.Site.Clock.Advance((before is { } earlier ? at - earlier : at + Duration.FromMinutes(10)) - house.Site.Clock.GetCurrentInstant());
        return (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
    }

    private static async Task<string> DateAsync(Household house, int meeting) =>
        ConfirmationEndpoints.DateOf(meeting, await house.Site.WithAsync(db => db.Meetings.Where(m => m.Id == meeting).Select(m => m.StartsAt).SingleAsync()));
}
