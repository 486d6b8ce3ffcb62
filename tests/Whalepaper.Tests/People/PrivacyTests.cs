using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Tests.Archive;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>What somebody keeps to members is nowhere for others: not on a page, in a number, behind an older name, or in what is not found.</summary>
public sealed class PrivacyTests
{
    private const string Claimed = "/members/sm1les";

    [Theory, BothEngines]
    public async Task An_archive_name_does_not_lead_to_who_keeps_to_members(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.TakeOverAsync("inner", "sm1les");
        Assert.EndsWith("/members/inner", (await house.Visitor().GetAsync(Claimed)).Location, StringComparison.Ordinal);

        await HideAsync(house, "inner");
        foreach (var (who, finds) in new[] { ("visitor", false), ("former", false), ("open", true), ("candidate", true), ("inner", true), ("committee", true), ("organizer", true) })
        {
            var session = who == "visitor" ? house.Visitor() : await house.SignInAsync(who);
            var answer = await session.GetAsync(Claimed);
            Assert.True(finds == (answer.Location?.EndsWith("/members/inner", StringComparison.Ordinal) is true), $"{who}: {answer.Status} {answer.Location}");
            Assert.True(finds || answer.Status is HttpStatusCode.NotFound, $"{who}: {answer.Status}");
            Assert.Equal(finds, (await session.GetAsync("/members/inner")).Status is HttpStatusCode.OK);
        }
    }

    [Theory, BothEngines]
    public async Task A_chain_of_merged_names_leads_to_its_end(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var committee = await house.SignInAsync("committee");
        var handle = await house.Site.WithAsync(db => db.Members.Where(m => m.Name.StartsWith("杨夕")).Select(m => m.Handle).SingleAsync());
        var other = Uri.EscapeDataString(handle);
        await committee.SendAsync("POST", $"{Claimed}/merges", ("into", handle));
        await committee.SendAsync("POST", $"/members/{other}/merges", ("into", "inner"));

        var first = await house.Visitor().GetAsync(Claimed);
        Assert.EndsWith($"/members/{other}", first.Location, StringComparison.Ordinal);
        Assert.EndsWith("/members/inner", (await house.Visitor().GetAsync(new Uri(house.Site.Address, first.Location!).PathAndQuery)).Location, StringComparison.Ordinal);
        await HideAsync(house, "inner");
        Assert.Equal(HttpStatusCode.NotFound, (await house.Visitor().GetAsync($"/members/{other}")).Status);
    }

    [Theory, BothEngines]
    public async Task Who_leaves_is_not_named_by_what_was_merged_into_them(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.TakeOverAsync("inner", "sm1les");
        var talk = await house.Site.WithAsync(db => db.TalkPresenters.Where(p => p.Member.Handle == "inner").Select(p => p.TalkId).FirstAsync());
        Assert.Equal("/sign-in?done=left", (await (await house.SignInAsync("inner")).SendAsync("DELETE", "/me", ("current", Household.Password), ("sure", "yes"))).Location);

        var committee = await house.SignInAsync("committee");
        foreach (var session in (Session[])[house.Visitor(), committee])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await session.GetAsync(Claimed)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await session.GetAsync("/members/inner")).Status);
            foreach (var path in (string[])[$"/members/former-{house["inner"]}", $"/talks/{talk}", "/members", "/search?q=attention", "/feed.atom", "/sitemap.xml", "/api/v1/members?size=200", "/api/v1/talks"])
                Assert.DoesNotContain("sm1les", (await session.GetAsync(path)).Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory, BothEngines]
    public async Task No_number_tells_of_a_profile_that_one_may_not_open(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.AddAsync("Quokka One", Standing.Inner);
        var hidden = await house.AddAsync("Quokka Two", Standing.Inner);
        var (visitor, member) = (house.Visitor(), await house.SignInAsync("open"));
        Assert.Equal((2, 2, 2), await NumbersAsync(visitor));

        await HideAsync(house, hidden);
        Assert.Equal((1, 1, 1), await NumbersAsync(visitor));
        Assert.Equal((2, 2, 2), await NumbersAsync(member));
    }

    [Theory, BothEngines]
    public async Task What_is_not_found_does_not_tell_of_it_either(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.Site.WithAsync(async db =>
        {
            var paper = new Paper("On quokkas", null, PaperKind.Paper, house.Site.Clock.GetCurrentInstant());
            paper.Shelve(house.Site.Clock.GetCurrentInstant());
            db.Add(paper);
            await db.SaveChangesAsync();
        });
        const string Asked = "/search?q=quokkas+wombats";
        var before = await house.Visitor().GetAsync(Asked);
        Assert.Contains("quokkas</mark>", before.Text, StringComparison.Ordinal);

        await HideAsync(house, await house.AddAsync("Quokkas Wombats", Standing.Inner));
        Assert.Equal(before.Text, (await house.Visitor().GetAsync(Asked)).Text);
        Assert.Contains("/members/quokkas-wombats", (await (await house.SignInAsync("open")).GetAsync(Asked)).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task The_name_beside_a_talk_stays_and_leads_nowhere(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.TakeOverAsync("inner", "sm1les");
        await HideAsync(house, "inner");
        var visitor = house.Visitor();
        var talk = await house.Site.WithAsync(db => db.TalkPresenters.Where(p => p.Member.Handle == "inner").Select(p => p.TalkId).FirstAsync());

        Assert.Contains("inner", (await visitor.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/members/inner")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/api/v1/members/inner")).Status);
        foreach (var path in (string[])["/members", "/members?q=inner", "/members?standing=inner", "/members?track=nlp", "/search?q=inner&kind=members", "/sitemap.xml", "/sitemaps/1.xml", "/api/v1/members?q=inner"])
            Assert.DoesNotContain("/members/inner", (await visitor.GetAsync(path)).Text, StringComparison.Ordinal);
    }

    /// <summary>How many quokkas the list of people, the API and the search tell of.</summary>
    private static async Task<(int List, int Api, int Search)> NumbersAsync(Session session)
    {
        using var list = new HtmlParser().ParseDocument((await session.GetAsync("/members?q=quokka")).Text);
        using var search = new HtmlParser().ParseDocument((await session.GetAsync("/search?q=quokka")).Text);
        var kind = search.QuerySelectorAll(".search-kinds a").Select(link => link.Said()).Single(said => said.StartsWith("Members", StringComparison.Ordinal));
        return (
            list.QuerySelector(".count").Said() is "One person" ? 1 : int.Parse(list.QuerySelector(".count").Said().Split(' ')[0], null),
            (int)JsonNode.Parse((await session.GetAsync("/api/v1/members?q=quokka")).Text)!["total"]!,
            int.Parse(kind.Split(' ')[1], null));
    }

    private static Task HideAsync(Household house, string place) => HideAsync(house, house[place]);

    private static Task HideAsync(Household house, int member) => house.Site.WithAsync(async db =>
    {
        (await db.Members.SingleAsync(m => m.Id == member)).ShowTo(ProfileReaders.Members);
        await db.SaveChangesAsync();
    });
}
