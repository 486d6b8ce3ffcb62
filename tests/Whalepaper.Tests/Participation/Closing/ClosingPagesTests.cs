using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Members;
using Whalepaper.Participation.Closing;
using Whalepaper.Participation.Ledger;
using Whalepaper.Participation.Policy;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>The pages of a closing lead on, and none of them leads nowhere.</summary>
public sealed class ClosingPagesTests
{
    [Theory, BothEngines]
    public async Task From_one_case_it_goes_on_to_the_next_that_the_reader_can_decide(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/telling"));
        Assert.Equal(204, await house.DoAsync("second", "PUT", "me/closing/5/objection", new { objection = "I was away." }));
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        var committee = await house.House.SignInAsync("committee");
        // Who objects stands first.
        Assert.Equal("second", (await HandlesAsync(committee, "?show=low"))[0]);
        Assert.Equal("second", (await HandlesAsync(committee, "?show=undecided"))[0]);

        // It waits for somebody else: it is not the next, and neither is one's own.
        using (var second = await DecideAsync(committee, "second", "open"))
        {
            Assert.Equal("second", second.QuerySelector("h1")!.TextContent);
            Assert.StartsWith("second", second.Title, StringComparison.Ordinal);
            Assert.Equal("/topics/5/closing?show=undecided#cases", second.QuerySelector("header .kicker a")!.GetAttribute("href"));
            Assert.Contains("2 left", second.QuerySelector(".toast")!.TextContent, StringComparison.Ordinal);
            Assert.Contains(second.QuerySelector(".toast p a")!.GetAttribute("href"), (string[])["/topics/5/closing/inner", "/topics/5/closing/organizer"]);
            Assert.Contains("/members/second/participation/5", second.QuerySelectorAll("main a").Select(link => link.GetAttribute("href")));
        }

        using (var inner = await DecideAsync(committee, "inner", "keep"))
        {
            Assert.Contains("1 left", inner.QuerySelector(".toast")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("/topics/5/closing/organizer", inner.QuerySelector(".toast p a")!.GetAttribute("href"));
        }

        using (var last = await DecideAsync(committee, "organizer", "keep"))
            Assert.Equal("/topics/5/closing", last.QuerySelector(".toast p a")!.GetAttribute("href"));
        // What is undecided stands before what is decided.
        Assert.Equal(["second", "committee"], (await HandlesAsync(committee, "?show=low"))[..2]);
        // To the other two, the one that waits is left.
        Assert.Contains("/topics/5/closing/second", (await (await house.House.SignInAsync("organizer")).GetAsync("/topics/5/closing/committee")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Where_nobody_was_low_a_topic_is_finished_at_once(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
        Assert.Equal(422, await house.StepAsync("committee", "POST", "/publication"));
        Assert.Equal(204, await house.StepAsync("committee", "DELETE", ""));
        await house.House.Site.WithAsync(db => db.TopicPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.LeastTalks, 0).SetProperty(p => p.LeastAttendance, 0)));
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
        var committee = await house.House.SignInAsync("committee");
        var page = (await committee.GetAsync("/topics/5/closing")).Text;
        Assert.Contains("Nobody was low: finish the topic", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/closing/telling", page, StringComparison.Ordinal);
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/publication"));
        var closing = (await house.ClosingAsync())!;
        Assert.Equal((ClosingState.Published, house.Now, house.People["committee"]), (closing.State, closing.PublishedAt, closing.PublishedById));
        Assert.Equal(1, await house.House.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingPublished)));
        Assert.Equal(HttpStatusCode.OK, (await house.House.Visitor().GetAsync("/topics/5/archive")).Status);
        Assert.Equal(422, await house.StepAsync("committee", "POST", "/publication"));
        Assert.DoesNotContain("Nobody was low", (await committee.GetAsync("/topics/5/closing")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task The_desk_and_the_freezing_say_what_waits(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        var committee = await house.House.SignInAsync("committee");
        await house.House.Site.WithAsync(async db =>
        {
            var topic = await db.Topics.Where(t => t.Number == 5).Select(t => t.Id).SingleAsync();
            db.Add(new LedgerDispute(house.People["inner"], topic, null, "A talk is missing.", house.Now));
            await db.SaveChangesAsync();
        });
        Assert.Contains("1 dispute waits", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Contains("One dispute about this topic", (await committee.GetAsync("/topics/5/closing")).Text, StringComparison.Ordinal);
        await house.TellAsync();
        // Four were low; about oneself one decides nothing.
        var desk = (await committee.GetAsync("/desk")).Text;
        Assert.Contains("3 to decide", desk, StringComparison.Ordinal);
        Assert.DoesNotContain("All done", desk, StringComparison.Ordinal);
        await house.KeepOthersAsync();
        Assert.Contains("Decide and carry out", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        // It can still be undone: nobody has to do anything.
        Assert.DoesNotContain("Publish the archive", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        Assert.Contains("Publish the archive", (await (await house.House.SignInAsync("committee")).GetAsync("/desk")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Who_was_told_is_told_of_an_undo_and_an_objection_is_told_whatever_was_decided(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.House.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Handle == "second")).LiveIn("en", null);
            await db.SaveChangesAsync();
        });
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/telling"));
        Assert.Equal(204, await house.DecideAsync("committee", "second", "keep"));
        Assert.Equal(204, await house.DoAsync("second", "PUT", "me/closing/5/objection", new { objection = "I was away." }));
        await house.House.Site.DrainAsync();
        Assert.Contains("second objects in the closing of topic 5", await SubjectsAsync(house, "organizer"));
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "open"));
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        Assert.Contains("Why, and what the committee said", (await (await house.House.SignInAsync("inner")).GetAsync("/me")).Text, StringComparison.Ordinal);
        Assert.Equal(204, await house.DoAsync("organizer", "PUT", "members/inner/standing", new { standing = "former", reason = "Asked for it." }));
        Assert.Equal(204, await house.StepAsync("committee", "DELETE", "/execution"));
        await house.House.Site.DrainAsync();
        foreach (var who in (string[])["second", "organizer", "committee", "inner"])
            Assert.Contains("Closing of topic 5: it was undone", await SubjectsAsync(house, who));
        var apart = await house.House.Site.WithAsync(db => db.InboxItems.Where(i => i.Subject.StartsWith("Closing of topic 5: it was undone")).ToDictionaryAsync(i => i.MemberId, i => i.Text));
        Assert.Contains("you stay where you are", apart[house.People["inner"]], StringComparison.Ordinal);
        Assert.Contains("where you stood before", apart[house.People["second"]], StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_is_counted_is_said_with_one_denominator_everywhere(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.House.Site.WithAsync(db => db.TopicPolicies.ExecuteUpdateAsync(set => set.SetProperty(p => p.Missed, BoundsMissed.Any).SetProperty(p => p.FreeAbsences, 1)));
        await house.TellAsync();
        var (committee, inner) = (await house.House.SignInAsync("committee"), await house.House.SignInAsync("inner"));
        foreach (var page in new[] { (await committee.GetAsync("/topics/5/closing/inner")).Text, (await inner.GetAsync("/me/closing")).Text })
        {
            Assert.Contains("1 absence not counted", page, StringComparison.Ordinal);
            Assert.Contains("Low is who misses any of the bounds", page, StringComparison.Ordinal);
            Assert.Contains("0 of 0", page, StringComparison.Ordinal);
            using var document = new HtmlParser().ParseDocument(page);
            var row = document.QuerySelector(".heat + .picture-table tbody tr")!;
            Assert.Equal("–", row.Children[^1].TextContent.Trim());
            Assert.EndsWith(": Absent", document.QuerySelector(".heat-picture desc")!.TextContent, StringComparison.Ordinal);
        }

        Assert.Contains("0 of 0 meetings", (await committee.GetAsync("/topics/5/closing")).Text, StringComparison.Ordinal);
        // The days to object are over: what is asked of them is to wait.
        Assert.Contains("The committee is deciding.", (await inner.GetAsync("/me")).Text, StringComparison.Ordinal);
        Assert.Contains("href=\"/members/inner/participation/5\"", (await inner.GetAsync("/me/closing")).Text, StringComparison.Ordinal);
        Assert.Equal(204, await house.DoAsync("organizer", "PUT", "members/inner/standing", new { standing = "open", reason = "Asked for it." }));
        Assert.Contains("They are no longer of the inner group", (await committee.GetAsync("/topics/5/closing/inner")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Whom_the_group_did_not_elect_since_has_no_office_back(Engine engine)
    {
        await using var house = await ClosingHouse.OpenAsync(engine);
        await house.TellAsync();
        Assert.Equal(204, await house.DecideAsync("committee", "second", "open"));
        Assert.Equal(204, await house.DecideAsync("organizer", "second", "open"));
        await house.KeepOthersAsync();
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/execution"));
        house.House.Site.Clock.Advance(Duration.FromHours(1));
        var ballot = await house.House.ElectionAsync(house.People["diligent"]);
        foreach (var voter in (string[])["inner", "committee", "organizer", "diligent"])
            await (await house.House.Visitor().SignInAsync(house.People[voter])).SendAsync("PUT", $"/ballots/{ballot}/vote", ("choices", "diligent:approve"));
        Assert.StartsWith("Inner Committee", await house.PlaceAsync("diligent"), StringComparison.Ordinal);
        Assert.Equal(204, await house.StepAsync("organizer", "DELETE", "/execution"));
        Assert.StartsWith("Inner None", await house.PlaceAsync("second"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_rules_stand_where_nobody_gets_around_them()
    {
        var now = Instant.FromUtc(2026, 11, 28, 12, 0);
        var topic = new Whalepaper.Topics.Topic(1);
        topic.Open(now);
        var closing = new TopicClosing(topic, new ParticipationPolicy(1, 50), 1, now);
        Assert.Throws<InvalidOperationException>(() => closing.Publish(1, 1, now));
        closing.Tell(1, 7, now);
        Assert.Throws<InvalidOperationException>(() => closing.Execute(1, 7, now + Duration.FromDays(7) - Duration.FromSeconds(1)));
        closing.Execute(1, 7, now + Duration.FromDays(7));
        Assert.Throws<InvalidOperationException>(() => closing.Publish(1, 1, now + Duration.FromDays(8)));
        var one = new ClosingCase(1, 2, Role.None, new ParticipationPolicy(1, 50).Judge(new TakingPart(0, 9, 2, 1), Circumstances.Usual));
        Assert.Equal((true, true, false, false), (one.Lacks(ClosingDecision.Keep, null), one.Lacks(ClosingDecision.Keep, " "), one.Lacks(ClosingDecision.Keep, "Ill."), one.Lacks(ClosingDecision.ToOpen, null)));
    }

    private static async Task<IHtmlDocument> DecideAsync(Session committee, string whom, string decision)
    {
        var answer = await committee.SendAsync("PUT", $"/topics/5/closing/{whom}/decision", ("decision", decision), ("reason", "A reason."));
        Assert.Equal($"/topics/5/closing/{whom}?done=decided", answer.Location);
        return new HtmlParser().ParseDocument((await committee.GetAsync(answer.Location!)).Text);
    }

    private static async Task<List<string>> HandlesAsync(Session committee, string query)
    {
        using var page = new HtmlParser().ParseDocument((await committee.GetAsync($"/topics/5/closing{query}")).Text);
        return [.. page.QuerySelectorAll(".cases .case-who a").Select(link => link.GetAttribute("href")!.Split('/')[^1])];
    }

    private static async Task<IReadOnlyList<string>> SubjectsAsync(ClosingHouse house, string who)
    {
        var id = house.People[who];
        return await house.House.Site.WithAsync(db => db.InboxItems.Where(i => i.MemberId == id).Select(i => i.Subject).ToListAsync());
    }
}
