using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Audit;
using Whalepaper.Papers;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Topics.Proposals;
using Xunit;

namespace Whalepaper.Tests.Topics;

/// <summary>Papers come onto a list by proposal and the committee's word; members say what they wish for.</summary>
public sealed class ProposalTests
{
    private const string List = "/topics/5/nlp/proposals";

    [Theory, BothEngines]
    public async Task A_paper_is_proposed_wished_for_and_put_on_the_list(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (open, inner, committee) = (await house.SignInAsync("open"), await house.SignInAsync("inner"), await house.SignInAsync("committee"));

        Assert.Equal($"{List}?done=proposed", (await open.SendAsync("POST", List, ("title", "RoBERTa"), ("link", "https://arxiv.org/abs/1907.11692v1"), ("why", "It is everywhere"))).Location);
        var proposal = await house.Site.WithAsync(db => db.Proposals.Include(p => p.Paper).SingleAsync());
        Assert.Equal(("RoBERTa", "1907.11692", PaperKind.Paper, "It is everywhere"), (proposal.Paper.Title, proposal.Paper.ArxivId, proposal.Paper.Kind, proposal.Why));

        var wish = $"/topics/5/nlp/papers/{proposal.PaperId}/wish";
        await inner.SendAsync("PUT", wish, ("presents", "yes"));
        await inner.SendAsync("PUT", wish, ("presents", "yes"));
        await open.SendAsync("PUT", wish);
        var page = (await committee.GetAsync(List)).Text;
        Assert.Contains("2 want to hear it", page, StringComparison.Ordinal);
        Assert.Contains("/members/inner", page, StringComparison.Ordinal);
        Assert.Contains("RoBERTa", (await committee.GetAsync("/desk")).Text, StringComparison.Ordinal);
        foreach (var path in (string[])["/topics/5/nlp", "/search?q=RoBERTa", "/papers", "/api/v1/papers", "/sitemaps/1.xml", "/feed.atom"])
            Assert.DoesNotContain($"/papers/{proposal.PaperId}", (await house.Visitor().GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await house.Visitor().GetAsync($"/papers/{proposal.PaperId}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await house.Visitor().GetAsync($"/papers/{proposal.PaperId}.bib")).Status);

        Assert.Equal($"{List}?done=accepted", (await committee.SendAsync("POST", $"/proposals/{proposal.Id}/acceptance")).Location);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("POST", $"/proposals/{proposal.Id}/acceptance")).Status);
        Assert.Contains("RoBERTa", (await house.Visitor().GetAsync("/topics/5/nlp")).Text, StringComparison.Ordinal);
        Assert.Contains($"/papers/{proposal.PaperId}", (await house.Visitor().GetAsync("/search?q=RoBERTa")).Text, StringComparison.Ordinal);
        // What was wished for is still wished for.
        Assert.Contains("2 want to hear it", (await open.GetAsync(List)).Text, StringComparison.Ordinal);
        await open.SendAsync("DELETE", wish);
        Assert.Contains("One wants to hear it", (await open.GetAsync(List)).Text, StringComparison.Ordinal);
        Assert.Equal(1, await house.Site.WithAsync(db => db.AuditEntries.CountAsync(e => e.Act == AuditActs.ProposalAccepted)));
    }

    [Theory, BothEngines]
    public async Task A_paper_that_the_group_knows_is_shown_before_it_is_taken_twice(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var open = await house.SignInAsync("open");
        Assert.Contains("stands on this list already", (await open.SendAsync("POST", List, ("title", "STILL  waiting!"))).Text, StringComparison.Ordinal);

        // On another list it is a question.
        var known = await open.SendAsync("POST", "/topics/5/cv/proposals", ("title", "Still Waiting"), ("why", "for its pictures"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, known.Status);
        Assert.Contains("on the list of Topic 5, NLP", known.Text, StringComparison.Ordinal);
        Assert.Contains("for its pictures", known.Text, StringComparison.Ordinal);
        var paper = await house.Site.WithAsync(db => db.Papers.SingleAsync(p => p.Title == "Still waiting"));
        await open.SendAsync("POST", "/topics/5/cv/proposals", ("title", "Still Waiting"), ("paper", $"{paper.Id}"));
        Assert.Equal(paper.Id, await house.Site.WithAsync(db => db.Proposals.Select(p => p.PaperId).SingleAsync()));

        Assert.Contains("Still waiting", (await open.GetAsync("/proposals/likenesses?title=still+waiting")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("radio", (await open.GetAsync("/proposals/likenesses?title=nothing+like+it")).Text, StringComparison.Ordinal);
        await open.SendAsync("POST", "/topics/5/cv/proposals", ("title", "Still Waiting for Godot"));
        Assert.Equal(2, await house.Site.WithAsync(db => db.Proposals.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Pressed_by_many_at_once_it_waits_once(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var paper = await house.Site.WithAsync(db => db.Papers.SingleAsync(p => p.Title == "Still waiting"));
        var (open, inner) = (await house.SignInAsync("open"), await house.SignInAsync("inner"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => (n % 2 == 0 ? open : inner).SendAsync("POST", "/topics/5/cv/proposals", ("title", "Still waiting"), ("paper", $"{paper.Id}"))));
        Assert.Single(answers, answer => answer.Status is HttpStatusCode.SeeOther);
        Assert.All(answers, answer => Assert.True(answer.Number is 303 or 422, answer.ToString()));
        Assert.Equal(1, await house.Site.WithAsync(db => db.Proposals.CountAsync()));
    }

    [Theory]
    [InlineData("title", "", "Say the title")]
    [InlineData("link", "javascript:alert(1)", "https://")]
    [InlineData("link", "/relative", "https://")]
    [InlineData("kind", "open-source", "needs its repository")]
    [InlineData("pasted", "@misc{x, year = 2020}", "no title in what you pasted")]
    public async Task What_is_wrong_stands_beside_its_field(string field, string value, string says)
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var open = await house.SignInAsync("open");
        (string Name, string Value)[] fields = [.. new[] { ("title", field is "pasted" ? "" : "A title"), ("why", "because <b>"), (field, value) }.GroupBy(f => f.Item1).Select(f => f.Last())];
        var answer = await open.SendAsync("POST", List, fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(says, answer.Text, StringComparison.Ordinal);
        Assert.Contains("because &lt;b&gt;", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, await house.Site.WithAsync(db => db.Proposals.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Nobody_crowds_the_desk_and_everybody_takes_back_only_what_is_theirs(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (open, inner, committee) = (await house.SignInAsync("open"), await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        for (var n = 0; n < 6; n++)
            await open.SendAsync("POST", List, ("title", $"Paper number {n}"));
        var ids = await house.Site.WithAsync(db => db.Proposals.OrderBy(p => p.Id).Select(p => p.Id).ToListAsync());
        Assert.Equal(5, ids.Count);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.SendAsync("DELETE", $"/proposals/{ids[0]}")).Status);
        Assert.Equal($"{List}?done=withdrawn", (await open.SendAsync("DELETE", $"/proposals/{ids[0]}")).Location);
        Assert.Equal($"{List}?done=declined", (await committee.SendAsync("POST", $"/proposals/{ids[1]}/refusal", ("answer", "Too long for an hour"))).Location);
        Assert.Equal([ProposalEnd.Withdrawn, ProposalEnd.Declined], await house.Site.WithAsync(db => db.Proposals.Where(p => p.End != null).OrderBy(p => p.Id).Select(p => p.End!.Value).ToListAsync()));
        Assert.Equal("Too long for an hour", await house.Site.WithAsync(db => db.AuditEntries.Where(e => e.Act == AuditActs.ProposalDeclined).Select(e => e.After).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task A_list_is_brought_into_order_by_the_committee_alone(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var before = await OrderAsync(house);
        (string, string)[] turned = [.. before.AsEnumerable().Reverse().Select(id => ("entries", $"{id}"))];
        Assert.Equal(HttpStatusCode.Forbidden, (await inner.SendAsync("PUT", "/topics/5/nlp/order", turned)).Status);
        Assert.Equal("/topics/5/nlp/order?done=saved", (await committee.SendAsync("PUT", "/topics/5/nlp/order", turned)).Location);
        Assert.Equal(before.AsEnumerable().Reverse(), await OrderAsync(house));
        await committee.SendAsync("PUT", "/topics/5/nlp/order", [.. turned, ("move", $"{before[0]}:up")]);
        Assert.Equal(before, await OrderAsync(house));
        // A list that changed meanwhile is not written over.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("PUT", "/topics/5/nlp/order", turned[0])).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await committee.SendAsync("PUT", "/topics/5/nlp/order", [.. turned, ("move", "x:up")])).Status);
        Assert.Equal(before, await OrderAsync(house));
    }

    private static Task<List<int>> OrderAsync(Household house) => house.Site.WithAsync(db => db.Entries.Where(e => e.List.Track.Code == "nlp").OrderBy(e => e.Position).Select(e => e.Id).ToListAsync());
}
