using System.Net;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Participation.Closing;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>Steps of a closing, decisions and objections that meet: each is whole, in one order or the other, and nobody loses their words.</summary>
public sealed partial class ClosingRaceTests
{
    private static readonly string[] committee = ["committee", "organizer", "second"];

    [Theory, BothEngines]
    public async Task Of_twenty_who_carry_it_out_at_once_one_does_and_everybody_is_told_once(Engine engine)
    {
        await using var house = await DecidedAsync(engine);

        var answers = await AtOnceAsync(20, n => house.StepAsync(committee[n % 3], "POST", "/execution"));

        Assert.Single(answers, answer => answer is 204);
        Assert.All(answers, answer => Assert.Contains(answer, (int[])[204, 409, 422]));
        Assert.StartsWith("Former", await house.PlaceAsync("inner"), StringComparison.Ordinal);
        Assert.Equal((1, 1), await house.House.Site.WithAsync(async db => (await db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingExecuted), await db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingMoved))));
        await ToldOnceAsync(house, "decided", 4);
    }

    [Theory, BothEngines]
    public async Task Carrying_it_out_beside_undoing_it_ends_in_one_of_both_and_whole(Engine engine)
    {
        await using var house = await DecidedAsync(engine);
        var before = await house.PlaceAsync("inner");

        var answers = await AtOnceAsync(16, n => house.StepAsync(committee[n % 3], n % 2 is 0 ? "POST" : "DELETE", "/execution"));

        Assert.All(answers, answer => Assert.Contains(answer, (int[])[204, 409, 422]));
        Assert.Single(answers.Where((_, n) => n % 2 is 0), answer => answer is 204);
        var undone = answers.Where((_, n) => n % 2 is 1).Count(answer => answer is 204);
        Assert.InRange(undone, 0, 1);
        Assert.Equal(undone is 1 ? ClosingState.Undone : ClosingState.Executed, (await house.ClosingAsync())!.State);
        if (undone is 0)
            Assert.Equal(204, await house.StepAsync("committee", "DELETE", "/execution"));
        Assert.Equal(before, await house.PlaceAsync("inner"));
        Assert.Equal((1, 1), await house.House.Site.WithAsync(async db => (await db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingMoved), await db.AuditEntries.CountAsync(e => e.Act == AuditActs.ClosingPutBack))));
        // All who were told what was decided, those who stay too.
        await ToldOnceAsync(house, "undone", 4);
    }

    [Theory, BothEngines]
    public async Task A_decision_beside_carrying_it_out_counts_or_came_too_late(Engine engine)
    {
        await using var house = await DecidedAsync(engine);

        var answers = await AtOnceAsync(12, n => n % 3 is 0 ? house.StepAsync("organizer", "POST", "/execution") : house.DecideAsync(committee[2 * (n % 2)], "inner", "keep", $"Reason {n}."));

        Assert.All(answers, answer => Assert.Contains(answer, (int[])[204, 409, 422]));
        if ((await house.ClosingAsync())!.State is ClosingState.Told)
            Assert.Equal(204, await house.StepAsync("organizer", "POST", "/execution"));
        var one = await CaseAsync(house);
        var kept = one.Decision is ClosingDecision.Keep;
        Assert.Equal(!kept, one.IsMoved);
        Assert.StartsWith(kept ? "Inner" : "Former", await house.PlaceAsync("inner"), StringComparison.Ordinal);
        // What was answered with yes was done before, and by the last of them.
        Assert.Equal(kept, answers.Where((_, n) => n % 3 is not 0).Contains(204));
        await ToldOnceAsync(house, "decided", 4);
    }

    [Theory, BothEngines]
    public async Task Who_decides_while_it_is_carried_out_is_told_and_keeps_their_words(Engine engine)
    {
        var between = new Between();
        await using var house = await DecidedAsync(engine, between);
        await house.DoAsync("organizer", "POST", "me/return");
        var session = await house.House.SignInAsync("committee");
        var token = await session.TokenAsync();
        between.Before("\"ClosingCases\"", async () => Assert.Equal(204, await house.StepAsync("organizer", "POST", "/execution")), nth: 2);

        var late = await session.SendBareAsync("PUT", "/topics/5/closing/inner/decision", ("__RequestVerificationToken", token), ("decision", "keep"), ("reason", "They wrote to me today."));

        Assert.True(between.IsDone);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("Something changed while you decided", late.Text, StringComparison.Ordinal);
        Assert.Contains("They wrote to me today.", late.Text, StringComparison.Ordinal);
        var one = await CaseAsync(house);
        Assert.Equal((ClosingDecision.ToFormer, true), (one.Decision!.Value, one.IsMoved));
    }

    [Theory, BothEngines]
    public async Task Objections_beside_decisions_are_all_taken_and_the_committee_is_told_once(Engine engine)
    {
        await using var house = await ToldAsync(engine);
        await house.DoAsync("inner", "POST", "me/return");

        var answers = await AtOnceAsync(12, n => n % 2 is 0
            ? house.DoAsync("inner", "PUT", "me/closing/5/objection", new { objection = $"Words {n}." })
            : house.DecideAsync(committee[n % 3], "inner", "keep", $"Reason {n}."));

        Assert.All(answers, answer => Assert.Equal(204, answer));
        var one = await CaseAsync(house);
        Assert.Equal(ClosingDecision.Keep, one.Decision);
        Assert.StartsWith("Words ", one.Objection, StringComparison.Ordinal);
        var told = await house.House.Site.WithAsync(db => db.Deliveries.Where(d => d.Kind == ClosingPost.DeskKind).Select(d => new { d.MemberId, d.Channel }).ToListAsync());
        Assert.Equal(6, told.Count);
        Assert.Equal(6, told.Distinct().Count());
    }

    [Theory, BothEngines]
    public async Task An_objection_that_meets_a_decision_is_kept_and_so_is_the_decision(Engine engine)
    {
        var between = new Between();
        await using var house = await ToldAsync(engine, between);
        var (session, token) = await InnerAsync(house);
        between.Before("\"MessageChoices\"", async () => Assert.Equal(204, await house.DecideAsync("committee", "inner", "keep")));

        var answer = await session.SendBareAsync("PUT", "/me/closing/5/objection", ("__RequestVerificationToken", token), ("objection", "I was ill."));

        Assert.True(between.IsDone);
        Assert.Equal("/me/closing?done=objected", answer.Location);
        var one = await CaseAsync(house);
        Assert.Equal((ClosingDecision.Keep, "I was ill."), (one.Decision!.Value, one.Objection));
        Assert.Contains("I was ill.", (await session.GetAsync("/me/closing")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task An_objection_of_the_last_moment_is_read_before_anybody_is_moved(Engine engine)
    {
        var between = new Between();
        await using var house = await ToldAsync(engine, between);
        var (session, token) = await InnerAsync(house);
        await house.KeepOthersButAsync("inner");
        await ToTheLastSecondAsync(house);
        // It is sent in time; and decided upon before it is written down.
        between.Before("\"MessageChoices\"", async () =>
        {
            house.House.Site.Clock.Advance(Duration.FromMinutes(1));
            Assert.Equal(204, await house.DecideAsync("committee", "inner", "former", ""));
        });

        var answer = await session.SendBareAsync("PUT", "/me/closing/5/objection", ("__RequestVerificationToken", token), ("objection", "I was ill."));

        Assert.Equal("/me/closing?done=objected", answer.Location);
        var one = await CaseAsync(house);
        Assert.Null(one.Decision);
        Assert.Null(one.DecidedById);
        Assert.Equal("I was ill.", one.Objection);
        Assert.Equal(422, await house.StepAsync("organizer", "POST", "/execution"));
        Assert.Equal(422, await house.DecideAsync("committee", "inner", "former", ""));
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former", "We read it."));
        Assert.Equal(204, await house.StepAsync("organizer", "POST", "/execution"));
        Assert.StartsWith("Former", await house.PlaceAsync("inner"), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public Task An_objection_that_comes_after_it_was_carried_out_says_so_and_shows_the_words(Engine engine) => ComeTooLateAsync(engine, "\"MessageChoices\"", 1);

    [Theory, BothEngines]
    public Task So_it_does_where_the_case_is_read_after_that(Engine engine) => ComeTooLateAsync(engine, "\"ClosingCases\"", 2);

    // SQLite lets one write at a time, from the beginning of a transaction on: there, the step waits until the objection is written, or the other way round.
    [Fact]
    public async Task An_objection_of_the_last_moment_stops_a_step_that_has_counted_already()
    {
        var between = new Between();
        await using var house = await ToldAsync(Engine.Postgres, between);
        var (session, token) = await InnerAsync(house);
        await house.KeepOthersButAsync("inner");
        await ToTheLastSecondAsync(house);
        var (counted, written) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        Task<int>? step = null;
        between.Before("\"MessageChoices\"", async () =>
        {
            house.House.Site.Clock.Advance(Duration.FromMinutes(1));
            Assert.Equal(204, await house.DecideAsync("committee", "inner", "former", ""));
            between.Before("\"ClosingCases\"", async () =>
            {
                counted.SetResult();
                await written.Task;
            }, nth: 2);
            step = house.StepAsync("organizer", "POST", "/execution");
            await counted.Task;
        });

        var answer = await session.SendBareAsync("PUT", "/me/closing/5/objection", ("__RequestVerificationToken", token), ("objection", "I was ill."));
        written.SetResult();

        Assert.Equal("/me/closing?done=objected", answer.Location);
        Assert.Equal(409, await step!);
        Assert.Equal((ClosingState.Told, "I was ill."), ((await house.ClosingAsync())!.State, (await CaseAsync(house)).Objection));
        Assert.StartsWith("Inner", await house.PlaceAsync("inner"), StringComparison.Ordinal);
    }

    private static async Task ComeTooLateAsync(Engine engine, string question, int nth)
    {
        var between = new Between();
        await using var house = await ToldAsync(engine, between);
        var (session, token) = await InnerAsync(house);
        await house.KeepOthersButAsync("inner");
        await ToTheLastSecondAsync(house);
        between.Before(question, async () =>
        {
            house.House.Site.Clock.Advance(Duration.FromMinutes(1));
            Assert.Equal(204, await house.DecideAsync("committee", "inner", "open", ""));
            Assert.Equal(204, await house.StepAsync("organizer", "POST", "/execution"));
        }, nth);

        var answer = await session.SendBareAsync("PUT", "/me/closing/5/objection", ("__RequestVerificationToken", token), ("objection", "I was <ill>."));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("The days to object are over.", answer.Text, StringComparison.Ordinal);
        Assert.Contains("What you wrote, and could not be sent any more:", answer.Text, StringComparison.Ordinal);
        Assert.Contains("I was &lt;ill&gt;.", answer.Text, StringComparison.Ordinal);
        Assert.Null((await CaseAsync(house)).Objection);
        Assert.StartsWith("Open", await house.PlaceAsync("inner"), StringComparison.Ordinal);
    }

    private static Task<int[]> AtOnceAsync(int count, Func<int, Task<int>> act) => Task.WhenAll(Enumerable.Range(0, count).Select(n => Task.Run(() => act(n))));

    // Those who were low are told, and everybody's key is there before they press.
    private static async Task<ClosingHouse> ToldAsync(Engine engine, Between? between = null)
    {
        var house = await ClosingHouse.OpenAsync(engine, between is null ? null : between.SetUp);
        foreach (var who in committee)
            await house.DoAsync(who, "POST", "me/return");
        Assert.Equal(204, await house.StepAsync("committee", "POST", ""));
        Assert.Equal(204, await house.StepAsync("committee", "POST", "/telling"));
        return house;
    }

    // One is to move out, all others stay.
    private static async Task<ClosingHouse> DecidedAsync(Engine engine, Between? between = null)
    {
        var house = await ToldAsync(engine, between);
        house.House.Site.Clock.Advance(Duration.FromDays(8));
        Assert.Equal(204, await house.DecideAsync("committee", "inner", "former"));
        await house.KeepOthersAsync();
        return house;
    }

    private static async Task<(Session Session, string Token)> InnerAsync(ClosingHouse house)
    {
        var session = await house.House.SignInAsync("inner");
        return (session, await session.TokenAsync());
    }

    private static async Task ToTheLastSecondAsync(ClosingHouse house) => house.House.Site.Clock.Reset((await house.ClosingAsync())!.ObjectUntil!.Value - Duration.FromSeconds(1));

    private static Task<ClosingCase> CaseAsync(ClosingHouse house) => house.House.Site.WithAsync(db => db.ClosingCases.AsNoTracking().SingleAsync(c => c.Member.Handle == "inner"));

    private static async Task ToldOnceAsync(ClosingHouse house, string word, int members)
    {
        var about = $"{word}:";
        var told = await house.House.Site.WithAsync(db => db.Deliveries.Where(d => d.Kind == ClosingPost.Kind && d.About!.StartsWith(about)).Select(d => new { d.MemberId, d.Channel }).ToListAsync());
        Assert.Equal((2 * members, 2 * members), (told.Count, told.Distinct().Count()));
    }
}
