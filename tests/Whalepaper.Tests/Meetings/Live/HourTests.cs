using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Meetings.Live;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Participation;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>A meeting as it is held: who opens, turns, checks in, and who steps in.</summary>
public sealed class HourTests
{
    [Theory, BothEngines]
    public async Task The_host_opens_turns_extends_and_ends_and_what_was_spoken_about_was_given(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, talk, _) = await stage.HourAsync(opened: false);
        var (host, listener) = ((await stage.AsAsync("committee", "/")).Session, (await stage.AsAsync("inner", "/")).Session);
        Assert.Contains("Open the meeting", (await host.GetAsync($"/meetings/{meeting}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await listener.SendAsync("POST", $"/meetings/{meeting}/session")).Status);
        Assert.Equal($"/meetings/{meeting}", (await host.SendAsync("POST", $"/meetings/{meeting}/session")).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await listener.SendAsync("PUT", $"/meetings/{meeting}/session/place", ("talk", $"{talk}"), ("part", "0"))).Status);
        Assert.Equal($"/meetings/{meeting}", (await host.SendAsync("PUT", $"/meetings/{meeting}/session/place", ("talk", $"{talk}"), ("part", "0"))).Location);
        stage.Site.Clock.Advance(Duration.FromMinutes(12));
        var page = (await listener.GetAsync($"/meetings/{meeting}")).Text;
        Assert.Contains("data-live=\"now\"", page, StringComparison.Ordinal);
        Assert.Contains("<b data-clock>12</b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/session/place", page, StringComparison.Ordinal);
        // A visitor sees the page as it always was.
        Assert.DoesNotContain("data-live", (await stage.House.Visitor().GetAsync($"/meetings/{meeting}")).Text, StringComparison.Ordinal);
        Assert.Equal($"/meetings/{meeting}", (await host.SendAsync("POST", $"/meetings/{meeting}/session/extension", ("minutes", "15"))).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.SendAsync("POST", $"/meetings/{meeting}/session/extension", ("minutes", "61"))).Status);
        await host.SendAsync("DELETE", $"/meetings/{meeting}/session");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await host.SendAsync("POST", $"/meetings/{meeting}/session/extension", ("minutes", "15"))).Status);
        await host.SendAsync("POST", $"/meetings/{meeting}/session/reopening");
        await stage.Site.WithAsync(async db =>
        {
            var session = (await db.RoomForChangeAsync(meeting, CancellationToken.None))!.Session!;
            Assert.Equal((15, null, (int?)talk), (session.ExtraMinutes, session.EndedAt, session.TalkId));
            // What goes on was not given yet.
            Assert.Equal(TalkState.Claimed, await db.Talks.Where(t => t.Id == talk).Select(t => t.State).SingleAsync());
            Assert.False(await db.Ledger.AnyAsync(entry => entry.TalkId == talk));
        });
        stage.Site.Clock.Advance(Duration.FromMinutes(5));
        await host.SendAsync("DELETE", $"/meetings/{meeting}/session");
        await stage.Site.WithAsync(async db =>
        {
            Assert.Equal(TalkState.Given, await db.Talks.Where(t => t.Id == talk).Select(t => t.State).SingleAsync());
            Assert.Equal(1, await db.Ledger.CountAsync(entry => entry.TalkId == talk && entry.Kind == LedgerKind.Given));
            Assert.Equal((2, 1), (await db.AuditEntries.CountAsync(entry => entry.Act == AuditActs.TalkGiven), await db.AuditEntries.CountAsync(entry => entry.Act == AuditActs.TalkGoesOn)));
        });
        Assert.Contains("went on", (await host.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_the_committee_recorded_itself_stays_when_an_end_is_taken_back(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, talk, _) = await stage.HourAsync();
        var host = (await stage.AsAsync("committee", "/")).Session;
        await host.SendAsync("PUT", $"/meetings/{meeting}/session/place", ("talk", $"{talk}"), ("part", "0"));
        await host.SendAsync("POST", $"/talks/{talk}/giving", ("partly", "yes"));
        stage.Site.Clock.Advance(Duration.FromMinutes(5));
        await host.SendAsync("DELETE", $"/meetings/{meeting}/session");
        await host.SendAsync("POST", $"/meetings/{meeting}/session/reopening");
        Assert.True(await stage.Site.WithAsync(db => db.Talks.Where(t => t.Id == talk).Select(t => t.Giving!.IsPartial).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task Who_opened_it_and_is_not_of_the_committee_holds_it_until_a_day_after_its_end(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, talk, opener) = await stage.HourAsync(opened: false);
        var (_, other, _) = await stage.ComeAsync(Standing.Inner);
        var others = await stage.ShareAsync(other, meeting, asks: false, seat: 1);
        var id = await stage.Site.WithAsync(db => db.Members.Where(m => m.Handle == opener).Select(m => m.Id).SingleAsync());
        var presenter = await stage.House.Visitor().SignInAsync(id);
        await presenter.SendAsync("POST", $"/meetings/{meeting}/session");
        Task<Answer> Say(int one) => presenter.SendAsync("PUT", $"/talks/{one}/parts/0/coverage", ("covered", "yes"));
        Task<Answer> TickOff() => presenter.SendAsync("PUT", $"/meetings/{meeting}/attendance/inner");
        // Of the own talk, the committee says what it covered.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Say(talk)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await Say(others)).Status);
        await presenter.SendAsync("DELETE", $"/meetings/{meeting}/session");
        Assert.Equal(HttpStatusCode.SeeOther, (await TickOff()).Status);
        Assert.DoesNotContain($"/talks/{talk}/parts/0/coverage", (await presenter.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);

        stage.Site.Clock.Advance(Duration.FromMinutes(60) + Duration.FromHours(24));
        presenter = await stage.House.Visitor().SignInAsync(id);
        Assert.Equal(HttpStatusCode.NotFound, (await TickOff()).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await presenter.GetAsync($"/meetings/{meeting}/attendance")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Say(others)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await presenter.SendAsync("PUT", $"/meetings/{meeting}/recording", ("recording", "https://example.org/film"))).Status);
        // The committee puts right what is wrong, for ever.
        var committee = await stage.House.SignInAsync("committee");
        Assert.Equal(HttpStatusCode.SeeOther, (await committee.SendAsync("DELETE", $"/meetings/{meeting}/attendance/inner")).Status);
    }

    [Theory, BothEngines]
    public async Task Nobody_begins_to_stand_by_once_it_has_begun_or_is_opened(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, _, _) = await stage.HourAsync(opened: false);
        var inner = (await stage.AsAsync("inner", "/")).Session;
        var refused = await inner.SendAsync("PUT", $"/meetings/{meeting}/standby");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("It has begun", refused.Text, StringComparison.Ordinal);

        var tonight = stage.House.Season.Tonight;
        stage.Site.Clock.Advance(tonight.StartsAt - stage.Site.Clock.GetCurrentInstant() - Duration.FromMinutes(20));
        var host = await stage.House.SignInAsync("committee");
        inner = await stage.House.SignInAsync("inner");
        await host.SendAsync("POST", $"/meetings/{tonight.Id}/session");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await inner.SendAsync("PUT", $"/meetings/{tonight.Id}/standby")).Status);
        Assert.False(await stage.Site.WithAsync(db => db.Standbys.AnyAsync(standby => standby.MemberId == stage.House["inner"])));
    }

    [Theory, BothEngines]
    public async Task The_page_has_a_proof_for_forms_that_come_with_the_stream_outside_of_what_the_stream_exchanges(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, _, _) = await stage.HourAsync();
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await (await stage.AsAsync("inner", "/")).Session.GetAsync($"/meetings/{meeting}")).Text);
        Assert.Contains(page.QuerySelectorAll("wp-live input[name=__RequestVerificationToken]"), input => input.Closest("[data-live]") is null && input.Closest("form") is null);
    }

    [Theory, BothEngines]
    public async Task Who_only_asks_for_a_talk_holds_no_meeting_and_gives_none(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, talk, handle) = await stage.HourAsync(opened: false);
        var presenter = await stage.House.Visitor().SignInAsync(await stage.Site.WithAsync(db => db.Members.Where(m => m.Handle == handle).Select(m => m.Id).SingleAsync()));
        await stage.Site.WithAsync(db => db.Talks.Where(t => t.Id == talk).ExecuteUpdateAsync(row => row.SetProperty(t => t.State, TalkState.Asked)));
        Assert.Equal(HttpStatusCode.NotFound, (await presenter.SendAsync("POST", $"/meetings/{meeting}/session")).Status);

        var host = (await stage.AsAsync("committee", "/")).Session;
        await host.SendAsync("POST", $"/meetings/{meeting}/session");
        await host.SendAsync("PUT", $"/meetings/{meeting}/session/place", ("talk", $"{talk}"), ("part", "0"));
        stage.Site.Clock.Advance(Duration.FromMinutes(12));
        await host.SendAsync("DELETE", $"/meetings/{meeting}/session");
        Assert.Equal(TalkState.Asked, await stage.Site.WithAsync(db => db.Talks.Where(t => t.Id == talk).Select(t => t.State).SingleAsync()));
        Assert.False(await stage.Site.WithAsync(db => db.Ledger.AnyAsync()));
    }

    [Theory, BothEngines]
    public async Task A_presenter_turns_the_own_talk_and_no_other(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, talk, handle) = await stage.HourAsync();
        var (other, _, _) = await stage.HourAsync();
        var id = await stage.Site.WithAsync(db => db.Members.Where(m => m.Handle == handle).Select(m => m.Id).SingleAsync());
        var presenter = await stage.House.Visitor().SignInAsync(id);
        Assert.Equal($"/meetings/{meeting}", (await presenter.SendAsync("PUT", $"/meetings/{meeting}/session/place", ("talk", $"{talk}"), ("part", "0"))).Location);
        Assert.Contains("/session/place", (await presenter.GetAsync($"/meetings/{meeting}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await presenter.SendAsync("PUT", $"/meetings/{other}/session/place", ("talk", ""), ("part", ""))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await presenter.SendAsync("DELETE", $"/meetings/{meeting}/session")).Status);
    }

    [Theory, BothEngines]
    public async Task One_checks_in_by_the_code_once_and_guesses_a_few_times(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, _, _) = await stage.HourAsync();
        var code = await stage.Site.WithAsync(db => db.Sessions.Where(s => s.MeetingId == meeting).Select(s => s.Code).SingleAsync());
        var (session, id, _) = await stage.ComeAsync(Standing.Inner);
        var path = $"/meetings/{meeting}/attendance";
        // To open the link does nothing.
        Assert.Contains($"value=\"{code}\"", (await session.GetAsync($"/meetings/{meeting}/check-in?code={code}")).Text, StringComparison.Ordinal);
        Assert.False(await stage.Site.WithAsync(db => db.Attendances.AnyAsync(a => a.MeetingId == meeting)));
        Assert.Equal($"/meetings/{meeting}?done=here", (await session.SendAsync("POST", path, ("code", $" {code[..3].ToLowerInvariant()}-{code[3..]} "))).Location);
        await session.SendAsync("POST", path, ("code", code));
        Assert.Equal(1, await stage.Site.WithAsync(db => db.Attendances.CountAsync(a => a.MeetingId == meeting && a.MemberId == id)));
        Assert.Contains("data-here=\"yes\"", (await session.GetAsync($"/meetings/{meeting}")).Text, StringComparison.Ordinal);

        var (guesser, _, _) = await stage.ComeAsync(Standing.Inner);
        for (var n = 0; n < Whalepaper.Meetings.Attending.CheckInThrottle.PerMember; n++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await guesser.SendAsync("POST", path, ("code", "AAAAAA"))).Status);
        // The right one does not go through any more, or they would guess on.
        Assert.Equal(HttpStatusCode.TooManyRequests, (await guesser.SendAsync("POST", path, ("code", code))).Status);

        // An open member has no place in an inner track.
        var inner = await stage.Site.WithAsync(db => db.Tracks.Where(t => t.Code == "nlp").Select(t => t.IsOpen).SingleAsync());
        var (open, _, _) = await stage.ComeAsync();
        Assert.Equal(inner ? HttpStatusCode.SeeOther : HttpStatusCode.NotFound, (await open.SendAsync("POST", path, ("code", code))).Status);
    }

    [Theory, BothEngines]
    public async Task The_list_is_the_hosts_and_afterwards_tells_the_audit_log(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, _, _) = await stage.HourAsync();
        var (host, inner) = ((await stage.AsAsync("committee", "/")).Session, (await stage.AsAsync("inner", "/")).Session);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.GetAsync($"/meetings/{meeting}/attendance")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.GetAsync($"/meetings/{meeting}/code")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.SendAsync("PUT", $"/meetings/{meeting}/attendance/inner")).Status);
        Assert.Equal($"/meetings/{meeting}/attendance#at-inner", (await host.SendAsync("PUT", $"/meetings/{meeting}/attendance/inner")).Location);
        Assert.Contains("by the host", (await host.GetAsync($"/meetings/{meeting}/attendance")).Text, StringComparison.Ordinal);
        Assert.Contains("<path d=", (await host.GetAsync($"/meetings/{meeting}/code")).Text, StringComparison.Ordinal);
        Assert.Equal(0, await stage.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.AttendanceAdded)));
        await host.SendAsync("DELETE", $"/meetings/{meeting}/session");
        await host.SendAsync("DELETE", $"/meetings/{meeting}/attendance/inner");
        await host.SendAsync("PUT", $"/meetings/{meeting}/attendance/candidate");
        // Who moved out is no more to be found there than by the list.
        Assert.Equal(HttpStatusCode.NotFound, (await host.SendAsync("PUT", $"/meetings/{meeting}/attendance/former")).Status);
        Assert.Equal(["candidate"], await stage.Site.WithAsync(async db => await (from a in db.Attendances join m in db.Members on a.MemberId equals m.Id where a.MeetingId == meeting select m.Handle).ToListAsync()));
        Assert.Equal((1, 1), await stage.Site.WithAsync(async db => (await db.AuditEntries.CountAsync(e => e.Act == AuditActs.AttendanceAdded), await db.AuditEntries.CountAsync(e => e.Act == AuditActs.AttendanceRemoved))));
    }

    [Theory, BothEngines]
    public async Task Who_stands_by_is_called_at_once_and_steps_in(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, talk, handle) = await stage.HourAsync();
        await stage.Site.WithAsync(async db =>
        {
            db.Add(new Standby(meeting, await db.Members.SingleAsync(m => m.Id == stage.House["inner"]), stage.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        var host = (await stage.AsAsync("committee", "/")).Session;
        Assert.Equal($"/meetings/{meeting}", (await host.SendAsync("PUT", $"/talks/{talk}/presenters/{handle}/absence")).Location);
        await host.SendAsync("PUT", $"/talks/{talk}/presenters/{handle}/absence");
        Assert.Contains("steps in", (await host.GetAsync($"/meetings/{meeting}")).Text, StringComparison.Ordinal);
        var called = await stage.Site.WithAsync(db => db.Deliveries.AsNoTracking().Where(d => d.Kind == ReminderKinds.Call).Select(d => d.MemberId).Distinct().ToListAsync());
        Assert.Equal([stage.House["inner"]], called);
        Assert.Equal($"/meetings/{meeting}", (await host.SendAsync("POST", $"/talks/{talk}/presenters/{handle}/replacement")).Location);
        await stage.Site.WithAsync(async db =>
        {
            Assert.Equal([stage.House["inner"]], await db.TalkPresenters.Where(p => p.TalkId == talk).Select(p => p.MemberId).ToListAsync());
            Assert.Equal((1, 1), (await db.AuditEntries.CountAsync(e => e.Act == AuditActs.TalkAbsent), await db.AuditEntries.CountAsync(e => e.Act == AuditActs.TalkSteppedIn)));
        });

        // Whose place it was hears of it, though the talk may be over by then, and so does who took it.
        await host.SendAsync("PUT", $"/meetings/{meeting}/session/place", ("talk", $"{talk}"), ("part", "0"));
        await host.SendAsync("DELETE", $"/meetings/{meeting}/session");
        await stage.Site.DrainAsync();
        var missing = await stage.Site.WithAsync(db => db.Members.Where(m => m.Handle == handle).Select(m => m.Id).SingleAsync());
        var heard = await stage.Site.WithAsync(db => db.InboxItems.AsNoTracking().Where(i => i.MemberId == missing || i.MemberId == stage.House["inner"]).ToListAsync());
        Assert.Contains("由他人替补分享", Assert.Single(heard, item => item.MemberId == missing).Subject, StringComparison.Ordinal);
        Assert.Contains("由 inner 替补分享", heard.Find(item => item.MemberId == missing)!.Text, StringComparison.Ordinal);
        Assert.Contains(heard, item => item.MemberId != missing && item.Subject.StartsWith("您替补分享", StringComparison.Ordinal));
        Assert.Equal([ChannelNames.Inbox, ChannelNames.Mail], await stage.Site.WithAsync(db => db.Deliveries.Where(d => d.Kind == ReminderKinds.News && d.MemberId == missing).Select(d => d.Channel).Order().ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task Who_holds_a_meeting_does_not_take_anothers_talk_by_their_own_word(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var (meeting, _, opener) = await stage.HourAsync(opened: false);
        var (_, victim, _) = await stage.ComeAsync(Standing.Inner);
        var talk = await stage.ShareAsync(victim, meeting, asks: false, seat: 1);
        var (id, handle) = await stage.Site.WithAsync(async db => (
            await db.Members.Where(m => m.Handle == opener).Select(m => m.Id).SingleAsync(), await db.Members.Where(m => m.Id == victim).Select(m => m.Handle).SingleAsync()));
        var session = await stage.House.Visitor().SignInAsync(id);
        await session.SendAsync("POST", $"/meetings/{meeting}/session");
        await stage.Site.WithAsync(async db =>
        {
            db.Add(new Standby(meeting, await db.Members.SingleAsync(m => m.Id == id), stage.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await session.SendAsync("POST", $"/talks/{talk}/presenters/{handle}/replacement")).Status);
        Assert.Equal([victim], await stage.Site.WithAsync(db => db.TalkPresenters.Where(p => p.TalkId == talk).Select(p => p.MemberId).ToListAsync()));
    }

    [Fact]
    public void A_time_is_under_within_or_over_its_bounds()
    {
        Assert.Equal(HourBounds.Under, HourBounds.Of(Duration.FromMinutes(9), 10, 20));
        Assert.Equal(HourBounds.Within, HourBounds.Of(Duration.FromMinutes(10), 10, 20));
        Assert.Equal(HourBounds.Within, HourBounds.Of(Duration.FromMinutes(20), 10, 20));
        Assert.Equal(HourBounds.Over, HourBounds.Of(Duration.FromMinutes(20) + Duration.FromSeconds(1), 10, 20));
        Assert.Equal(HourBounds.Within, HourBounds.Of(Duration.FromHours(5), null, null));
    }
}
