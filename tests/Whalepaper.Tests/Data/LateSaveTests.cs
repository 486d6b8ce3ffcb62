using Microsoft.EntityFrameworkCore;
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
}
