using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Participation;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>A backup of an earlier version is restored as it was, and then goes the way that a database goes which was there all along.</summary>
public sealed class OlderBackupTests(FilledGroup filled)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite, Engine.Postgres)]
    [InlineData(Engine.Postgres, Engine.Sqlite)]
    public async Task What_an_earlier_version_backed_up_becomes_what_its_database_would_have_become(Engine engine, Engine to)
    {
        await using var newer = await filled.AnotherAsync(engine);
        await newer.WithAsync(db => db.Ledger.Where(entry => entry.Kind > LedgerKind.Feedback).ExecuteDeleteAsync(Stop));
        var before = await newer.WithAsync(db => Task.FromResult(db.Migrations.TakeWhile(one => !one.EndsWith("_Participation", StringComparison.Ordinal)).Last()));
        await using var older = await TestDatabase.CreateAsync(engine, services => services.AddRooms(), upTo: before);
        await (await OlderRows.OfAsync(older)).FillAsync(newer);
        var (path, _) = await Vault.BackUpAsync(older.Settings);
        await using (var scope = older.Scope())
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Stop);
        var became = await Vault.SumsAsync(older.Settings);
        Assert.True(became.Single(table => table.Table is "LedgerEntries").Rows > 0);

        await using var place = await Vault.PlaceAsync(to);
        await Vault.RestoreAsync(path, place.Settings);
        Assert.Equal(became, await Vault.SumsAsync(place.Settings));
        Vault.Today(place);
        await Vault.AssertHealthyAsync(place);
    }
}
