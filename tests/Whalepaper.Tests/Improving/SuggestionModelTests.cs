using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Improving.Suggestions;
using Whalepaper.Members;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Improving;

/// <summary>Random histories of a suggestion against a model of a few lines: who supports it, and where it is.</summary>
public sealed class SuggestionModelTests
{
    private static readonly string[] decisions = ["planned", "done", "declined", "open"];

    // Who does it, what, and which decision.
    private static readonly Gen<(int Who, int What, int Decision)[]> histories = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 3]).Array[8, 20];

    [Theory, BothEngines]
    public async Task Support_and_state_are_what_the_model_says(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        Session[] people = [await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("organizer")];
        string[] names = ["inner", "committee", "organizer"];
        await histories.SampleAsync(
            async history =>
            {
                var id = await house.SuggestAsync(house["inner"]);
                var (state, supporters, steps) = (SuggestionState.Open, new HashSet<int>(), 0);
                foreach (var (who, what, decision) in history)
                {
                    var isTaken = what switch
                    {
                        0 or 1 => who > 0 && state is (SuggestionState.Open or SuggestionState.Planned),
                        2 => who > 0 && Leads(state, decision),
                        _ => who == 0 && state is SuggestionState.Open,
                    };
                    var answer = what switch
                    {
                        0 => await people[who].SendAsync("PUT", $"/suggestions/{id}/support"),
                        1 => await people[who].SendAsync("DELETE", $"/suggestions/{id}/support"),
                        2 => await people[who].SendAsync("POST", $"/suggestions/{id}/decision", ("decision", decisions[decision]), ("word", "A word")),
                        _ => await people[who].SendAsync("PUT", $"/suggestions/{id}", ("title", "Other words"), ("text", "Of the same")),
                    };
                    Assert.True(isTaken == (answer.Number == 303), $"{names[who]} {what} {decision} from {state}: {answer.Number}");
                    if (!isTaken)
                        continue;
                    if (what == 0)
                        supporters.Add(who);
                    else if (what == 1)
                        supporters.Remove(who);
                    else if (what == 2)
                        (state, steps) = (StateOf(decision), steps + 1);
                }

                var (kept, counted, course) = await house.Site.WithAsync(async db => (
                    await db.Suggestions.Where(s => s.Id == id).Select(s => s.State).SingleAsync(),
                    await db.CountedSupport().Where(s => s.SuggestionId == id).Select(s => s.MemberId).ToListAsync(),
                    await db.SuggestionSteps.CountAsync(s => s.SuggestionId == id)));
                Assert.Equal((state, steps), (kept, course));
                Assert.Equal(supporters.Select(who => house[names[who]]).Order(), counted.Order());
            },
            iter: 12, threads: 1);
        await using var scope = house.Site.Services.CreateAsyncScope();
        foreach (var finding in await scope.ServiceProvider.GetServices<IExamination>().Single(one => one.GetType().Name == "ImprovingExamination").ExamineAsync(CancellationToken.None))
            Assert.Equal(Severity.Fine, finding.Severity);
    }

    [Theory, BothEngines]
    public async Task Of_many_at_once_each_supports_once(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var id = await house.SuggestAsync(house["inner"]);
        var people = new List<Session>();
        for (var n = 0; n < 5; n++)
            people.Add(await house.Visitor().SignInAsync(await house.AddAsync($"many{n}", Standing.Inner)));
        var tokens = await Task.WhenAll(people.Select(one => one.TokenAsync()));
        var answers = await Task.WhenAll(people.SelectMany((one, n) => Enumerable.Range(0, 6).Select(_ => one.At(house.Site).SendBareAsync("PUT", $"/suggestions/{id}/support", ("__RequestVerificationToken", tokens[n])))));
        Assert.All(answers, answer => Assert.Equal(303, answer.Number));
        Assert.Equal(5, await house.Site.WithAsync(db => db.CountedSupport().CountAsync(s => s.SuggestionId == id)));
    }

    private static SuggestionState StateOf(int decision) => decision switch
    {
        0 => SuggestionState.Planned,
        1 => SuggestionState.Done,
        2 => SuggestionState.Declined,
        _ => SuggestionState.Open,
    };

    private static bool Leads(SuggestionState from, int decision) => (from, decision) switch
    {
        (SuggestionState.Open, 0 or 1 or 2) => true,
        (SuggestionState.Planned, 1 or 2 or 3) => true,
        (SuggestionState.Done or SuggestionState.Declined, 3) => true,
        _ => false,
    };
}
