using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>The real program killed at twenty points of its migrations, from the first statement to the last: the next start goes on by itself, or says what to run, and what comes out is what would have come out.</summary>
public sealed class MigrationKillTests
{
    private const int Points = 20;

    // Whoever waited for a lock of the dead would wait for ever.
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_start_that_was_killed_while_it_migrated_is_taken_up_by_the_next()
    {
        var (left, all) = (0, int.MaxValue);
        var reference = await Reference.TakeAsync(Engine.Sqlite);
        for (var point = 0; point <= Points; point++)
        {
            await using var database = await OlderAsync(Engine.Sqlite);
            // The first runs through, to count the statements.
            var statements = await ServeAsync(database.Settings, point == 0 ? int.MaxValue : point * all / (Points + 1));
            if (point == 0)
            {
                all = statements;
                Assert.InRange(all, 5 * Points, 100_000);
                continue;
            }

            left += await LocksAsync(database);
            if (point % 10 == 5)
                Assert.Equal(0, (await TellAsync(database.Settings, "migrate")).ExitCode);
            await reference.CompareAsync(database);
            // From before all of it: whatever was done by then, one can go back.
            var copies = Directory.GetFiles(Path.Combine(database.Settings.Folder, "snapshots"), "*.db").Order(StringComparer.Ordinal).ToList();
            Assert.Contains("-AddressChanges-to-", copies[0], StringComparison.Ordinal);
        }

        // The row that would hold up everybody was there, and was taken away.
        Assert.InRange(left, Points / 2, Points);
    }

    [Fact]
    public async Task A_command_to_migrate_that_was_killed_leaves_a_whole_database_and_a_start_says_what_to_run()
    {
        var all = int.MaxValue;
        var reference = await Reference.TakeAsync(Engine.Postgres);
        for (var point = 0; point <= Points; point++)
        {
            await using var database = await OlderAsync(Engine.Postgres);
            await using var line = new Forwarder(database.Settings.Database!);
            await MigrateAsync(database, line, point == 0 ? int.MaxValue : point * all / (Points + 1));
            if (point == 0)
            {
                all = line.Pieces;
                Assert.InRange(all, 5 * Points, 100_000);
                continue;
            }

            if (point % 10 == 5)
            {
                var (exit, _, faults) = await TellAsync(database.Settings, "serve");
                Assert.Equal(1, exit);
                Assert.Contains("Run 'whalepaper migrate' once, then start again.", faults, StringComparison.Ordinal);
                Assert.Equal(0, (await TellAsync(database.Settings, "migrate")).ExitCode);
            }

            await reference.CompareAsync(database);
        }
    }

    [Theory, BothEngines]
    public async Task A_migration_is_one_transaction(Engine engine)
    {
        // What is done in several may be found half done. The framework rebuilds tables of SQLite in three: write that by hand, as WiderLedger does.
        await using var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(db =>
        {
            var (assembly, generator, models) = (db.GetService<IMigrationsAssembly>(), db.GetService<IMigrationsSqlGenerator>(), db.GetService<IModelRuntimeInitializer>());
            foreach (var (id, type) in assembly.Migrations)
            {
                var migration = assembly.CreateMigration(type, db.Database.ProviderName!);
                var commands = generator.Generate(migration.UpOperations, models.Initialize(migration.TargetModel));
                Assert.NotEmpty(commands);
                Assert.All(commands, command => Assert.False(command.TransactionSuppressed, $"{id}: {command.CommandText}"));
            }

            return Task.CompletedTask;
        });
    }

    private static Task<TestDatabase> OlderAsync(Engine engine) => TestDatabase.CreateAsync(engine, services => services.AddRooms(), from: KeptDatabase.Oldest(engine).LayAsync);

    // The framework says each statement once it was executed. It is killed right then, while the next one is under way or not.
    private static async Task<int> ServeAsync(DataSettings data, int killedAt)
    {
        var start = KilledProgram.Prepare(data, "serve", "--urls", "http://127.0.0.1:0");
        start.Environment["Logging__LogLevel__Microsoft.EntityFrameworkCore.Database.Command"] = "Information";
        using var program = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var faults = program.StandardError.ReadToEndAsync(Stop);
        var statements = 0;
        while (await program.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            if (line.StartsWith("Whalepaper is at", StringComparison.Ordinal) || (line.Contains("Executed DbCommand", StringComparison.Ordinal) && ++statements == killedAt))
                program.Kill();
        }

        await program.WaitForExitAsync(Stop);
        Assert.Equal("", await faults);
        return statements;
    }

    private static async Task MigrateAsync(TestDatabase database, Forwarder line, int killedAt)
    {
        using var program = Process.Start(KilledProgram.Prepare(new DataSettings(database.Settings.Folder, line.Database), "migrate")) ?? throw new InvalidOperationException("The program did not start.");
        line.At(killedAt, program.Kill);
        var (said, faults) = (program.StandardOutput.ReadToEndAsync(Stop), program.StandardError.ReadToEndAsync(Stop));
        await program.WaitForExitAsync(Stop);
        Assert.Equal(killedAt == int.MaxValue, program.ExitCode == 0);
        Assert.Equal("", await faults);
        Assert.Equal(killedAt == int.MaxValue, (await said).StartsWith("Done: ", StringComparison.Ordinal));
        await KilledProgram.UntilLetGoAsync(database);
    }

    private static async Task<(int ExitCode, string Said, string Faults)> TellAsync(DataSettings data, string command)
    {
        using var program = Process.Start(KilledProgram.Prepare(data, command)) ?? throw new InvalidOperationException("The program did not start.");
        var (said, faults) = (program.StandardOutput.ReadToEndAsync(Stop), program.StandardError.ReadToEndAsync(Stop));
        await program.WaitForExitAsync(Stop);
        return (program.ExitCode, await said, await faults);
    }

    private static Task<int> LocksAsync(TestDatabase database) => database.WithAsync(async db =>
        await db.Database.SqlQueryRaw<int>("SELECT count(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'").SingleAsync(Stop) == 0 ? 0
        : await db.Database.SqlQueryRaw<int>("SELECT count(*) AS \"Value\" FROM \"__EFMigrationsLock\"").SingleAsync(Stop));

    /// <summary>What comes out of a migration that nobody disturbs.</summary>
    private sealed record Reference(List<string> Build, Dictionary<string, List<string>> Rows)
    {
        public static async Task<Reference> TakeAsync(Engine engine)
        {
            await using var database = await OlderAsync(engine);
            return await OfAsync(database);
        }

        public async Task CompareAsync(TestDatabase database)
        {
            var taken = await OfAsync(database);
            Assert.Equal(Build, taken.Build);
            Assert.Equal(Rows.Keys.Order(StringComparer.Ordinal), taken.Rows.Keys.Order(StringComparer.Ordinal));
            Assert.All(Rows, table => Assert.Equal(table.Value, taken.Rows[table.Key]));
        }

        private static async Task<Reference> OfAsync(TestDatabase database)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            limit.CancelAfter(longest);
            await using (var scope = database.Scope())
                await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(limit.Token);
            return new Reference(await Data.Build.OfAsync(database), await (await OlderRows.OfAsync(database)).ReadAsync());
        }
    }
}
