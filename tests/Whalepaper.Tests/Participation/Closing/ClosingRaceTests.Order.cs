using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Participation.Closing;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Participation.Closing;

/// <content>In which order a closing and its cases are taken.</content>
public sealed partial class ClosingRaceTests
{
    // Who carries it out takes the closing and then the cases. SQLite lets one write at a time, from the beginning of a transaction on.
    [Fact]
    public async Task A_decision_takes_the_closing_before_the_case_so_that_nobody_waits_for_each_other()
    {
        await using var house = await DecidedAsync(Engine.Postgres);
        await using var step = house.House.Site.Services.CreateAsyncScope();
        await using var unit = await HoldClosingAsync(step);

        var deciding = house.DecideAsync("committee", "inner", "keep", "They wrote to me.");
        await TakeCasesAsync(house, step, unit, deciding);

        Assert.Equal((204, ClosingDecision.Keep), (await deciding, (await CaseAsync(house)).Decision!.Value));
    }

    [Fact]
    public async Task So_does_an_objection_that_opens_the_case_anew()
    {
        var between = new Between();
        await using var house = await ToldAsync(Engine.Postgres, between);
        var (session, token) = await InnerAsync(house);
        await house.KeepOthersButAsync("inner");
        await ToTheLastSecondAsync(house);
        await using var step = house.House.Site.Services.CreateAsyncScope();
        var held = new TaskCompletionSource<IDbContextTransaction>(TaskCreationOptions.RunContinuationsAsynchronously);
        between.Before("\"MessageChoices\"", async () =>
        {
            house.House.Site.Clock.Advance(Duration.FromMinutes(1));
            Assert.Equal(204, await house.DecideAsync("committee", "inner", "former", ""));
            held.SetResult(await HoldClosingAsync(step));
        });

        var objecting = session.SendBareAsync("PUT", "/me/closing/5/objection", ("__RequestVerificationToken", token), ("objection", "I was ill."));
        await using var unit = await held.Task;
        await TakeCasesAsync(house, step, unit, objecting);

        Assert.Equal("/me/closing?done=objected", (await objecting).Location);
        var one = await CaseAsync(house);
        Assert.Equal((null, "I was ill."), (one.Decision, one.Objection));
    }

    // As a step does at its beginning.
    private static async Task<IDbContextTransaction> HoldClosingAsync(AsyncServiceScope step)
    {
        var db = step.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var unit = await db.Database.BeginTransactionAsync();
        // Were two to wait for each other, it would be found out here.
        await db.Database.ExecuteSqlAsync($"SET LOCAL deadlock_timeout = '10ms'");
        await db.TopicClosings.ExecuteUpdateAsync(row => row.SetProperty(c => c.Version, c => c.Version + 1));
        return unit;
    }

    // As it goes on, once somebody waits for it.
    private static async Task TakeCasesAsync(ClosingHouse house, AsyncServiceScope step, IDbContextTransaction unit, Task other)
    {
        while (!other.IsCompleted && !await house.House.Site.WithAsync(Locks.IsSomebodyWaitingAsync))
            await Task.Yield();
        await step.ServiceProvider.GetRequiredService<WhalepaperDb>().ClosingCases.ExecuteUpdateAsync(row => row.SetProperty(c => c.Version, c => c.Version + 1));
        await unit.CommitAsync();
    }
}
