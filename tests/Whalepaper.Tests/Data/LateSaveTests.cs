using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>A save that came too late leaves nothing behind, and what is saved next by the same hand is saved.</summary>
public sealed class LateSaveTests
{
    [Theory, BothEngines]
    public async Task What_is_saved_after_a_lost_race_is_kept(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(async db =>
        {
            db.Add(new Member("Anna", "anna", database.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        await database.WithAsync(async late =>
        {
            (await late.Members.SingleAsync()).TakeTurn();
            await database.WithAsync(async first =>
            {
                (await first.Members.SingleAsync()).TakeTurn();
                await first.SaveChangesAsync();
            });
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => late.SaveChangesAsync());
            Assert.Null(late.Database.CurrentTransaction);
            late.ChangeTracker.Clear();
            (await late.Members.SingleAsync()).TakeTurn();
            await late.SaveChangesAsync();
        });
        Assert.Equal(2, await database.WithAsync(db => db.Members.Select(m => m.Turns).SingleAsync()));
    }

    // SQLite lets one write at a time, from the beginning of a transaction on: nobody waits for each other there.
    [Fact]
    public async Task Of_two_who_wait_for_each_other_the_one_that_is_given_up_repeats_it_and_nothing_is_lost()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Postgres);
        await database.WithAsync(async db =>
        {
            db.AddRange(new Member("Anna", "anna", database.Clock.GetCurrentInstant()), new Member("Boris", "boris", database.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
        });
        var attempts = 0;
        await database.WithAsync(async other =>
        {
            await using var unit = await other.Database.BeginTransactionAsync();
            // This one has patience: so it is the other who is given up.
            await other.Database.ExecuteSqlAsync($"SET LOCAL deadlock_timeout = '10min'");
            await TurnAsync(other, "boris");
            var repeated = database.WithAsync(db => db.RepeatAsync(
                async () =>
                {
                    attempts++;
                    await using var own = await db.Database.BeginTransactionAsync();
                    await TurnAsync(db, "anna");
                    await TurnAsync(db, "boris");
                    await own.CommitAsync();
                },
                CancellationToken.None));
            while (!repeated.IsCompleted && !await database.WithAsync(Locks.IsSomebodyWaitingAsync))
                await Task.Yield();
            await TurnAsync(other, "anna");
            await unit.CommitAsync();
            await repeated;
        });

        Assert.True(attempts > 1);
        Assert.Equal((int[])[2, 2], await database.WithAsync(db => db.Members.OrderBy(m => m.Id).Select(m => m.Turns).ToArrayAsync()));
    }

    private static async Task TurnAsync(WhalepaperDb db, string handle)
    {
        (await db.Members.SingleAsync(m => m.Handle == handle)).TakeTurn();
        await db.SaveChangesAsync();
    }
}
