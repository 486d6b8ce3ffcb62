using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Audit;
using Whalepaper.Improving.Suggestions;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Improving;

/// <summary>Suggestions of the inner group, from the first word to the committee's.</summary>
public sealed class SuggestionTests
{
    [Theory, BothEngines]
    public async Task The_inner_group_suggests_and_nobody_else_reads_it(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var inner = await house.SignInAsync("inner");
        var made = await inner.SendAsync("POST", "/suggestions", ("title", "Begin on Fridays"), ("text", "Saturday is **hard**."), ("key", "one"));
        var id = await house.Site.WithAsync(db => db.Suggestions.Select(s => s.Id).SingleAsync());
        Assert.Equal($"/suggestions/{id}?done=proposed", made.Location);
        // The same form, sent twice, is one suggestion.
        Assert.Equal($"/suggestions/{id}?done=proposed", (await inner.SendAsync("POST", "/suggestions", ("title", "Begin on Fridays"), ("text", "Saturday is **hard**."), ("key", "one"))).Location);
        Assert.Equal(1, await house.Site.WithAsync(db => db.Suggestions.CountAsync()));
        Assert.Contains("<strong>hard</strong>", (await (await house.SignInAsync("committee")).GetAsync($"/suggestions/{id}")).Text, StringComparison.Ordinal);
        foreach (var place in new[] { "open", "candidate", "former" })
        {
            var session = await house.SignInAsync(place);
            foreach (var path in new[] { "/suggestions", "/suggestions/new", $"/suggestions/{id}", "/topics/5/retrospective", "/topics/5/retrospective.csv" })
                Assert.Equal((HttpStatusCode.Forbidden, false), ((await session.GetAsync(path)).Status, (await session.GetAsync(path)).Text.Contains("Fridays", StringComparison.Ordinal)));
            Assert.Equal(HttpStatusCode.Forbidden, (await session.SendAsync("PUT", $"/suggestions/{id}/support")).Status);
        }

        Assert.StartsWith("/sign-in", (await house.Visitor().GetAsync($"/suggestions/{id}")).Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.GetAsync("/suggestions/987654")).Status);
    }

    [Theory, BothEngines]
    public async Task Support_is_one_each_and_taken_back_and_counts_who_is_of_the_inner_group(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.SuggestAsync(house["inner"]);
        var (inner, committee, organizer) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await inner.SendAsync("PUT", $"/suggestions/{id}/support")).Status);
        for (var n = 0; n < 2; n++)
            Assert.Equal($"/suggestions/{id}?done=supported", (await committee.SendAsync("PUT", $"/suggestions/{id}/support")).Location);
        await organizer.SendAsync("PUT", $"/suggestions/{id}/support");
        Assert.Contains("2 support it", (await inner.GetAsync("/suggestions")).Text, StringComparison.Ordinal);
        await organizer.SendAsync("DELETE", $"/suggestions/{id}/support");
        Assert.Contains("One supports it", (await inner.GetAsync($"/suggestions/{id}")).Text, StringComparison.Ordinal);
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == house["committee"])).MoveTo(Standing.Open, house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        Assert.Contains("Nobody supports it yet", (await inner.GetAsync("/suggestions")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task The_committee_answers_with_a_word_and_those_concerned_hear_of_it(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var ann = await house.InnerAsync("ann");
        var id = await house.SuggestAsync(house["inner"], "Begin earlier");
        await house.Site.DrainAsync();
        Assert.Equal(["New suggestion: Begin earlier"], await ToldAsync(house, house["committee"]));
        Assert.Empty(await ToldAsync(house, house["inner"]));
        await (await house.Visitor().SignInAsync(ann)).SendAsync("PUT", $"/suggestions/{id}/support");
        var committee = await house.SignInAsync("committee");
        Assert.Contains("Begin earlier", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/suggestions/{id}/decision", ("decision", "planned"), ("word", ""))).Status);
        foreach (var (decision, word, status) in new[] { ("planned", "Next month.", 303), ("planned", "Again.", 422), ("declined", "It does *not* work.", 303), ("done", "No way.", 422), ("open", "Let us talk.", 303), ("done", "We did it.", 303) })
            Assert.Equal(status, (await committee.SendAsync("POST", $"/suggestions/{id}/decision", ("decision", decision), ("word", word))).Number);
        var page = (await (await house.SignInAsync("inner")).GetAsync($"/suggestions/{id}")).Text;
        foreach (var word in new[] { "Next month.", "It does <em>not</em> work.", "Let us talk.", "We did it." })
            Assert.Contains(word, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Begin earlier", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Equal(
            [AuditActs.SuggestionPlanned, AuditActs.SuggestionDeclined, AuditActs.SuggestionReopened, AuditActs.SuggestionDone],
            await house.Site.WithAsync(db => db.AuditEntries.Where(e => e.Act.StartsWith("suggestion.")).OrderBy(e => e.Id).Select(e => e.Act).ToListAsync()));
        // Of several answers in a row the last is told: it tells more.
        await house.Site.DrainAsync();
        foreach (var member in new[] { ann, house["inner"] })
            Assert.Equal("Done: Begin earlier", (await ToldAsync(house, member))[^1]);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignInAsync("inner")).SendAsync("POST", $"/suggestions/{id}/decision", ("decision", "open"), ("word", "Please."))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await house.SignInAsync("organizer")).SendAsync("PUT", $"/suggestions/{id}/support")).Status);
    }

    [Theory, BothEngines]
    public async Task Its_words_are_changed_and_it_is_taken_back_by_its_author_while_it_is_open(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.SuggestAsync(house["inner"]);
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        Assert.Equal(HttpStatusCode.NotFound, (await committee.GetAsync($"/suggestions/{id}/edit")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await committee.SendAsync("DELETE", $"/suggestions/{id}")).Status);
        Assert.Equal($"/suggestions/{id}?done=edited", (await inner.SendAsync("PUT", $"/suggestions/{id}", ("title", "Begin later"), ("text", "An hour."))).Location);
        Assert.Contains("Last changed", (await committee.GetAsync($"/suggestions/{id}")).Text, StringComparison.Ordinal);
        await committee.SendAsync("POST", $"/suggestions/{id}/decision", ("decision", "planned"), ("word", "Yes."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await inner.SendAsync("PUT", $"/suggestions/{id}", ("title", "Begin never"), ("text", "At all."))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await inner.SendAsync("DELETE", $"/suggestions/{id}")).Status);
        var other = await house.SuggestAsync(house["inner"], "Another");
        Assert.Equal($"/suggestions/{other}?done=withdrawn", (await inner.SendAsync("DELETE", $"/suggestions/{other}")).Location);
        Assert.DoesNotContain("Another", (await committee.GetAsync("/suggestions?state=all")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/suggestions/{other}/comments", ("comment", "Pity."))).Status);
        // Nobody keeps the committee busy alone.
        for (var n = 0; n < Suggestion.MostOpen; n++)
            await house.SuggestAsync(house["inner"], $"Number {n}");
        Assert.Contains("wait for an answer", (await inner.SendAsync("POST", "/suggestions", ("title", "One more"), ("text", "Please."))).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_is_said_is_hidden_with_a_reason_that_all_read(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var id = await house.SuggestAsync(house["inner"]);
        var (inner, committee, organizer) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        var member = await house.AddAsync("ann", Standing.Inner);
        var ann = await house.Visitor().SignInAsync(member);
        Assert.Equal($"/suggestions/{id}?done=said#discussion", (await ann.SendAsync("POST", $"/suggestions/{id}/comments", ("comment", "The **chair** is late."), ("key", "k"))).Location);
        await ann.SendAsync("POST", $"/suggestions/{id}/comments", ("comment", "The **chair** is late."), ("key", "k"));
        var comment = await house.Site.WithAsync(db => db.SuggestionComments.Select(c => c.Id).SingleAsync());
        await house.Site.DrainAsync();
        Assert.Equal(["A comment on your suggestion: Begin earlier"], await ToldAsync(house, house["inner"]));
        Assert.Equal(HttpStatusCode.Forbidden, (await inner.SendAsync("PUT", $"/suggestions/comments/{comment}/hiding", ("reason", "No."))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("PUT", $"/suggestions/comments/{comment}/hiding", ("reason", " "))).Status);
        await committee.SendAsync("PUT", $"/suggestions/comments/{comment}/hiding", ("reason", "About a person."));
        foreach (var (reader, sees) in new[] { (inner, false), (organizer, true), (ann, true) })
        {
            var page = (await reader.GetAsync($"/suggestions/{id}")).Text;
            Assert.Contains("About a person.", page, StringComparison.Ordinal);
            Assert.Equal(sees, page.Contains("<strong>chair</strong>", StringComparison.Ordinal));
        }

        Assert.DoesNotContain("chair", string.Join('\n', await house.Site.WithAsync(db => db.AuditEntries.Select(e => e.After ?? "").ToListAsync())), StringComparison.Ordinal);
        await committee.SendAsync("DELETE", $"/suggestions/comments/{comment}/hiding");
        Assert.Contains("<strong>chair</strong>", (await inner.GetAsync($"/suggestions/{id}")).Text, StringComparison.Ordinal);

        // Nobody talks all others down; what was said already is said, when it is sent again.
        for (var n = 1; n < SuggestionComment.MostOfOne; n++)
            await house.CommentAsync(id, member, $"Number {n}");
        Assert.Equal($"/suggestions/{id}?done=said#discussion", (await ann.SendAsync("POST", $"/suggestions/{id}/comments", ("comment", "The **chair** is late."), ("key", "k"))).Location);
        Assert.Contains("That is the most.", (await ann.SendAsync("POST", $"/suggestions/{id}/comments", ("comment", "Once more."))).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Nobody_of_the_committee_decides_alone_about_what_is_their_own(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, committee, organizer) = (await house.SuggestAsync(house["committee"]), await house.SignInAsync("committee"), await house.SignInAsync("organizer"));
        Assert.Contains("Somebody else of the committee", (await committee.GetAsync($"/suggestions/{id}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/suggestions/{id}/decision", ("decision", "done"), ("word", "I did."))).Status);
        var comment = await house.CommentAsync(id, house["committee"]);
        await organizer.SendAsync("PUT", $"/suggestions/comments/{comment}/hiding", ("reason", "About a person."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("DELETE", $"/suggestions/comments/{comment}/hiding")).Status);
        Assert.NotNull(await house.Site.WithAsync(db => db.SuggestionComments.Select(c => c.HiddenAt).SingleAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, (await organizer.SendAsync("DELETE", $"/suggestions/comments/{comment}/hiding")).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await organizer.SendAsync("POST", $"/suggestions/{id}/decision", ("decision", "done"), ("word", "You did."))).Status);
    }

    [Theory, BothEngines]
    public async Task Who_supports_it_hears_that_it_says_something_else(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, inner) = (await house.SuggestAsync(house["inner"]), await house.SignInAsync("inner"));
        await (await house.SignInAsync("committee")).SendAsync("PUT", $"/suggestions/{id}/support");
        await inner.SendAsync("PUT", $"/suggestions/{id}", ("title", "Begin later"), ("text", "An hour."));
        await house.Site.DrainAsync();
        Assert.Equal(["A suggestion you support was changed: Begin later"], (await ToldAsync(house, house["committee"])).Where(subject => subject.StartsWith("A suggestion you", StringComparison.Ordinal)));
        Assert.DoesNotContain(await ToldAsync(house, house["organizer"]), subject => subject.StartsWith("A suggestion you", StringComparison.Ordinal));
        // Nobody fills the boxes of others: not with changes, and not with disputes after so many.
        for (var n = 1; n < Whalepaper.Talks.TellingThrottle.PerMember; n++)
            Assert.Equal(HttpStatusCode.SeeOther, (await inner.SendAsync("PUT", $"/suggestions/{id}", ("title", $"Begin {n} later"), ("text", "An hour."))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await inner.SendAsync("PUT", $"/suggestions/{id}", ("title", "Begin never"), ("text", "At all."))).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await inner.SendAsync("POST", "/me/participation/5/disputes", ("words", "A talk is missing."))).Status);
    }

    [Theory, BothEngines]
    public async Task The_list_is_found_by_state_words_and_support(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (first, second) = (await house.SuggestAsync(house["inner"], "Ｍore whales", "At 周六 sessions."), await house.SuggestAsync(house["inner"], "Fewer whales", "At sessions."));
        await (await house.SignInAsync("committee")).SendAsync("PUT", $"/suggestions/{first}/support");
        var inner = await house.SignInAsync("inner");
        Assert.Equal(["Ｍore whales", "Fewer whales"], await TitlesAsync(inner, "/suggestions"));
        Assert.Equal(["Fewer whales", "Ｍore whales"], await TitlesAsync(inner, "/suggestions?sort=new"));
        Assert.Equal(["Ｍore whales"], await TitlesAsync(inner, "/suggestions?q=MORE+周六"));
        Assert.Empty(await TitlesAsync(inner, "/suggestions?q=%25"));
        Assert.Empty(await TitlesAsync(inner, "/suggestions?state=done"));
        // Another state is looked at for the same words.
        Assert.Equal(
            ["/suggestions?q=whales&sort=new", "/suggestions?state=planned&q=whales&sort=new", "/suggestions?state=done&q=whales&sort=new", "/suggestions?state=declined&q=whales&sort=new", "/suggestions?state=all&q=whales&sort=new"],
            await LinksAsync(inner, "/suggestions?q=whales&sort=new&page=1", "main nav.tabs a"));
        for (var n = 0; n < SuggestionQueries.OfPage; n++)
            await house.SuggestAsync(house["organizer"], $"Number {n}");
        Assert.Equal(2, (await TitlesAsync(inner, "/suggestions?page=2")).Count);
        Assert.Equal(second, await house.Site.WithAsync(db => db.Suggestions.Where(s => s.Title == "Fewer whales").Select(s => s.Id).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task Who_leaves_supports_nothing_and_what_they_said_stays_without_their_name(Engine engine)
    {
        await using var house = await ReminderTests.HouseAsync(engine);
        var (id, own) = (await house.SuggestAsync(house["committee"]), await house.SuggestAsync(house["inner"], "Mine"));
        var inner = await house.SignInAsync("inner");
        await inner.SendAsync("PUT", $"/suggestions/{id}/support");
        await house.CommentAsync(id, house["inner"], "So be it");
        await house.LookBackAsync();
        Assert.Contains("So be it", await inner.OwnFileAsync("improving.json"), StringComparison.Ordinal);
        await inner.SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"));
        Assert.Equal((0, 0), await house.Site.WithAsync(async db => (await db.SuggestionSupports.CountAsync(), await db.RetrospectiveInvitees.CountAsync(i => i.MemberId == house["inner"]))));
        var page = (await (await house.SignInAsync("committee")).GetAsync($"/suggestions/{id}")).Text;
        Assert.Contains("So be it", page, StringComparison.Ordinal);
        Assert.DoesNotContain(">inner<", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await (await house.SignInAsync("committee")).GetAsync($"/suggestions/{own}")).Status);
    }

    private static async Task<IReadOnlyList<string>> TitlesAsync(Session session, string path)
    {
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await session.GetAsync(path)).Text);
        return [.. page.QuerySelectorAll(".suggestion-title a").Select(link => link.TextContent)];
    }

    private static async Task<IReadOnlyList<string?>> LinksAsync(Session session, string path, string links)
    {
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await session.GetAsync(path)).Text);
        return [.. page.QuerySelectorAll(links).Select(link => link.GetAttribute("href"))];
    }

    private static Task<List<string>> ToldAsync(Household house, int member) => house.Site.WithAsync(db => db.InboxItems.AsNoTracking().Where(i => i.MemberId == member && i.Link.Contains("/suggestions/")).OrderBy(i => i.Id).Select(i => i.Subject).ToListAsync());
}
