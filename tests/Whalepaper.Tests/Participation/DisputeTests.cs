using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Audit;
using Whalepaper.Members;
using Whalepaper.Participation.Ledger;
using Whalepaper.Participation.Measuring;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>Disputes that meet: of the same entry, of the same answer, and of more than a page.</summary>
public sealed class DisputeTests
{
    private const int AtOnce = 20;
    private const string Path = "/me/participation/6/disputes";

    [Theory, BothEngines]
    public async Task However_often_an_entry_is_disputed_at_once_it_is_disputed_once(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        var (inner, entry) = (await term.ProgramAsync("inner"), await EntryAsync(term));

        var answers = await AtOnceAsync(_ => inner("POST", Path[1..], Said(entry, "I came later.")));

        Assert.All(answers, answer => Assert.Equal(204, answer.Number));
        Assert.Equal("I came later.", (await term.Site.WithAsync(db => db.LedgerDisputes.SingleAsync())).Words);
        // Two of the committee are told, in their inbox and by mail.
        Assert.Equal(4, await term.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.Kind == ParticipationMessages.Disputed)));
    }

    [Theory, BothEngines]
    public async Task Of_other_words_about_it_at_once_none_go_under_in_silence(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        var (inner, entry) = (await term.ProgramAsync("inner"), await EntryAsync(term));

        var answers = await AtOnceAsync(n => inner("POST", Path[1..], Said(entry, $"Words {n}.")));

        Assert.Single(answers, answer => answer.Number is 204);
        Assert.Equal(AtOnce - 1, answers.Count(answer => answer.Number is 422 && answer.Text.Contains("\"entry\"", StringComparison.Ordinal)));
        var won = Array.FindIndex(answers, answer => answer.Number is 204);
        Assert.Equal($"Words {won}.", (await term.Site.WithAsync(db => db.LedgerDisputes.SingleAsync())).Words);
    }

    [Theory, BothEngines]
    public async Task Who_disputes_an_entry_again_reads_what_they_said_beside_it_and_keeps_what_they_typed(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        var (inner, entry) = (await term.House.SignInAsync("inner"), await EntryAsync(term));
        Assert.Equal("/members/inner/participation/6?done=disputed#disputes", (await inner.SendAsync("POST", Path, ("entry", $"{entry}"), ("words", "I came <later>."))).Location);
        Assert.Equal("/members/inner/participation/6?done=disputed#disputes", (await inner.SendAsync("POST", Path, ("entry", $"{entry}"), ("words", "I came <later>. "))).Location);

        var again = await inner.SendAsync("POST", Path, ("entry", $"{entry}"), ("words", "And I left early."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(again.Text);
        Assert.Equal("This entry is disputed already and waits for an answer. What you said then: “I came <later>.”", page.QuerySelector("#field-entry-error")!.TextContent);
        Assert.Equal($"{entry}", page.QuerySelector("#field-entry option[selected]")!.GetAttribute("value"));
        Assert.Equal("And I left early.", page.QuerySelector("#field-words")!.TextContent);
        Assert.NotNull(page.QuerySelector("details[open] #field-words"));
        // Once it is answered, it can be disputed anew.
        await term.Site.WithAsync(async db =>
        {
            (await db.LedgerDisputes.SingleAsync()).Reply(DisputeOutcome.Upheld, "You did.", term["committee"], null, term.Now);
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.SeeOther, (await inner.SendAsync("POST", Path, ("entry", $"{entry}"), ("words", "And I left early."))).Status);
        Assert.Equal(2, await term.Site.WithAsync(db => db.LedgerDisputes.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Of_those_who_answer_at_once_one_does_and_the_others_are_told(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        var dispute = await DisputeAsync(term);
        var (committee, organizer) = (await term.ProgramAsync("committee"), await term.ProgramAsync("organizer"));

        var answers = await AtOnceAsync(n => (n % 2 is 0 ? committee : organizer)("PUT", $"participation/disputes/{dispute}/answer", JsonSerializer.Serialize(new { outcome = "changed", answer = $"Answer {n}." })));

        var won = Array.FindIndex(answers, answer => answer.Number is 204);
        Assert.Single(answers, answer => answer.Number is 204);
        Assert.Equal(AtOnce - 1, answers.Count(answer => answer.Number is 422));
        await term.Site.WithAsync(async db =>
        {
            var one = await db.LedgerDisputes.SingleAsync();
            Assert.Equal((DisputeOutcome.Changed, $"Answer {won}.", term[won % 2 is 0 ? "committee" : "organizer"]), (one.Outcome, one.Answer, one.AnsweredById));
            Assert.Equal((1, 1), (await db.AuditEntries.CountAsync(a => a.Act == AuditActs.DisputeAnswered), await db.AuditEntries.CountAsync(a => a.Act == AuditActs.LedgerTakenBack)));
            Assert.Equal(2, await db.Deliveries.CountAsync(d => d.Kind == ParticipationMessages.Answered));
        });
    }

    [Theory, BothEngines]
    public async Task Who_answers_a_moment_too_late_reads_the_answer_and_keeps_their_words(Engine engine)
    {
        var between = new Between();
        await using var term = await TermHouse.BeginAsync(engine, between.SetUp);
        var dispute = await DisputeAsync(term);
        var (committee, organizer) = (await term.House.SignInAsync("committee"), await term.ProgramAsync("organizer"));
        var token = await committee.TokenAsync();
        // While the one reads what was written by hand, the other answers.
        between.Before("\"ManualEntries\"", async () =>
            Assert.Equal(204, (await organizer("PUT", $"participation/disputes/{dispute}/answer", """{ "outcome": "upheld", "answer": "You <did> leave." }""")).Number));

        var late = await committee.SendBareAsync("PUT", $"/participation/disputes/{dispute}/answer", ("__RequestVerificationToken", token), ("outcome", "changed"), ("answer", "Not at all, as I found."));

        Assert.True(between.IsDone);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("It was answered already.", late.Text, StringComparison.Ordinal);
        Assert.Contains("You &lt;did&gt; leave.", late.Text, StringComparison.Ordinal);
        Assert.Contains("What you wrote, and could not be sent any more:", late.Text, StringComparison.Ordinal);
        Assert.Contains("Not at all, as I found.", late.Text, StringComparison.Ordinal);
        Assert.Equal((DisputeOutcome.Upheld, null), await term.Site.WithAsync(async db => ((await db.LedgerDisputes.SingleAsync()).Outcome, (await db.ManualEntries.SingleAsync()).TakenBackAt)));
    }

    [Theory, BothEngines]
    public async Task The_committee_turns_the_pages_of_all_that_wait(Engine engine)
    {
        await using var term = await TermHouse.BeginAsync(engine);
        var count = (2 * LedgerQueries.DisputesOfPage) + 1;
        await term.Site.WithAsync(async db =>
        {
            db.AddRange(Enumerable.Range(1, count).Select(n => new LedgerDispute(term["inner"], term.TopicId, null, $"Word {n} of many.", term.Now + NodaTime.Duration.FromSeconds(n))));
            await db.SaveChangesAsync();
        });
        var committee = await term.House.SignInAsync("committee");
        var (first, last) = ((await committee.GetAsync("/participation/disputes")).Text, (await committee.GetAsync("/participation/disputes?page=3")).Text);
        Assert.Contains("Word 1 of many.", first, StringComparison.Ordinal);
        Assert.DoesNotContain($"Word {count} of many.", first, StringComparison.Ordinal);
        Assert.Contains("page=2", first, StringComparison.Ordinal);
        Assert.Contains($"Word {count} of many.", last, StringComparison.Ordinal);
        Assert.Contains($"Word {count} of many.", (await committee.GetAsync("/participation/disputes?page=99")).Text, StringComparison.Ordinal);
        // Whatever page it stood on, what is refused stays in sight with what was typed.
        var id = await term.Site.WithAsync(db => db.LedgerDisputes.MaxAsync(d => d.Id));
        var refused = await committee.SendAsync("PUT", $"/participation/disputes/{id}/answer", ("answer", "I looked it up."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains($"Word {count} of many.", refused.Text, StringComparison.Ordinal);
        Assert.Contains(">I looked it up.</textarea>", refused.Text, StringComparison.Ordinal);
    }

    private static Task<Answer[]> AtOnceAsync(Func<int, Task<Answer>> act) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(n => Task.Run(() => act(n))));

    private static string Said(int entry, string words) => JsonSerializer.Serialize(new { entry = $"{entry}", words });

    private static Task<int> EntryAsync(TermHouse term) => term.Site.WithAsync(db => db.Ledger.Where(e => e.MemberId == term["inner"]).OrderBy(e => e.Id).Select(e => e.Id).FirstAsync());

    // About an entry that somebody else of the committee wrote by hand.
    private static async Task<int> DisputeAsync(TermHouse term)
    {
        var writer = await term.House.AddAsync("writer", Standing.Inner, Role.Committee);
        return await term.Site.WithAsync(async db =>
        {
            db.Add(new ManualEntry(term["inner"], term.TopicId, term.House.Season.Nlp.Id, -2, "Left early.", writer, "key", term.Now));
            await db.SaveChangesAsync();
            var entry = await db.Ledger.SingleAsync(e => e.MemberId == term["inner"] && e.Kind == Whalepaper.Participation.LedgerKind.Manual);
            var dispute = new LedgerDispute(term["inner"], term.TopicId, entry, "I did not.", term.Now);
            db.Add(dispute);
            await db.SaveChangesAsync();
            return dispute.Id;
        });
    }
}
