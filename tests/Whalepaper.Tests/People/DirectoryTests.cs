using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Members;
using Whalepaper.Tests.Archive;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>The list of people: narrowed, paged, and counted for each reader by whom they may see.</summary>
public sealed class DirectoryTests
{
    [Theory, BothEngines]
    public async Task A_filter_leaves_the_others_as_they_are(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await (await house.SignInAsync("inner")).SendAsync("PUT", "/me/profile", ("name", "Inner"), ("tracks", "nlp"), ("readers", "everyone"));

        using var page = await ReadAsync(house.Visitor(), "/members?track=nlp&standing=inner&q=INN");
        Assert.Equal(["Inner"], Names(page));
        Assert.Equal("1 person", Counted(page));
        var links = page.QuerySelectorAll(".filter a").ToDictionary(link => link.Said(), link => link.GetAttribute("href")!);
        Assert.Equal("/members?standing=inner&q=INN", links["All tracks"]);
        Assert.Equal("/members?track=cv&standing=inner&q=INN", links.Single(link => link.Key.StartsWith("CV", StringComparison.Ordinal)).Value);
        Assert.Equal("/members?track=nlp&q=INN", links["All"]);
        Assert.Equal("/members?track=nlp&standing=open&q=INN", links["Open member"]);
        Assert.Equal(2, page.QuerySelectorAll(".filter a[aria-current]").Length);
        // What is typed next narrows what is chosen already.
        Assert.Equal(["track=nlp", "standing=inner", "q=INN"], page.QuerySelectorAll(".people-find input").Select(input => $"{input.GetAttribute("name")}={input.GetAttribute("value")}"));
    }

    [Theory, BothEngines]
    public async Task A_name_is_found_however_it_is_typed(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        using var found = await ReadAsync(house.Visitor(), $"/members?q={Uri.EscapeDataString(" ＳＭ１ＬＥＳ ")}");
        using var none = await ReadAsync(house.Visitor(), "/members?q=zebra&standing=inner");
        using var broken = await ReadAsync(house.Visitor(), "/members?q=%00&page=-1&standing=7&track=%00");
        using var all = await ReadAsync(house.Visitor(), "/members");

        Assert.Equal(["Sm1les"], Names(found));
        Assert.Equal("Nobody fits", none.QuerySelector(".empty-title").Said());
        Assert.Equal("/members", none.QuerySelector(".empty a")!.GetAttribute("href"));
        Assert.Equal("zebra", none.QuerySelector(".people-find input[name=q]")!.GetAttribute("value"));
        Assert.Equal(Names(all), Names(broken));
    }

    [Theory, BothEngines]
    public async Task A_thousand_people_are_paged_and_each_reader_is_told_the_number_of_those_they_may_see(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var known = await house.Site.WithAsync(db => db.Members.CountAsync());
        await house.Site.WithAsync(async db =>
        {
            for (var n = 0; n < 1000; n++)
            {
                var member = new Member($"Person {n}", $"person-{n}", house.Site.Clock.GetCurrentInstant());
                member.ShowTo(n % 2 == 0 ? ProfileReaders.Everyone : ProfileReaders.Members);
                db.Add(member);
            }

            await db.SaveChangesAsync();
        });

        var visitors = await WalkAsync(house.Visitor(), known + 500);
        Assert.All(Enumerable.Range(0, 1000), n => Assert.Equal(n % 2 == 0, visitors.Contains($"/members/person-{n}")));
        Assert.Equal(known + 500, (await WalkAsync(await house.SignInAsync("former"), known + 500)).Count);
        Assert.Equal(known + 1000, (await WalkAsync(await house.SignInAsync("open"), known + 1000)).Count);
        using var beyond = await ReadAsync(house.Visitor(), "/members?page=999&q=person");
        Assert.Equal("500 people", Counted(beyond));
        Assert.Contains("q=person", beyond.QuerySelector(".pager a")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_was_withdrawn_is_not_to_come(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        using var before = await ReadAsync(house.Visitor(), "/members?q=sm1les");
        Assert.Contains("1 to come", before.QuerySelector(".people-line").Said(), StringComparison.Ordinal);
        await house.Site.WithAsync(async db =>
        {
            foreach (var paper in await db.TalkPapers.ToListAsync())
                paper.Release(house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        using var after = await ReadAsync(house.Visitor(), "/members?q=sm1les");
        Assert.DoesNotContain("to come", after.QuerySelector(".people-line").Said(), StringComparison.Ordinal);
        Assert.Empty(after.QuerySelectorAll(".people-line .track"));
    }

    /// <summary>Goes through all pages, each of which tells the same number, and gives the addresses of everybody on them.</summary>
    private static async Task<HashSet<string>> WalkAsync(Session session, int count)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (string? path = "/members"; path is not null;)
        {
            using var page = await ReadAsync(session, path);
            Assert.Equal($"{count} people", Counted(page));
            Assert.All(page.QuerySelectorAll(".people-line a.person"), person => Assert.True(seen.Add(person.GetAttribute("href")!), path));
            path = page.QuerySelector(".pager a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(count, seen.Count);
        return seen;
    }

    private static async Task<IDocument> ReadAsync(Session session, string path)
    {
        var answer = await session.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return new HtmlParser().ParseDocument(answer.Text);
    }

    private static List<string> Names(IDocument page) => [.. page.QuerySelectorAll(".people-line .person-name").Select(name => name.Said())];

    private static string Counted(IDocument page) => page.QuerySelector(".count").Said().Replace("One person", "1 person", StringComparison.Ordinal);
}
