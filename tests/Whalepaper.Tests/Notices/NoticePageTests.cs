using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Audit;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Board;
using Whalepaper.Settings;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Notices on the site: who writes, who reads, and what is kept.</summary>
public sealed class NoticePageTests
{
    private const string Title = "No meeting this week";
    private const string Evil = "<script>alert(1)</script>";

    [Theory, BothEngines]
    public async Task A_preview_shows_all_of_it_and_saves_nothing(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var committee = await house.SignInAsync("committee");
        var before = await Inventory.TakeAsync(house.Site);
        var answer = await committee.SendAsync("POST", "/notices/new", NoticeHouse.Filled(("title", "Soon"), ("text", "**Bold** " + Evil), ("then", "")));
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(answer.Text);

        Assert.Equal(200, answer.Number);
        Assert.Equal("Soon", page.QuerySelector("#preview")!.TextContent);
        Assert.Equal("Bold", page.QuerySelector(".prose strong")!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".prose script"));
        Assert.Equal("**Bold** " + Evil, page.QuerySelector("textarea[name=text]")!.TextContent);
        Assert.Contains("It goes to 5 people.", answer.Text, StringComparison.Ordinal);
        Assert.Equal(before, await Inventory.TakeAsync(house.Site));
        Assert.Equal(422, (await committee.SendAsync("POST", "/notices/new", NoticeHouse.Filled(("title", " ")))).Number);
    }

    [Theory, BothEngines]
    public async Task Only_its_readers_find_it_and_only_the_committee_writes(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SendNoticeAsync(("standings", "inner"));
        await house.Site.TellAsync();
        foreach (var (place, status) in ((string, int)[])[("inner", 200), ("committee", 200), ("organizer", 200), ("open", 404), ("candidate", 404), ("former", 404)])
        {
            var session = await house.SignInAsync(place);
            Assert.Equal(status, (await session.GetAsync($"/notices/{id}")).Number);
            Assert.Equal(status is 200, (await session.GetAsync("/notices")).Text.Contains(Title, StringComparison.Ordinal));
            Assert.Equal(status is 200, (await session.GetAsync("/")).Text.Contains(Title, StringComparison.Ordinal));
        }

        var visitor = house.Visitor();
        Assert.Equal(404, (await visitor.GetAsync($"/notices/{id}")).Number);
        Assert.DoesNotContain(Title, (await visitor.GetAsync("/notices")).Text + (await visitor.GetAsync("/")).Text + (await visitor.GetAsync("/feed.atom")).Text + (await visitor.GetAsync("/sitemaps/1.xml")).Text, StringComparison.Ordinal);
        Assert.Equal(0, (int)JsonNode.Parse((await visitor.GetAsync("/api/v1/notices")).Text)!["total"]!);
        var (reader, other) = (await house.TokenAsync("inner", TokenScope.Read), await house.TokenAsync("open", TokenScope.Read));
        Assert.Equal(1, (int)JsonNode.Parse((await visitor.BearAsync(reader, "GET", "/api/v1/notices")).Text)!["total"]!);
        Assert.Equal(0, (int)JsonNode.Parse((await visitor.BearAsync(other, "GET", "/api/v1/notices")).Text)!["total"]!);
        var inner = await house.SignInAsync("inner");
        foreach (var path in (string[])["/notices/new", "/notices/drafts", "/notices/templates", $"/notices/{id}/edit", $"/notices/{id}/history"])
            Assert.Equal(403, (await inner.GetAsync(path)).Number);
        Assert.Equal(403, (await inner.SendAsync("POST", "/notices", NoticeHouse.Filled())).Number);
    }

    [Theory, BothEngines]
    public async Task A_notice_to_everybody_stands_on_the_front_in_the_feed_and_for_programs_until_it_changes(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var visitor = house.Visitor();
        Assert.DoesNotContain(Title, (await visitor.GetAsync("/")).Text, StringComparison.Ordinal);
        var id = await house.SendNoticeAsync();
        var later = await house.SendNoticeAsync(("title", "A second one"));
        foreach (var path in (string[])["/", "/notices", "/feed.atom", "/api/v1/notices"])
            Assert.Contains(Title, (await visitor.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await visitor.GetAsync($"/notices/{id}")).Number);
        Assert.Contains($"/notices/{id}", (await visitor.GetAsync("/sitemaps/1.xml")).Text, StringComparison.Ordinal);
        Assert.True(Place((await visitor.GetAsync("/")).Text, Title) > Place((await visitor.GetAsync("/")).Text, "A second one"));

        var committee = await house.SignInAsync("committee");
        Assert.Equal($"/notices/{id}?done=pinned", (await committee.SendAsync("PUT", $"/notices/{id}/pin")).Location);
        Assert.True(Place((await visitor.GetAsync("/")).Text, Title) < Place((await visitor.GetAsync("/")).Text, "A second one"));
        Assert.Equal([id, later], JsonNode.Parse((await visitor.GetAsync("/api/v1/notices")).Text)!["items"]!.AsArray().Select(n => (int)n!["id"]!));
        Assert.Equal($"/notices/{id}?done=unpinned", (await committee.SendAsync("DELETE", $"/notices/{id}/pin")).Location);
        Assert.Equal([later, id], JsonNode.Parse((await visitor.GetAsync("/api/v1/notices")).Text)!["items"]!.AsArray().Select(n => (int)n!["id"]!));
    }

    [Theory, BothEngines]
    public async Task Opening_it_is_counted_once_and_marks_the_message(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SendNoticeAsync();
        await house.Site.TellAsync();
        await house.Site.DrainAsync();
        var inner = await house.SignInAsync("inner");
        await inner.GetAsync($"/notices/{id}");
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => inner.GetAsync($"/notices/{id}")));

        Assert.Equal([house["inner"]], await house.Site.WithAsync(db => db.NoticeReadings.Select(r => r.MemberId).ToListAsync()));
        Assert.Equal([house["inner"]], await house.Site.WithAsync(db => db.InboxItems.Where(i => i.ReadAt != null).Select(i => i.MemberId).ToListAsync()));
        // Former members may open what is public; they were not told, and do not count among those who were.
        await (await house.SignInAsync("former")).GetAsync($"/notices/{id}");
        var page = (await (await house.SignInAsync("organizer")).GetAsync($"/notices/{id}")).Text;
        Assert.Contains("by 2 of 5", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/members/inner", page, StringComparison.Ordinal);
        // Of a few, a number says who.
        var few = await house.SendNoticeAsync(("to", "people"), ("people", "inner open candidate organizer"));
        await house.Site.TellAsync();
        await inner.GetAsync($"/notices/{few}");
        page = (await (await house.SignInAsync("organizer")).GetAsync($"/notices/{few}")).Text;
        Assert.Contains("shown from five readers on", page, StringComparison.Ordinal);
        Assert.DoesNotContain("of 4", page, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Where_the_group_wants_it_somebody_else_reads_first(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.SetAsync(SettingsCatalogue.NoticeReview, "yes");
        var id = await house.SendNoticeAsync();
        Assert.Equal(NoticeState.Review, (await house.Site.NoticeAsync(id)).State);
        await house.Site.TellAsync();
        Assert.Empty(await house.Site.ToldAsync(id));
        var (committee, organizer) = (await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        var own = await committee.SendAsync("POST", $"/notices/{id}/approval", ("version", "0"));
        Assert.Equal(422, own.Number);
        Assert.Contains("cannot approve it", own.Text, StringComparison.Ordinal);
        Assert.Contains("Waiting for a second pair of eyes", (await organizer.GetAsync("/notices/drafts")).Text, StringComparison.Ordinal);
        // What is approved is what was read.
        Assert.Equal(422, (await organizer.SendAsync("POST", $"/notices/{id}/approval", ("version", "99"))).Number);
        Assert.Equal($"/notices/{id}?done=sent", (await organizer.SendAsync("POST", $"/notices/{id}/approval", ("version", "0"))).Location);
        Assert.Equal(422, (await organizer.SendAsync("POST", $"/notices/{id}/approval")).Number);
        await house.Site.TellAsync();

        Assert.Equal(5, (await house.Site.ToldAsync(id)).Count);
        Assert.Equal([AuditActs.NoticeApproved], await house.Site.WithAsync(db => db.AuditEntries.Where(e => e.Act.StartsWith("notice.")).Select(e => e.Act).ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task An_edit_keeps_what_it_said_tells_nobody_again_and_tells_who_was_late(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SendNoticeAsync();
        await house.Site.TellAsync();
        await house.Site.DrainAsync();
        var committee = await house.SignInAsync("committee");
        var version = (await house.Site.NoticeAsync(id)).Version;
        Assert.Equal($"/notices/{id}?done=edited", (await committee.SendAsync("PUT", $"/notices/{id}", ("title", "A meeting after all"), ("text", "We **do** meet."), ("version", $"{version}"))).Location);
        var late = await (await house.SignInAsync("organizer")).SendAsync("PUT", $"/notices/{id}", ("title", "My title"), ("text", "My text"), ("version", $"{version}"));
        Assert.Equal(422, late.Number);
        Assert.Contains("My text", late.Text, StringComparison.Ordinal);
        Assert.Contains("changed this notice meanwhile", late.Text, StringComparison.Ordinal);
        await house.Site.TellAsync();
        await house.Site.DrainAsync();

        Assert.Equal([Title], await house.Site.WithAsync(db => db.InboxItems.Select(i => i.Subject).Distinct().ToListAsync()));
        Assert.Equal(5, await house.Site.WithAsync(db => db.InboxItems.CountAsync()));
        var history = (await committee.GetAsync($"/notices/{id}/history")).Text;
        Assert.Contains("A meeting after all", history, StringComparison.Ordinal);
        Assert.Contains(Title, history, StringComparison.Ordinal);
        Assert.Contains("edited, 2 versions", (await house.Visitor().GetAsync($"/notices/{id}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/history", (await house.Visitor().GetAsync($"/notices/{id}")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_draft_is_changed_deleted_or_lost_to_whoever_was_faster(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SendNoticeAsync(("then", "save"), ("to", "people"), ("people", "inner, @open"));
        var committee = await house.SignInAsync("committee");
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await committee.GetAsync($"/notices/{id}/edit")).Text);
        Assert.Equal("inner\nopen", page.QuerySelector("textarea[name=people]")!.TextContent);
        house.Site.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        Assert.Equal($"/notices/{id}/edit?done=saved", (await committee.SendAsync("PUT", $"/notices/{id}", NoticeHouse.Filled(("then", "save"), ("to", "people"), ("people", "open"), ("version", "0")))).Location);
        Assert.Equal(422, (await committee.SendAsync("DELETE", $"/notices/{id}", ("version", "0"))).Number);
        Assert.Equal("/notices/drafts?done=deleted", (await committee.SendAsync("DELETE", $"/notices/{id}")).Location);
        var sent = await house.SendNoticeAsync(("to", "people"), ("people", "open"));
        Assert.Equal(422, (await committee.SendAsync("DELETE", $"/notices/{sent}")).Number);
        await house.Site.TellAsync();
        Assert.Equal([house["open"]], await house.Site.ToldAsync(sent));
        var unknown = await committee.SendAsync("POST", "/notices", NoticeHouse.Filled(("to", "people"), ("people", "nobody inner")));
        Assert.Equal(422, unknown.Number);
        Assert.Contains("nobody", unknown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_means_harm_is_shown_and_told_as_words()
    {
        var folder = new MailFolder();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => MailFolder.SetUp(builder));
        await house.Site.WithAsync(async db =>
        {
            var account = await db.Accounts.SingleAsync(a => a.MemberId == house["inner"]);
            var email = folder.Address("inner");
            account.ReachAt(email, email.ToUpperInvariant(), email.ToUpperInvariant());
            await db.SaveChangesAsync();
        });
        foreach (var line in (string[])["\r\n", "\u2028", "\n", "\u0085"])
            Assert.Equal(422, (await (await house.SignInAsync("committee")).SendAsync("POST", "/notices", NoticeHouse.Filled(("title", $"One{line}Bcc: evil@people.example")))).Number);
        var id = await house.SendNoticeAsync(
            ("to", "people"), ("people", "inner"), ("mail", "yes"), ("public", "yes"), ("title", $"{Evil} Bcc: evil@people.example"),
            ("text", $"# Head\n\n{Evil}\n\n- one [here](https://whale.example/a)\n- two [there](javascript:alert(1))\n\n<img src=x onerror=alert(1)>\n\n**bold**"));
        await house.Site.TellAsync();
        await house.Site.DrainAsync();

        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await house.Visitor().GetAsync($"/notices/{id}")).Text);
        Assert.Empty(page.QuerySelectorAll("main script, main img, [onerror]"));
        Assert.DoesNotContain(page.QuerySelectorAll("a"), link => link.GetAttribute("href")?.StartsWith("javascript", StringComparison.OrdinalIgnoreCase) is true);
        Assert.Contains("Bcc: evil@people.example", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        var letter = Assert.Single(await folder.ReadAsync());
        Assert.Equal($"{Evil} Bcc: evil@people.example", letter.Subject);
        Assert.DoesNotContain(letter.Headers, header => header.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("- one here (https://whale.example/a)\n- two there", letter.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("alert", letter.Text.Replace(Evil, "", StringComparison.Ordinal), StringComparison.Ordinal);
        using var html = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(letter.Html);
        Assert.Equal("bold", html.QuerySelector("strong")!.TextContent);
        Assert.Equal("Head", html.QuerySelector("h2")!.TextContent);
        Assert.Empty(html.QuerySelectorAll("script, img"));
        Assert.Contains(html.QuerySelectorAll("a"), link => link.GetAttribute("href")?.EndsWith($"/notices/{id}", StringComparison.Ordinal) is true);
        Assert.Contains("Bcc: evil@people.example", (await house.Visitor().GetAsync("/feed.atom")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_template_is_set_checked_used_and_taken_back(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var committee = await house.SignInAsync("committee");
        (string, string)[] words = [("titleZh", "第 {topic} 期"), ("textZh", "{group} {link}"), ("titleEn", "Topic {topic}!"), ("textEn", "See {link} of {group}")];
        var wrong = await committee.SendAsync("PUT", "/notices/templates/topic-opens", [.. words[..3], ("textEn", "See {lnik} and {paper}")]);
        Assert.Equal(422, wrong.Number);
        Assert.Contains("Nothing fills {lnik} {paper}. The places that exist here are: {group} {topic} {date} {link}", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("See {lnik} and {paper}", wrong.Text, StringComparison.Ordinal);
        Assert.Equal("/notices/templates?done=saved#topic-opens", (await committee.SendAsync("PUT", "/notices/templates/topic-opens", words)).Location);
        var number = await house.Site.WithAsync(db => db.Topics.MaxAsync(t => t.Number));
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await committee.GetAsync($"/notices/new?template=topic-opens&topic={number}")).Text);
        Assert.Equal($"Topic {number}!", page.QuerySelector("input[name=title]")!.GetAttribute("value"));
        Assert.Contains($"/topics/{number} of ", page.QuerySelector("textarea[name=text]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/notices/templates?done=reset#topic-opens", (await committee.SendAsync("DELETE", "/notices/templates/topic-opens")).Location);
        Assert.Equal(0, await house.Site.WithAsync(db => db.NoticeTemplates.CountAsync()));
        Assert.Equal(404, (await committee.SendAsync("PUT", "/notices/templates/nothing", words)).Number);
        Assert.Equal(200, (await committee.GetAsync("/notices/new?template=talk-this-week")).Number);
        Assert.Equal(200, (await committee.GetAsync("/notices/new?template=plan-published&topic=999")).Number);
    }

    [Theory, BothEngines]
    public async Task Who_leaves_takes_their_reading_along(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SendNoticeAsync(("to", "people"), ("people", "open inner"));
        var open = await house.SignInAsync("open");
        await open.GetAsync($"/notices/{id}");
        Assert.Equal("/sign-in?done=left", (await open.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);
        Assert.Equal(0, await house.Site.WithAsync(db => db.NoticeReadings.CountAsync()));
        await house.Site.TellAsync();
        Assert.Equal([house["inner"]], await house.Site.ToldAsync(id));
    }

    private static int Place(string page, string word) => page.IndexOf(word, StringComparison.Ordinal);
}
