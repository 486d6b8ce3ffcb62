using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Members.Accounts;
using Whalepaper.Papers;
using Whalepaper.Search;
using Whalepaper.Tests.Api;
using Whalepaper.Tests.Charter;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Topics;

/// <summary>A survey that is proposed names the works that it goes through, and is known by them.</summary>
public sealed class SurveyTests
{
    private const string List = "/topics/5/nlp/proposals";

    private const string Works = "Attention Is All You Need https://arxiv.org/abs/1706.03762v5\n- <b>BERT</b> & friends\n10.1000/ABC";

    [Theory, BothEngines]
    public async Task Its_works_are_shown_wherever_it_is(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (open, committee, visitor) = (await house.SignInAsync("open"), await house.SignInAsync("committee"), house.Visitor());
        Assert.Equal($"{List}?done=proposed", (await open.SendAsync("POST", List, ("title", "Transformers in one evening"), ("kind", "survey"), ("works", Works))).Location);
        var proposal = await house.Site.WithAsync(db => db.Proposals.Include(p => p.Paper.Works).SingleAsync());
        Assert.Equal(
            [("Attention Is All You Need", "https://arxiv.org/abs/1706.03762v5", "1706.03762", null), ("<b>BERT</b> & friends", null, null, null), (null, "https://doi.org/10.1000/ABC", null, "10.1000/abc")],
            proposal.Paper.Works.OrderBy(w => w.Position).Select(w => ((string?, string?, string?, string?))(w.Title, w.Link, w.ArxivId, w.Doi)));

        var waiting = (await committee.GetAsync(List)).Text;
        Assert.Contains("Goes through 3 works", waiting, StringComparison.Ordinal);
        AssertShown(waiting);
        // Before the committee's word nobody else hears of them.
        foreach (var path in (string[])["/search?q=all+you+need", "/api/v1/papers", "/papers"])
            Assert.DoesNotContain("All You Need", (await visitor.GetAsync(path)).Text, StringComparison.Ordinal);

        await committee.SendAsync("POST", $"/proposals/{proposal.Id}/acceptance");
        AssertShown((await visitor.GetAsync($"/papers/{proposal.PaperId}")).Text);
        foreach (var words in (string[])["all+you+need", "1706.03762", "bert+friends"])
            Assert.Contains($"/papers/{proposal.PaperId}", (await visitor.GetAsync($"/search?q={words}")).Text, StringComparison.Ordinal);
        var works = (await house.Site.JsonAsync($"/api/v1/papers/{proposal.PaperId}"))["works"]!.AsArray();
        Assert.Equal("""[{"title":"Attention Is All You Need","link":"https://arxiv.org/abs/1706.03762v5","arxivId":"1706.03762","doi":null},{"title":"<b>BERT</b> & friends","link":null,"arxivId":null,"doi":null},{"title":null,"link":"https://doi.org/10.1000/ABC","arxivId":null,"doi":"10.1000/abc"}]""",
            works.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.DoesNotContain("1706.03762", (await visitor.GetAsync($"/papers/{proposal.PaperId}.bib")).Text, StringComparison.Ordinal);

        // And once somebody shares it.
        await house.Site.WithAsync(async db =>
        {
            var entry = await db.Entries.Include(e => e.Paper).Include(e => e.List).SingleAsync(e => e.PaperId == proposal.PaperId);
            db.Add(new Whalepaper.Talks.Talk(entry, [await db.Members.SingleAsync(m => m.Id == house["inner"])], house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        AssertShown((await visitor.GetAsync($"/talks/{await house.Site.WithAsync(db => db.Talks.MaxAsync(t => t.Id))}")).Text);
        await using var scope = house.Site.Services.CreateAsyncScope();
        Assert.All(await scope.ServiceProvider.GetServices<IExamination>().OfType<SearchExamination>().Single().ExamineAsync(CancellationToken.None), finding => Assert.Equal(Severity.Fine, finding.Severity));
    }

    [Theory, BothEngines]
    public async Task Several_that_are_pasted_become_its_works(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var open = await house.SignInAsync("open");
        const string pasted = "@misc{a, title = {XLNet}, author = {Yang, Zhilin}, year = 2019}\n@misc{b, title = {BERT}}\n";
        var single = await open.SendAsync("POST", List, ("pasted", pasted), ("why", "both matter"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, single.Status);
        Assert.Contains("These are several works", single.Text, StringComparison.Ordinal);
        Assert.Contains("both matter", single.Text, StringComparison.Ordinal);
        var untitled = await open.SendAsync("POST", List, ("pasted", pasted), ("kind", "survey"));
        Assert.Contains("what the survey itself is called", untitled.Text, StringComparison.Ordinal);
        Assert.Equal(0, await house.Site.WithAsync(db => db.Proposals.CountAsync()));

        await open.SendAsync("POST", List, ("pasted", pasted), ("title", "Pretraining"), ("kind", "survey"), ("works", "ELMo\nbert"));
        var paper = (await house.Site.WithAsync(db => db.Proposals.Include(p => p.Paper.Works).SingleAsync())).Paper;
        Assert.Equal(("Pretraining", null, null), (paper.Title, paper.Link, paper.Year));
        Assert.Empty(paper.Authors);
        Assert.Equal(["ELMo", "bert", "XLNet"], paper.Works.OrderBy(w => w.Position).Select(w => w.Title));
        // One that is pasted is the survey itself.
        await open.SendAsync("POST", List, ("pasted", "@misc{c, title = {A Survey}, year = 2020}"), ("kind", "survey"));
        var own = await house.Site.WithAsync(db => db.Papers.OrderByDescending(p => p.Id).FirstAsync());
        Assert.Equal(("A Survey", 2020, PaperKind.Survey), (own.Title, own.Year, own.Kind));
        // A link beside one entry is that entry's.
        Assert.Equal($"{List}?done=proposed", (await open.SendAsync("POST", List, ("pasted", "@misc{d, title = {GPT}}\nhttps://example.org/gpt"))).Location);
    }

    [Theory]
    [InlineData("survey", "works", "One\njavascript:alert(1)", "Line 2: write one web address")]
    [InlineData("survey", "works", "One\n\n@misc{x, year = 2020}", "Line 3: this BibTeX entry")]
    [InlineData("survey", "works", "One\n...", "Line 2 names no work")]
    [InlineData("survey", "pasted", "2401.00001\n2401.00002\nftp://example.org", "Line 3: write one web address")]
    [InlineData("paper", "works", "One", "Only a survey goes through several works")]
    [InlineData("paper", "pasted", "2401.00001\n2401.00002", "propose them one by one")]
    [InlineData("open-source", "pasted", "2401.00001\n2401.00002", "propose them one by one")]
    public async Task What_is_wrong_is_said_by_its_line_and_stays_typed(string kind, string field, string value, string says)
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var answer = await (await house.SignInAsync("open")).SendAsync("POST", List, ("title", "A title"), ("kind", kind), (field, value));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        using var page = new RefusedPage(answer.Text, "POST", List);
        Assert.Null(page.Silent(field));
        Assert.Empty(page.Lost([("title", "A title"), ("kind", kind), (field, value)], "none"));
        Assert.Contains(says, answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, await house.Site.WithAsync(db => db.Proposals.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Thirty_works_are_enough(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var open = await house.SignInAsync("open");
        string Many(int count) => string.Join("\r\n", Enumerable.Range(1, count).Select(n => $"Work {n}"));
        Assert.Contains("At most 30 works; these are 31", (await open.SendAsync("POST", List, ("title", "Too much"), ("kind", "survey"), ("works", Many(31)))).Text, StringComparison.Ordinal);
        Assert.Equal($"{List}?done=proposed", (await open.SendAsync("POST", List, ("title", "Enough"), ("kind", "survey"), ("works", Many(30)))).Location);
        Assert.Equal(30, await house.Site.WithAsync(db => db.SurveyedWorks.CountAsync()));
        // And a survey that names none is one.
        Assert.Equal($"{List}?done=proposed", (await open.SendAsync("POST", List, ("title", "A survey of everything"), ("kind", "survey"))).Location);
        Assert.Contains("\"works\":[]", (await house.Visitor().GetAsync("/api/v1/papers")).Text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_paper_of_a_survey_is_known_by_it_and_a_survey_by_its_papers(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (open, inner) = (await house.SignInAsync("open"), await house.SignInAsync("inner"));
        await open.SendAsync("POST", List, ("title", "Transformers in one evening"), ("kind", "survey"), ("works", Works));
        var survey = await house.Site.WithAsync(db => db.Proposals.SingleAsync());

        foreach (var asked in (string[])["title=attention+is+ALL+you+need", "link=https://arxiv.org/pdf/1706.03762", "pasted=doi:10.1000/abc"])
        {
            var said = (await inner.GetAsync($"/proposals/likenesses?{asked}")).Text;
            Assert.Contains("A survey goes through it", said, StringComparison.Ordinal);
            Assert.Contains("Transformers in one evening", said, StringComparison.Ordinal);
            Assert.Contains("proposed for Topic 5, NLP", said, StringComparison.Ordinal);
            Assert.DoesNotContain("radio", said, StringComparison.Ordinal);
        }

        var works = (await inner.GetAsync("/proposals/likenesses?kind=survey&title=x&works=Nothing+like+it%0Astill+waiting")).Text;
        Assert.Contains("The group knows some of its works", works, StringComparison.Ordinal);
        Assert.Contains("on the list of Topic 5, NLP", works, StringComparison.Ordinal);
        Assert.DoesNotContain("radio", works, StringComparison.Ordinal);

        // It hinders nobody, and the committee sees it.
        Assert.Equal($"{List}?done=proposed", (await inner.SendAsync("POST", List, ("title", "Attention Is All You Need"))).Location);
        Assert.Contains("Also a part of the survey", (await open.GetAsync(List)).Text, StringComparison.Ordinal);
        // What was taken back goes through nothing any more.
        await open.SendAsync("DELETE", $"/proposals/{survey.Id}");
        Assert.DoesNotContain("Also a part of the survey", (await open.GetAsync(List)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("A survey goes through it", (await inner.GetAsync("/proposals/likenesses?link=1706.03762&title=attention+is+all+you+need")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task Programs_propose_them_and_everybody_takes_their_own_along(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var key = await house.TokenAsync("open", TokenScope.Manage);
        var answer = await house.Visitor().BearAsync(key, "POST", $"/api/v1{List}", new JsonObject { ["title"] = "Transformers", ["kind"] = "survey", ["works"] = Works }.ToJsonString());
        Assert.True(answer.Number is 200 or 201 or 204, answer.ToString());
        Assert.Equal(3, await house.Site.WithAsync(db => db.SurveyedWorks.CountAsync()));
        var refused = await house.Visitor().BearAsync(key, "POST", $"/api/v1{List}", new JsonObject { ["title"] = "More", ["works"] = Works }.ToJsonString());
        Assert.Equal(422, refused.Number);
        Assert.NotNull(JsonNode.Parse(refused.Text)!["errors"]!["works"]);
        var own = await house.Site.WithAsync(db => Members.Me.OwnData.OwnDataAsync(db, house["open"], CancellationToken.None));
        using var pack = new System.IO.Compression.ZipArchive(new MemoryStream(own));
        using var reader = new StreamReader(await pack.GetEntry("proposals.json")!.OpenAsync());
        Assert.Equal(["Attention Is All You Need", "<b>BERT</b> & friends", null], JsonNode.Parse(await reader.ReadToEndAsync())!.AsArray()[0]!["works"]!.AsArray().Select(work => (string?)work!["title"]));
    }

    [Theory, BothEngines]
    public async Task Works_are_said_anew_and_go_with_their_survey(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.Site.WithAsync(async db =>
        {
            var paper = new Paper("预训练串讲", null, PaperKind.Survey, house.Site.Clock.GetCurrentInstant());
            paper.Shelve(house.Site.Clock.GetCurrentInstant());
            paper.GoThrough([new("Zebra crossings", null, null, null), new("Okapi retrieval", null, null, null)]);
            db.Add(paper);
            await db.SaveChangesAsync();
            return paper.Id;
        });
        Assert.Contains($"/papers/{id}", (await house.Visitor().GetAsync("/search?q=zebra+crossings")).Text, StringComparison.Ordinal);
        var before = (await house.Visitor().GetAsync($"/papers/{id}")).Text;
        Assert.Contains("Zebra crossings", before, StringComparison.Ordinal);

        await house.Site.WithAsync(async db =>
        {
            (await db.Papers.Include(p => p.Works).SingleAsync(p => p.Id == id)).GoThrough([new("Okapi retrieval", "https://example.org/okapi", null, null), new("Quagga", null, null, null)]);
            await db.SaveChangesAsync();
        });
        var page = (await house.Visitor().GetAsync($"/papers/{id}")).Text;
        Assert.DoesNotContain("Zebra", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("https://example.org/okapi", StringComparison.Ordinal) < page.IndexOf("Quagga", StringComparison.Ordinal));
        Assert.DoesNotContain($"/papers/{id}", (await house.Visitor().GetAsync("/search?q=zebra+crossings")).Text, StringComparison.Ordinal);
        Assert.Contains($"/papers/{id}", (await house.Visitor().GetAsync("/search?q=quagga")).Text, StringComparison.Ordinal);

        await house.Site.WithAsync(async db =>
        {
            db.Remove(await db.Papers.SingleAsync(p => p.Id == id));
            await db.SaveChangesAsync();
        });
        Assert.Equal(0, await house.Site.WithAsync(db => db.SurveyedWorks.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task A_document_that_calls_it_otherwise_leaves_it_a_survey(Engine engine)
    {
        await using var house = await CharterHouse.OpenAsync(engine);
        await house.ImportAsync(CharterHouse.Sample);
        await house.Database.WithAsync(async db =>
        {
            var paper = await db.Papers.SingleAsync(p => p.Title.StartsWith("XLNet:"));
            paper.Classify(PaperKind.Survey);
            paper.GoThrough([new("Zebra crossings", null, null, null)]);
            await db.SaveChangesAsync();
        });
        await house.ImportAsync(CharterHouse.Sample.Replace("[XLNet: Generalized Autoregressive Pretraining for Language Understanding]", "[XLNet and others]", StringComparison.Ordinal));

        var survey = await house.Database.WithAsync(db => db.Papers.AsNoTracking().Include(p => p.Works).SingleAsync(p => p.Title == "XLNet and others"));
        Assert.Equal(PaperKind.Survey, survey.Kind);
        Assert.Equal("Zebra crossings", Assert.Single(survey.Works).Name);
    }

    private static void AssertShown(string page)
    {
        Assert.Contains("href=\"https://arxiv.org/abs/1706.03762v5\" rel=\"noopener noreferrer nofollow\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;BERT&lt;/b&gt; &amp; friends", page, StringComparison.Ordinal);
        Assert.Contains("doi:10.1000/abc", page, StringComparison.Ordinal);
        Assert.Contains("https://doi.org/10.1000/ABC", page, StringComparison.Ordinal);
    }
}
