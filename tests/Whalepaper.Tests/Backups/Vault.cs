using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Backups;
using Whalepaper.Cli;
using Whalepaper.Data;
using Whalepaper.Data.Rows;
using Whalepaper.Files;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>Backups as the commands make and restore them, and what a group holds, told so that two can be compared.</summary>
internal static class Vault
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A group with something in every room.</summary>
    public static async Task<TestDatabase> FilledAsync(Engine engine)
    {
        var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        await DemoCommand.FillAsync(database.Settings, Stop);
        return database;
    }

    /// <summary>Where something can be restored to.</summary>
    public static Task<TestDatabase> PlaceAsync(Engine engine) => TestDatabase.PlaceAsync(engine, services => services.AddRooms());

    /// <summary>Backs up into a file of the data folder, which is gone with it, or of another one.</summary>
    public static async Task<(string Path, BackupContent Content)> BackUpAsync(DataSettings data, string? passphrase = null, IProgress<BackupStep>? progress = null, string? into = null)
    {
        var path = Path.Combine(into ?? data.Folder, $"{Guid.NewGuid():N}.backup");
        await using var workshop = Workshop.Open(data, alone: false);
        await using var scope = workshop.Scope();
        return (path, await BackupFile.WriteAsync(path, file => scope.ServiceProvider.GetRequiredService<Backup>().WriteAsync(file, passphrase, progress, Stop)));
    }

    /// <summary>Restores as the command does.</summary>
    public static async Task<BackupContent> RestoreAsync(string path, DataSettings data, string? passphrase = null, IProgress<BackupStep>? progress = null)
    {
        await using var backup = await BackupReader.OpenAsync(path, passphrase);
        return await RestoreCommand.RunAsync(backup, data, progress, Stop);
    }

    /// <summary>What each table holds.</summary>
    public static async Task<List<TableSum>> SumsAsync(DataSettings data)
    {
        await using var workshop = Workshop.Open(data, alone: false);
        await using var scope = workshop.Scope();
        await using var rows = await TableRows.OpenAsync(scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), Stop);
        var sums = new List<TableSum>();
        foreach (var table in await rows.ShapesAsync(Stop))
            sums.Add(await rows.SumAsync(table, Stop));
        return sums;
    }

    /// <summary>Asserts that every upload that a row names is kept, with the content that the row tells of; gives how many.</summary>
    public static async Task<int> AssertFilesAsync(TestDatabase database)
    {
        var store = database.Services.GetRequiredService<IFileStore>();
        var files = await database.WithAsync(db => db.StoredFiles.AsNoTracking().ToListAsync(Stop));
        foreach (var file in files)
        {
            await using var content = await store.OpenAsync(file.StorageKey, Stop);
            Assert.NotNull(content);
            Assert.Equal(file.Sha256, Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(content, Stop)));
        }

        return files.Count;
    }

    /// <summary>What the doctor finds broken: in a house that was planted for tests, talks without a history.</summary>
    public static async Task<List<string>> BrokenAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var findings = await scope.ServiceProvider.GetRequiredService<Doctor>().ExamineAsync(Stop);
        Assert.InRange(findings.Count, 10, 1000);
        return [.. findings.Where(finding => finding.Severity is Severity.Broken).Select(finding => finding.What)];
    }

    /// <summary>Asserts that the doctor finds nothing broken.</summary>
    public static async Task AssertHealthyAsync(TestDatabase database) => Assert.Empty(await BrokenAsync(database.Services));

    /// <summary>Asserts that nothing was restored to a place: no table, no file, no trace of what was built, save for a schema that nobody looks into.</summary>
    public static async Task AssertUntouchedAsync(TestDatabase place, string besides = "")
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(place.Settings.Folder).Select(Path.GetFileName).Except(["whalepaper.lock"]));
        if (place.Settings.IsPostgres)
            Assert.Empty(await place.WithAsync(db => db.Database.SqlQueryRaw<string>("SELECT nspname || '.' || relname AS \"Value\" FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE relkind = 'r' AND nspname NOT IN ('pg_catalog', 'information_schema', {0})", besides).ToListAsync(Stop)));
    }

    /// <summary>What a demonstration holds was made today, wherever the test's clock stands.</summary>
    public static void Today(TestDatabase database) => database.Clock.Reset(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
}

/// <summary>Does something at each step.</summary>
internal sealed class AtStep(Action<BackupStep> act) : IProgress<BackupStep>
{
    public void Report(BackupStep value) => act(value);
}
