using CsCheck;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Members;
using Whalepaper.Participation.Closing;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>Whatever a few people press in whatever order: the house does what the plain rules of <see cref="ClosingModel"/> say, nobody is moved whom nobody decided to move, and an undo restores exactly.</summary>
public sealed class ClosingModelTests
{
    private static readonly string[] everybody = ["committee", "organizer", "second", "inner", "diligent"];

    private static readonly string[] reasons = ["", "A reason."];

    private enum Deed
    {
        Freeze,
        Tell,
        CallOff,
        SayAgainst,
        Decide,
        Execute,
        Undo,
        Return,
        Wait,
    }

    // Those that lead on come more often.
    private static readonly Deed[] often =
    [
        Deed.CallOff, Deed.Return, Deed.SayAgainst, .. Enumerable.Repeat(Deed.Freeze, 3), .. Enumerable.Repeat(Deed.Tell, 3), .. Enumerable.Repeat(Deed.Wait, 3), .. Enumerable.Repeat(Deed.Decide, 18),
        .. Enumerable.Repeat(Deed.Execute, 6), .. Enumerable.Repeat(Deed.Undo, 2),
    ];

    private static readonly Gen<(Deed Deed, int Who, int Whom, int Choice)[]> histories = Gen.Select(Gen.Int[0, often.Length - 1].Select(n => often[n]), Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 11]).Array[60, 90];

    // However far somebody came by chance: from there, it is led to the end and taken back.
    private static readonly (Deed Deed, int Who, int Whom, int Choice)[] toTheEnd =
    [
        (Deed.Freeze, 0, 0, 0), (Deed.Tell, 0, 0, 0), .. Enumerable.Repeat((Deed.Wait, 0, 0, 11), 4),
        .. Enumerable.Range(0, 4).SelectMany(whom => Enumerable.Range(0, 3).Where(who => who != whom).Select(who => (Deed.Decide, who, whom, 6))),
        (Deed.Execute, 0, 0, 0), (Deed.Undo, 0, 0, 0),
    ];

    [Theory, BothEngines]
    public async Task The_house_keeps_the_rules_whatever_is_done(Engine engine)
    {
        var executed = 0;
        await histories.SampleAsync(
            async history =>
            {
                await using var house = await ClosingHouse.OpenAsync(engine);
                var model = new ClosingModel(new Dictionary<string, (Role, bool)>(StringComparer.Ordinal)
                {
                    ["committee"] = (Role.Committee, true),
                    ["organizer"] = (Role.Organizer, true),
                    ["second"] = (Role.Committee, true),
                    ["inner"] = (Role.None, true),
                    ["diligent"] = (Role.None, false),
                });
                foreach (var (deed, who, whom, choice) in history.Concat(toTheEnd))
                {
                    await StepAsync(house, model, deed, everybody[who], everybody[whom], choice);
                    await CheckAsync(house, model);
                    executed += deed is Deed.Execute && model.State is ClosingState.Executed ? 1 : 0;
                }
            },
            iter: 3, threads: 1);
        Assert.True(executed > 0, "No history got as far as an execution.");
    }

    private static async Task StepAsync(ClosingHouse house, ClosingModel model, Deed deed, string who, string whom, int choice)
    {
        var now = house.Now;
        var (expected, answer) = deed switch
        {
            Deed.Freeze => (model.Freeze(who), await house.StepAsync(who, "POST", "")),
            Deed.Tell => (model.Tell(who, now), await house.StepAsync(who, "POST", "/telling")),
            Deed.CallOff => (model.CallOff(who), await house.StepAsync(who, "DELETE", "")),
            Deed.SayAgainst => (model.SayAgainst(who, now), await house.DoAsync(who, "PUT", "me/closing/5/objection", new { objection = "But." })),
            Deed.Decide => (model.Decide(who, whom, (ClosingDecision)(choice % 3 + 1), choice > 5, now), await house.DecideAsync(who, whom, ClosingEndpoints.WordOf((ClosingDecision)(choice % 3 + 1))!, reasons[choice > 5 ? 1 : 0])),
            Deed.Execute => (model.Execute(who, now), await house.StepAsync(who, "POST", "/execution")),
            Deed.Undo => (model.Undo(who, now), await house.StepAsync(who, "DELETE", "/execution")),
            Deed.Return => (model.Return(who), await house.DoAsync(who, "POST", "me/return")),
            _ => (true, 204),
        };
        if (deed is Deed.Wait)
            house.House.Site.Clock.Advance(Duration.FromDays(choice % 2 == 0 ? 8 : 3));
        Assert.True(expected == answer is 204, $"{deed} by {who} of {whom} ({choice}): {(expected ? "" : "not ")}expected, and {answer}");
    }

    private static async Task CheckAsync(ClosingHouse house, ClosingModel model)
    {
        var places = await house.House.Site.WithAsync(db => db.Members.Where(m => everybody.Contains(m.Handle)).ToDictionaryAsync(m => m.Handle, m => (m.Standing!.Value, m.Role)));
        Assert.Equal(model.Places.OrderBy(one => one.Key, StringComparer.Ordinal), places.OrderBy(one => one.Key, StringComparer.Ordinal));
        var running = await house.House.Site.WithAsync(db => db.TopicClosings.Where(c => c.RunsFor != null).Select(c => (ClosingState?)c.State).SingleOrDefaultAsync());
        Assert.Equal(model.State, running);
        // Of nobody who was moved is the word of a person missing, and of nobody in an office that of a second.
        Assert.Empty(await house.House.Site.WithAsync(db => db.ClosingCases.Where(c => c.BeforeStanding != null && (c.DecidedById == null || c.Decision == ClosingDecision.Keep || (c.BeforeRole != Role.None && c.SecondById == null))).ToListAsync()));
    }
}
