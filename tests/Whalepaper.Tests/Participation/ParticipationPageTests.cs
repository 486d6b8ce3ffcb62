using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Attending;
using Whalepaper.Participation;
using Whalepaper.Participation.Ledger;
using Whalepaper.Participation.Measuring;
using Whalepaper.Talks.Feedback;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>The ledger as it is seen, disputed, written by hand and answered; excuses; and the policy as it is tried out.</summary>
public sealed class ParticipationPageTests
{
    [Theory, BothEngines]
    public async Task A_member_and_the_committee_see_it_and_nobody_else(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await HeldAsync(house, "inner");
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        foreach (var path in (string[])["/members/inner/participation", "/members/inner/participation/5"])
        {
            Assert.Contains("Meeting attended", (await inner.GetAsync(path)).Text, StringComparison.Ordinal);
            Assert.Contains("Write an entry by hand", (await committee.GetAsync(path)).Text, StringComparison.Ordinal);
        }

        Assert.Contains("href=\"/members/inner/participation\"", (await inner.GetAsync("/me")).Text, StringComparison.Ordinal);
        // The committee is measured by the same rule, and writes nothing for itself.
        Assert.DoesNotContain("Write an entry by hand", (await committee.GetAsync("/members/committee/participation")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await committee.GetAsync("/members/inner/participation/99")).Status);
        foreach (var place in (string[])["open", "candidate", "former"])
            Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignInAsync(place)).GetAsync("/members/inner/participation")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.GetAsync("/members/committee/participation")).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await house.SignInAsync("former")).GetAsync("/members/former/participation")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await inner.GetAsync("/participation")).Status);
    }

    [Theory, BothEngines]
    public async Task What_counts_for_feedback_is_a_sum_to_others_for_it_may_be_anonymous(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await LedgerTests.HappenAsync(evening);
        var topic = await evening.WithAsync(db => db.Topics.Select(t => t.Id).SingleAsync());
        var (own, others) = (await OfAsync(true), await OfAsync(false));
        Assert.Equal(("Asked Attended Feedback", 0, 2.5m), (Kinds(own), own.FeedbackCount, own.Total));
        // While feedback is still given, others see nothing of it: a sum that grows overnight tells who wrote.
        Assert.Equal(("Asked Attended", 0, 0m, 2m), (Kinds(others), others.FeedbackCount, others.FeedbackPoints, others.Total));
        await evening.WithAsync(async db =>
        {
            var its = await db.Topics.SingleAsync();
            its.Open(evening.Now);
            its.Close(evening.Now);
            await db.SaveChangesAsync();
        });
        evening.Database.Clock.Advance(TalkFeedback.Taken - Duration.FromMinutes(1));
        Assert.Equal(2m, (await OfAsync(false)).Total);
        evening.Database.Clock.Advance(Duration.FromMinutes(1));
        others = await OfAsync(false);
        Assert.Equal(("Asked Attended", 1, .5m, 2.5m), (Kinds(others), others.FeedbackCount, others.FeedbackPoints, others.Total));
        Assert.All(own.Lines, line => Assert.NotNull(line.Href));

        Task<LedgerView> OfAsync(bool isOwn) => evening.WithAsync(db => db.LedgerOfAsync(evening["listener"], topic, isOwn, evening.Now, CancellationToken.None));

        static string Kinds(LedgerView view) => string.Join(' ', view.Lines.Select(line => line.Kind.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory, BothEngines]
    public async Task An_entry_by_hand_is_disputed_and_answered_by_somebody_else(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (inner, committee, organizer) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        Assert.Equal("/members/inner/participation/5?done=written#ledger", (await committee.SendAsync("POST", "/members/inner/participation/5/entries", ("points", "−2"), ("track", "nlp"), ("reason", "Left early."), ("key", "k"))).Location);
        Assert.Equal("/members/inner/participation/5?done=written#ledger", (await committee.SendAsync("POST", "/members/inner/participation/5/entries", ("points", "−2"), ("track", "nlp"), ("reason", "Left early."), ("key", "k"))).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", "/members/committee/participation/5/entries", ("points", "5"), ("track", "nlp"), ("reason", "Me."))).Status);
        var entry = await house.Site.WithAsync(db => db.Ledger.SingleAsync(e => e.Kind == LedgerKind.Manual));
        Assert.Contains("Left early.", (await inner.GetAsync("/members/inner/participation")).Text, StringComparison.Ordinal);

        Assert.Equal("/members/inner/participation/5?done=disputed#disputes", (await inner.SendAsync("POST", "/me/participation/5/disputes", ("entry", $"{entry.Id}"), ("words", "I was there to the end."))).Location);
        Assert.Equal("/members/inner/participation/5?done=disputed#disputes", (await inner.SendAsync("POST", "/me/participation/5/disputes", ("entry", $"{entry.Id}"), ("words", "I was there to the end."))).Location);
        var dispute = await house.Site.WithAsync(db => db.LedgerDisputes.SingleAsync());
        Assert.Equal(2, await house.Site.WithAsync(db => db.Deliveries.Where(d => d.Kind == ParticipationMessages.Disputed).Select(d => d.Recipient).Distinct().CountAsync()));
        Assert.Contains("I was there to the end.", (await organizer.GetAsync("/participation/disputes")).Text, StringComparison.Ordinal);

        // Not by who wrote it.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("PUT", $"/participation/disputes/{dispute.Id}/answer", ("outcome", "upheld"), ("answer", "No."))).Status);
        Assert.Equal("/participation/disputes?done=answered", (await organizer.SendAsync("PUT", $"/participation/disputes/{dispute.Id}/answer", ("outcome", "changed"), ("answer", "You were."))).Location);
        await house.Site.WithAsync(async db =>
        {
            Assert.False(await db.Ledger.AnyAsync(e => e.Kind == LedgerKind.Manual));
            Assert.NotNull((await db.ManualEntries.SingleAsync()).TakenBackAt);
            Assert.Equal(DisputeOutcome.Changed, (await db.LedgerDisputes.SingleAsync()).Outcome);
            Assert.Equal([AuditActs.LedgerAdded, AuditActs.LedgerTakenBack, AuditActs.DisputeAnswered], (await db.AuditEntries.Where(a => a.MemberId == house["inner"]).OrderBy(a => a.Id).Select(a => a.Act).ToListAsync()).Where(act => act.StartsWith("ledger.", StringComparison.Ordinal)));
            Assert.True(await db.Deliveries.AnyAsync(d => d.Kind == ParticipationMessages.Answered && d.MemberId == house["inner"]));
        });
        Assert.Contains("You were.", (await inner.GetAsync("/members/inner/participation")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_is_disputed_is_said_with_its_own_day_and_source(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var meeting = await HeldAsync(house, "inner");
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var entry = await house.Site.WithAsync(db => db.Ledger.SingleAsync(e => e.Kind == LedgerKind.Attended));
        await inner.SendAsync("POST", "/me/participation/5/disputes", ("entry", $"{entry.Id}"), ("words", "I was not there."));
        foreach (var page in new[] { (await inner.GetAsync("/members/inner/participation/5")).Text, (await committee.GetAsync("/participation/disputes")).Text })
        {
            using var document = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page);
            var line = document.QuerySelectorAll("main .desk-item").Single(item => item.TextContent.Contains("I was not there.", StringComparison.Ordinal));
            Assert.Contains(line.QuerySelectorAll("strong a"), link => link.GetAttribute("href") == $"/meetings/{meeting}");
            Assert.Equal(2, line.QuerySelectorAll("p:first-child time").Select(time => time.GetAttribute("datetime")).Distinct(StringComparer.Ordinal).Count());
            Assert.Contains("disputed on", line.TextContent, StringComparison.Ordinal);
        }
    }

    [Theory, BothEngines]
    public async Task A_warning_says_until_when_and_a_batch_is_measured_at_once(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await HeldAsync(house, "committee");
        var now = house.Site.Clock.GetCurrentInstant();
        await house.Site.WithAsync(async db =>
        {
            var topic = await db.Topics.SingleAsync(t => t.Number == 5);
            topic.Run(now.InUtc().Date.PlusDays(-70), now.InUtc().Date.PlusDays(10));
            await db.SaveChangesAsync();
        });
        Assert.NotEqual(0, await house.Site.WithAsync(db => new WarningWork(db, house.Site.Clock).RunAsync(CancellationToken.None)));
        await house.Site.DrainAsync();
        var item = Assert.Single(await house.Site.WithAsync(db => db.InboxItems.Where(i => i.MemberId == house["inner"] && i.Subject == "Topic 5: you can still make it").ToListAsync()));
        Assert.Matches("Until [A-Z][a-z]+day [0-9]+ [A-Z][a-z]+( [0-9]+)? this suffices: ", item.Text);
    }

    [Theory, BothEngines]
    public async Task An_excuse_in_time_counts_one_said_late_is_shown_and_the_committee_may_accept_it(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var meeting = await HeldAsync(house, "committee");
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        await inner.SendAsync("PUT", $"/meetings/{house.Season.Open.Id}/excuse");
        Assert.False(await house.Site.WithAsync(db => db.Comings.Where(c => c.MeetingId == house.Season.Open.Id && c.MemberId == house["inner"]).Select(c => c.IsComing).SingleAsync()));
        Assert.Equal("/members/inner/participation/5?done=excused#meetings", (await inner.SendAsync("PUT", $"/meetings/{meeting}/excuse", ("word", "The train."))).Location);
        Assert.Contains("said too late", (await inner.GetAsync("/members/inner/participation")).Text, StringComparison.Ordinal);
        Assert.Equal((0, 1), await ExcusedAsync());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("PUT", $"/members/committee/excuses/{meeting}", ("reason", "Me."))).Status);
        Assert.Equal("/members/inner/participation/5?done=accepted#meetings", (await committee.SendAsync("PUT", $"/members/inner/excuses/{meeting}", ("reason", "Trains stood still."))).Location);
        Assert.Equal((1, 0), await ExcusedAsync());
        // What the committee accepted, it takes back; its member does not.
        await inner.SendAsync("DELETE", $"/meetings/{meeting}/excuse");
        Assert.Equal((1, 0), await ExcusedAsync());
        await committee.SendAsync("DELETE", $"/members/inner/excuses/{meeting}");
        Assert.Equal((0, 1), await ExcusedAsync());
        Assert.Equal([AuditActs.ExcuseAccepted, AuditActs.ExcuseTakenBack], (await house.Site.WithAsync(db => db.AuditEntries.OrderBy(a => a.Id).Select(a => a.Act).ToListAsync())).Where(act => act.StartsWith("excuse.", StringComparison.Ordinal)));

        Task<(int, int)> ExcusedAsync() => house.Site.WithAsync(async db =>
        {
            var line = (await db.OwnMeterAsync(house["inner"], house.Site.Clock.GetCurrentInstant(), CancellationToken.None))!.Value.Line;
            return (line.Meter.Now.Evidence.Excused, line.Meter.Now.Evidence.ExcusedLate);
        });
    }

    [Theory, BothEngines]
    public async Task A_late_excuse_is_taken_back_by_whoever_said_it_and_where_it_stands(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var meeting = await HeldAsync(house, "committee");
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        Assert.False(await MayTakeBackAsync(inner));
        // Said without a word, it is said all the same.
        await inner.SendAsync("PUT", $"/meetings/{meeting}/excuse");
        Assert.True(await MayTakeBackAsync(inner));
        Assert.False(await MayTakeBackAsync(committee));
        // What the committee accepted is its own to take back.
        await committee.SendAsync("PUT", $"/members/inner/excuses/{meeting}", ("reason", "Trains stood still."));
        Assert.False(await MayTakeBackAsync(inner));
        await committee.SendAsync("DELETE", $"/members/inner/excuses/{meeting}");
        Assert.Equal("/members/inner/participation/5?done=unexcused#meetings", (await inner.SendAsync("DELETE", $"/meetings/{meeting}/excuse")).Location);
        Assert.False(await MayTakeBackAsync(inner));
        Assert.Equal(0, await house.Site.WithAsync(db => db.Excuses.CountAsync()));

        async Task<bool> MayTakeBackAsync(Session who)
        {
            using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await who.GetAsync("/members/inner/participation/5")).Text);
            return page.QuerySelectorAll($"form[action='/meetings/{meeting}/excuse'] input[name=_method]").Any(method => method.GetAttribute("value") is "DELETE");
        }
    }

    [Theory, BothEngines]
    public async Task Who_enters_a_leave_goes_on_at_the_topic_that_they_looked_at(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        var committee = await term.House.SignInAsync("committee");
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await committee.GetAsync("/members/inner/participation/5")).Text);
        var enter = page.QuerySelector("form[action*='/leaves']")!.GetAttribute("action")!;
        var refused = await committee.SendAsync("POST", enter, ("from", "2026-12-01"), ("to", "2026-12-31"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("href=\"/members/inner/participation/5\" aria-current=\"page\"", refused.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-12-31\"", refused.Text, StringComparison.Ordinal);
        Assert.Equal("/members/inner/participation/5?done=leave#meetings", (await committee.SendAsync("POST", enter, ("from", "2026-12-01"), ("to", "2026-12-31"), ("reason", "A child was born."))).Location);
        using var then = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await committee.GetAsync("/members/inner/participation/5")).Text);
        var remove = then.QuerySelector("form[action*='/leaves/']")!.GetAttribute("action")!;
        Assert.Equal("/members/inner/participation/5?done=unleave#meetings", (await committee.SendAsync("DELETE", remove)).Location);
        // Whoever names none, or one that is not there, is led to the newest.
        Assert.Equal("/members/inner/participation?done=leave#meetings", (await committee.SendAsync("POST", "/members/inner/leaves?topic=99", ("from", "2026-12-01"), ("to", "2026-12-31"), ("reason", "A child was born."))).Location);
    }

    [Theory, BothEngines]
    public async Task The_policy_is_tried_out_before_it_is_saved_and_names_who_would_be_low(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await HeldAsync(house, "committee");
        var organizer = await house.SignInAsync("organizer");
        var usual = (await organizer.GetAsync("/settings/policy")).Text;
        Assert.Contains("href=\"/members/inner/participation/5\"", usual, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/members/committee/participation/5\"", usual, StringComparison.Ordinal);
        var tried = (await organizer.GetAsync("/settings/policy?talks=0&attendance=0")).Text;
        Assert.DoesNotContain("href=\"/members/inner/participation/5\"", tried, StringComparison.Ordinal);
        Assert.Contains("href=\"/members/committee/participation/5\"", (await organizer.GetAsync("/settings/policy?talks=2&missed=any")).Text, StringComparison.Ordinal);
        Assert.Equal(0, await house.Site.WithAsync(db => db.Settings.CountAsync()));
        Assert.Contains("aria-invalid", (await organizer.GetAsync("/settings/policy?talks=abc")).Text, StringComparison.Ordinal);

        Assert.Equal("/settings/policy?done=saved", (await organizer.SendAsync("PUT", "/settings/policy", ("talks", "2"), ("attendance", "50"), ("missed", "any"), ("grace", "14"), ("hysteresis", "90"), ("free", "1"), ("exempt", "none"))).Location);
        Assert.Equal(["policy.free", "policy.missed", "policy.talks"], (await house.Site.WithAsync(db => db.AuditEntries.Where(a => a.Act == AuditActs.Setting).Select(a => a.Subject!).ToListAsync())).Order(StringComparer.Ordinal));
        // The topic that goes on keeps what held when it opened.
        Assert.Equal(1, await house.Site.WithAsync(db => db.TopicPolicies.Where(p => p.TopicId == house.Season.Open.TopicId).Select(p => p.LeastTalks).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task The_committee_sees_everybody_with_what_suffices_and_takes_it_along(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await HeldAsync(house, "committee");
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        await committee.SendAsync("PUT", "/members/inner/waivers/5", ("reason", "Ill for long."));
        Assert.Equal(HttpStatusCode.Forbidden, (await committee.SendAsync("PUT", "/members/inner/lock", ("reason", "Founder."))).Status);
        var page = (await committee.GetAsync("/participation")).Text;
        Assert.Contains("Ill for long.", page, StringComparison.Ordinal);
        var csv = (await committee.GetAsync("/participation.csv?topic=5")).Text;
        Assert.Contains("\"inner\",\"inner\",\"None\",\"Exempt\",\"Exempt\"", csv, StringComparison.Ordinal);
        Assert.Contains("\"committee\",\"committee\",\"Committee\"", csv, StringComparison.Ordinal);
        await organizer.SendAsync("PUT", "/members/inner/lock", ("reason", "Founder."));
        Assert.Contains("Founder.", (await committee.GetAsync("/participation?topic=5&page=9")).Text, StringComparison.Ordinal);
        Assert.Equal([AuditActs.Waived, AuditActs.StandingLocked], await house.Site.WithAsync(db => db.AuditEntries.Where(a => a.MemberId == house["inner"] && (a.Act == AuditActs.Waived || a.Act == AuditActs.StandingLocked)).OrderBy(a => a.Id).Select(a => a.Act).ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task Who_leaves_takes_the_words_along(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var meeting = await HeldAsync(house, "committee");
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        await inner.SendAsync("PUT", $"/meetings/{meeting}/excuse", ("word", "SECRET WORD"));
        await inner.SendAsync("POST", "/me/participation/5/disputes", ("words", "SECRET WORD"));
        await committee.SendAsync("PUT", "/members/inner/waivers/5", ("reason", "SECRET WORD"));
        await committee.SendAsync("POST", "/members/inner/participation/5/entries", ("points", "2"), ("track", "nlp"), ("reason", "SECRET WORD"), ("key", "k"));
        Assert.Contains(await Inventory.TakeAsync(house.Site), row => row.Contains("SECRET WORD", StringComparison.Ordinal));
        Assert.Equal("/sign-in?done=left", (await inner.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);
        Assert.DoesNotContain(await Inventory.TakeAsync(house.Site), row => row.Contains("SECRET WORD", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await committee.GetAsync("/participation/disputes")).Status);
    }

    /// <summary>A meeting of the topic that goes on, two days ago, at which somebody was; everybody joined long before.</summary>
    internal static Task<int> HeldAsync(Household house, string there) => house.Site.WithAsync(async db =>
    {
        var now = house.Site.Clock.GetCurrentInstant();
        await db.Members.Where(m => m.StandingSince != null).ExecuteUpdateAsync(set => set.SetProperty(m => m.StandingSince, now - Duration.FromDays(100)));
        var meeting = new Meeting(house.Season.Open.TopicId, house.Season.Nlp.Id, new LocalDate(2025, 1, 1), now - Duration.FromDays(2), 60, now);
        db.Add(meeting);
        await db.SaveChangesAsync();
        db.Add(Attendance.OnList(meeting, house[there], house["organizer"], now));
        await db.SaveChangesAsync();
        return meeting.Id;
    });
}
