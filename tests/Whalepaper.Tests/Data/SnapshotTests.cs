using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Tests.Data.Crashes;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>Before a database of SQLite is migrated it is copied: the copy is what it was, the last few are kept, and where none can be made nothing is changed.</summary>
public sealed class SnapshotTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_copy_from_before_is_what_was_there_and_none_is_made_where_nothing_is_migrated()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite, services => services.AddRooms(), from: KeptDatabase.Oldest(Engine.Sqlite).LayAsync);
        var was = await (await OlderRows.OfAsync(database)).ReadAsync();
        var copy = await MigrateAsync(database);
        Assert.Matches("/snapshots/[0-9]{8}T[0-9]{6}Z-AddressChanges-to-[A-Za-z]+\\.db$", copy);
        Assert.Equal([copy!], Directory.GetFiles(Path.GetDirectoryName(copy)!));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(File.GetUnixFileMode(database.Settings.SqlitePath), File.GetUnixFileMode(copy!));
        Assert.Null(await MigrateAsync(database));

        // Put back, it is the database that it was; and migrates once more.
        await using var back = await TestDatabase.CreateAsync(Engine.Sqlite, services => services.AddRooms(), from: settings =>
        {
            File.Copy(copy!, settings.SqlitePath);
            return Task.CompletedTask;
        });
        var came = await (await OlderRows.OfAsync(back)).ReadAsync();
        Assert.Equal(was.Keys.Order(StringComparer.Ordinal), came.Keys.Order(StringComparer.Ordinal));
        Assert.All(was, table => Assert.Equal(table.Value, came[table.Key]));
        await MigrateAsync(back);
        Assert.Equal(await Build.OfAsync(database), await Build.OfAsync(back));
    }

    [Fact]
    public async Task What_is_damaged_is_not_migrated()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite, services => services.AddRooms(), from: KeptDatabase.Oldest(Engine.Sqlite).LayAsync);
        // The first page of a table that nobody reads before.
        var page = await database.WithAsync(db => db.Database.SqlQueryRaw<long>("SELECT rootpage AS \"Value\" FROM sqlite_master WHERE name = 'Talks'").SingleAsync(Stop));
        SqliteConnection.ClearAllPools();
        await using (var file = new FileStream(database.Settings.SqlitePath, FileMode.Open))
        {
            file.Position = (page - 1) * 4096;
            await file.WriteAsync(new byte[4096], Stop);
        }

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => MigrateAsync(database));
        Assert.Contains("SQLite finds it damaged", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("_AddressChanges", await database.WithAsync(db => db.Database.SqlQueryRaw<string>("SELECT max(\"MigrationId\") AS \"Value\" FROM \"__EFMigrationsHistory\"").SingleAsync(Stop)), StringComparison.Ordinal);
        var copies = new DirectoryInfo(Path.Combine(database.Settings.Folder, "snapshots"));
        Assert.Empty(copies.Exists ? copies.GetFiles() : []);
    }

    [Fact]
    public async Task Without_room_for_it_nothing_is_migrated_unless_that_is_wanted()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite, from: KeptDatabase.Oldest(Engine.Sqlite).LayAsync);
        SqliteConnection.ClearAllPools();
        var folder = Directory.CreateTempSubdirectory("whalepaper-small-").FullName;
        var least = (int)(new FileInfo(database.Settings.SqlitePath).Length / 1024 / 1024) + 3;
        foreach (var (set, room, exit, says) in ((string, int, int, string)[])
        [
            ("3", least, 1, "there is no room for that"), ("", 10 * least, 0, "A copy from before lies in"), ("0", 10 * least, 0, "Done: "), ("many", least, 1, "WHALEPAPER_SNAPSHOTS is 'many'"),
        ])
        {
            var start = KilledProgram.Prepare(new DataSettings(folder), "migrate");
            start.Environment[DatabaseSnapshots.Setting] = set;
            SmallDisk.Enclose(start, SmallDisk.Mount, database.Settings.Folder, folder, room);
            using var program = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
            var (said, faults) = (program.StandardOutput.ReadToEndAsync(Stop), program.StandardError.ReadToEndAsync(Stop));
            await program.WaitForExitAsync(Stop);
            Assert.Equal((set, exit), (set, program.ExitCode));
            Assert.Contains(says, await said + await faults, StringComparison.Ordinal);
            Assert.Equal(set is "", (await said).Contains("A copy from before", StringComparison.Ordinal));
        }

        Directory.Delete(folder);
    }

    [Theory, BothEngines]
    public async Task What_belongs_to_a_newer_version_is_left_alone(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        await database.WithAsync(db => db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99991231000000_Tomorrow', '99')"""));
        Assert.Contains("belongs to a newer version", (await Assert.ThrowsAsync<InvalidOperationException>(() => MigrateAsync(database))).Message, StringComparison.Ordinal);
        Assert.Contains("99991231000000_Tomorrow", (await Assert.ThrowsAsync<InvalidOperationException>(() => TestSite.OverAsync(database))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_upgrades_are_kept_each_with_its_first_copy_and_its_last_and_none_for_ever()
    {
        var settings = new DataSettings(Directory.CreateTempSubdirectory("whalepaper-test-").FullName);
        var folder = Directory.CreateDirectory(Path.Combine(settings.Folder, "snapshots")).FullName;
        string[] kept = ["20261001T000000Z-Two-to-Three.db", "20261001T000900Z-TwoHalf-to-Three.db", "20261101T000000Z-Three-to-Four.db", "20261128T000000Z-Four-to-Five.db", "mine.db"];
        foreach (var name in (string[])[.. kept, "20260801T000000Z-Zero-to-One.db", "20260901T000000Z-One-to-Two.db", "20261001T000300Z-Two-to-Three.db"])
            File.WriteAllText(Path.Combine(folder, name), "");
        Tidy(settings, "3", Instant.FromUtc(2026, 11, 29, 0, 0));
        Assert.Equal(kept.Order(StringComparer.Ordinal), Names(folder));

        Tidy(settings, "3", Instant.FromUtc(2027, 1, 15, 0, 0));
        Assert.Equal((string[])["20261101T000000Z-Three-to-Four.db", "20261128T000000Z-Four-to-Five.db", "mine.db"], Names(folder));
        Tidy(settings, "1", Instant.FromUtc(2027, 1, 15, 0, 0));
        Assert.Equal((string[])["20261128T000000Z-Four-to-Five.db", "mine.db"], Names(folder));
        Tidy(settings, "1", Instant.FromUtc(2028, 1, 1, 0, 0));
        Assert.Equal((string[])["mine.db"], Names(folder));
        Directory.Delete(settings.Folder, recursive: true);
    }

    private static void Tidy(DataSettings settings, string upgrades, Instant now) => new DatabaseSnapshots(
        settings, DatabaseSnapshots.Read(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(DatabaseSnapshots.Setting, (string?)upgrades)]).Build()), new At(now), NullLogger<DatabaseSnapshots>.Instance).Tidy();

    private static IEnumerable<string> Names(string folder) => Directory.GetFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static async Task<string?> MigrateAsync(TestDatabase database)
    {
        await using var scope = database.Scope();
        return await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Stop);
    }

    private sealed class At(Instant now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now.ToDateTimeOffset();
    }
}
