using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Members;
using Whalepaper.Settings;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Improving;

/// <summary>Looking back on a topic: asked, answered, closed, published.</summary>
public sealed class RetrospectiveTests
{
    private const string Page = "/topics/5/retrospective";

    [Theory, BothEngines]
    public async Task The_committee_asks_the_inner_group_answers_and_the_group_reads_what_came_out(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var ann = await house.InnerAsync("ann");
        var (inner, committee, organizer) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        Assert.Equal(HttpStatusCode.Forbidden, (await inner.SendAsync("POST", Page)).Status);
        Assert.Contains("has not looked back", (await inner.GetAsync(Page)).Text, StringComparison.Ordinal);
        Assert.Equal($"{Page}?done=opened", (await committee.SendAsync("POST", Page)).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", Page)).Status);
        await house.Site.DrainAsync();
        Assert.Equal(["How was topic 5?"], await ToldAsync(house, ann));
        Assert.Contains("How was topic 5?", (await inner.GetAsync("/me")).Text, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AnswerAsync(inner, "0", "The hour")).Status);
        Assert.Equal($"{Page}?done=answered", (await AnswerAsync(inner, "5", "The hour")).Location);
        Assert.Contains("already", (await AnswerAsync(inner, "1", "Another")).Text, StringComparison.Ordinal);
        Assert.Contains("Your answer is in", (await inner.GetAsync(Page)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("How was topic 5?", (await inner.GetAsync("/me")).Text, StringComparison.Ordinal);
        await AnswerAsync(organizer, "4", "The place");
        await AnswerAsync(committee, "4", "=1+1");
        Assert.DoesNotContain("The hour", (await committee.GetAsync(Page)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await committee.GetAsync($"{Page}.csv")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"{Page}/publication", ("word", "Too early"))).Status);

        house.Site.Clock.Advance(Duration.FromDays(10));
        await house.LookAfterImprovingAsync();
        (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        Assert.Contains("The committee is reading it", (await inner.GetAsync(Page)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.GetAsync($"{Page}.csv")).Status);
        Assert.Contains("The survey on topic 5 is over", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        var reading = (await committee.GetAsync(Page)).Text;
        foreach (var word in new[] { "The hour", "The place", "4.3 of 5", "3 of 4" })
            Assert.Contains(word, reading, StringComparison.Ordinal);
        var place = await house.Site.WithAsync(async db => (await db.Retrospectives.AsNoTracking().SingleAsync()).Keep.IndexOf("The place"));
        Assert.Equal($"{Page}?done=published", (await committee.SendAsync("POST", $"{Page}/publication", ("word", "We **stay**."), ("leaveKeep", $"{place}"))).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"{Page}/publication", ("word", "Again"))).Status);

        var page = (await inner.GetAsync(Page)).Text;
        foreach (var word in new[] { "The hour", "We <strong>stay</strong>.", "left out one", "Talks planned" })
            Assert.Contains(word, page, StringComparison.Ordinal);
        Assert.DoesNotContain("The place", page, StringComparison.Ordinal);
        Assert.Contains("'=1+1", (await inner.GetAsync($"{Page}.csv")).Text, StringComparison.Ordinal);
        await house.Site.DrainAsync();
        Assert.Equal("What came out of looking back on topic 5", (await ToldAsync(house, ann))[^1]);
        Assert.Equal([AuditActs.RetrospectiveOpened, AuditActs.RetrospectivePublished], await house.Site.WithAsync(db => db.AuditEntries.Where(e => e.Act.StartsWith("retrospective.")).OrderBy(e => e.Id).Select(e => e.Act).ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task Of_fewer_than_three_answers_nothing_is_kept_and_it_can_be_asked_anew(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.LookBackAsync();
        await house.AnswerAsync(id, house["inner"], new AnswerSheet([1, 2, 3], "A secret", "Another"));
        await house.AnswerAsync(id, house["organizer"], new AnswerSheet([1, 2, 3], "", "A third"));
        house.Site.Clock.Advance(Duration.FromDays(10));
        await house.LookAfterImprovingAsync();
        var kept = await house.Site.WithAsync(db => db.Retrospectives.AsNoTracking().SingleAsync());
        Assert.Equal((2, 3, 0, 0, 0), (kept.Answered!.Value, kept.Invited, kept.Counts.Count, kept.Keep.Count, kept.Change.Count));
        Assert.Equal((0, 0), await house.Site.WithAsync(async db => (await db.RetrospectiveBoxes.CountAsync(), await db.RetrospectiveInvitees.CountAsync())));
        var committee = await house.SignInAsync("committee");
        Assert.Contains("Too few answered", (await committee.GetAsync(Page)).Text, StringComparison.Ordinal);
        Assert.Equal($"{Page}?done=called-off", (await committee.SendAsync("DELETE", Page, ("reason", "Too few."))).Location);
        Assert.Equal($"{Page}?done=opened", (await committee.SendAsync("POST", Page)).Location);
    }

    [Theory, BothEngines]
    public async Task It_is_called_off_unread_and_once_it_has_results_no_more(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.LookBackAsync();
        await house.AnswerAsync(id, house["inner"], new AnswerSheet([1, 2, 3], "A secret", ""));
        var committee = await house.SignInAsync("committee");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("DELETE", Page, ("reason", ""))).Status);
        Assert.Equal($"{Page}?done=called-off", (await committee.SendAsync("DELETE", Page, ("reason", "The topic goes on."))).Location);
        Assert.Equal((0, 0, 0), await house.Site.WithAsync(async db => (await db.Retrospectives.CountAsync(), await db.RetrospectiveBoxes.CountAsync(), await db.RetrospectiveInvitees.CountAsync())));
        await house.ClosedLookBackAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("DELETE", Page, ("reason", "We do not like it."))).Status);
        Assert.Equal(1, await house.Site.WithAsync(db => db.Retrospectives.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Who_answers_ten_times_at_once_answers_once_and_the_last_of_all_closes_it_once(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.LookBackAsync();
        var takings = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => house.AnswerAsync(id, house["inner"], new AnswerSheet([1, 1, 1], $"Try {n}", ""))));
        Assert.Single(takings, AnswerTaking.Taken);
        Assert.Equal(9, takings.Count(taking => taking is AnswerTaking.Twice));
        Assert.Equal(AnswerTaking.NotListed, await house.AnswerAsync(id, house["open"], new AnswerSheet([1, 1, 1], "", "")));

        // The last two at the same moment, on their pages.
        var sessions = new[] { await house.SignInAsync("committee"), await house.SignInAsync("organizer") };
        var answers = await Task.WhenAll(sessions.Select(session => AnswerAsync(session, "5", "Both")));
        Assert.All(answers, answer => Assert.Equal(303, answer.Number));
        var kept = await house.Site.WithAsync(db => db.Retrospectives.AsNoTracking().SingleAsync());
        Assert.Equal((3, 3, RetrospectiveState.Closed), (kept.Answered!.Value, kept.Keep.Count, kept.State));
        await house.Site.DrainAsync();
        Assert.Equal(1, await house.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.Kind == RetrospectiveMessages.Closed && d.MemberId == house["committee"] && d.Channel == "inbox")));
        Assert.Equal(AnswerTaking.Closed, await house.AnswerAsync(id, house["inner"], new AnswerSheet([1, 1, 1], "", "")));
    }

    [Theory, BothEngines]
    public async Task Who_has_not_answered_is_reminded_once_and_nobody_is_shown_whom_that_was(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.LookBackAsync();
        var closes = house.Site.Clock.GetCurrentInstant() + Duration.FromDays(10);
        await house.AnswerAsync(id, house["inner"], new AnswerSheet([1, 1, 1], "", ""));
        await ReminderTests.LiveUntilAsync(house, closes - Duration.FromHours(1));
        foreach (var (place, count) in new[] { ("inner", 0), ("committee", 1), ("organizer", 1) })
            Assert.Equal(count, (await ToldAsync(house, house[place])).Count(subject => subject.Contains("ends soon", StringComparison.Ordinal)));
        var organizer = await house.SignInAsync("organizer");
        foreach (var state in new[] { "sent", "dropped", "waiting" })
            Assert.DoesNotContain("looking back ends soon", (await organizer.GetAsync($"/outbox?state={state}")).Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory, BothEngines]
    public async Task Who_came_later_is_told_so_and_who_was_moved_out_does_not_answer(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await house.LookBackAsync();
        var late = await house.Visitor().SignInAsync(await house.AddAsync("late", Standing.Inner));
        Assert.Contains("not asked this time", (await late.GetAsync(Page)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await AnswerAsync(late, "3", "")).Status);
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == house["inner"])).MoveTo(Standing.Former, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        house.Site.Clock.Advance(Duration.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Forbidden, (await AnswerAsync(await house.SignInAsync("inner"), "3", "")).Status);
    }

    [Theory, BothEngines]
    public async Task Where_the_group_set_it_so_it_opens_when_a_topic_is_over_and_not_again_once_called_off(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        await house.Site.WithAsync(async db =>
        {
            (await db.Topics.SingleAsync(t => t.Number == 5)).Close(house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        await house.LookAfterImprovingAsync();
        Assert.Equal(0, await house.Site.WithAsync(db => db.Retrospectives.CountAsync()));
        Assert.Contains("Topic 5 is over", (await (await house.SignInAsync("committee")).GetAsync("/desk")).Text, StringComparison.Ordinal);
        await house.Site.WithAsync(async db =>
        {
            db.Add(new Setting(SettingsCatalogue.RetrospectiveOpens.Key, "yes", house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        await house.LookAfterImprovingAsync();
        var opened = await house.Site.WithAsync(db => db.Retrospectives.AsNoTracking().SingleAsync());
        Assert.Equal((null, Duration.FromDays(10)), (opened.OpenedById, opened.ClosesAt - opened.OpenedAt));
        await (await house.SignInAsync("committee")).SendAsync("DELETE", Page, ("reason", "Not now."));
        await house.LookAfterImprovingAsync();
        Assert.Equal(0, await house.Site.WithAsync(db => db.Retrospectives.CountAsync()));
    }

    private static Task<Answer> AnswerAsync(Session session, string learned, string keep) =>
        session.SendAsync("POST", $"{Page}/answer", ("learned", learned), ("organised", "3"), ("joined", "2"), ("keep", keep), ("change", ""));

    private static Task<List<string>> ToldAsync(Household house, int member) => house.Site.WithAsync(db => db.InboxItems.AsNoTracking().Where(i => i.MemberId == member && i.Link.Contains("/retrospective")).OrderBy(i => i.Id).Select(i => i.Subject).ToListAsync());
}
