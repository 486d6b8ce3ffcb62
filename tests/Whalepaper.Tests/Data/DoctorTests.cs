using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Members;
using Xunit;

namespace Whalepaper.Tests.Data;

public sealed class DoctorTests
{
    [Theory, BothEngines]
    public async Task A_fresh_database_is_well(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());

        var findings = await ExamineAsync(database);

        Assert.DoesNotContain(findings, f => f.Severity == Severity.Broken);
        Assert.Contains(findings, f => f.What.Contains("migration", StringComparison.Ordinal));
    }

    [Theory, BothEngines]
    public async Task An_outdated_key_is_found_and_mended(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        await database.WithAsync(async db =>
        {
            db.Add(new Member("杨夕", "杨夕", database.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync();
            await db.Members.ExecuteUpdateAsync(set => set.SetProperty(m => m.NormalizedName, "old"));
        });

        await using (var scope = database.Scope())
        {
            var finding = Assert.Single(await scope.ServiceProvider.GetRequiredService<Doctor>().ExamineAsync(), f => f.Severity == Severity.Broken);
            await finding.Repair!(default);
        }

        Assert.DoesNotContain(await ExamineAsync(database), f => f.Severity == Severity.Broken);
        Assert.Equal("杨夕", await database.WithAsync(db => db.Members.Select(m => m.NormalizedName).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task A_talk_without_a_presenter_is_found(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        await SampleData.OneTalkAsync(database);
        await database.WithAsync(db => db.TalkPresenters.ExecuteDeleteAsync());

        var findings = await ExamineAsync(database);

        Assert.Contains(findings, f => f.Severity == Severity.Broken && f.What.Contains("no presenter", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_is_told_of_its_disk_unless_its_owner_said_otherwise()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Postgres, services => services.AddRooms());
        Assert.Equal("1.1", await CostAsync(database));
        Assert.Contains(await ExamineAsync(database), f => f.Severity == Severity.Fine && f.What.Contains("random_page_cost", StringComparison.Ordinal));

        await database.WithAsync(db => db.Database.ExecuteSqlRawAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET random_page_cost = 2', current_database()); END $$"));
        await database.WithAsync(db =>
        {
            Npgsql.NpgsqlConnection.ClearPool((Npgsql.NpgsqlConnection)db.Database.GetDbConnection());
            return Task.FromResult(true);
        });
        await using (var scope = database.Scope())
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync();
        Assert.Equal("2", await CostAsync(database));
    }

    private static Task<string> CostAsync(TestDatabase database) =>
        database.WithAsync(db => db.Database.SqlQuery<string>($"SELECT current_setting('random_page_cost') AS \"Value\"").SingleAsync());

    [Theory]
    [InlineData("10.0.12", Severity.Warning)]
    [InlineData("10.0.13", Severity.Fine)]
    public void Old_runtimes_are_named(string version, Severity expected) =>
        Assert.Equal(expected, Doctor.Runtime(Version.Parse(version)).Severity);

    [Fact]
    public void A_folder_serves_one_process()
    {
        var settings = new DataSettings(Directory.CreateTempSubdirectory("whalepaper-lock-").FullName);
        using (DataFolderLock.Take(settings))
            Assert.Throws<DataFolderBusyException>(() => DataFolderLock.Take(settings));
        DataFolderLock.Take(settings).Dispose();
        Directory.Delete(settings.Folder, recursive: true);
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(TestDatabase database)
    {
        await using var scope = database.Scope();
        return await scope.ServiceProvider.GetRequiredService<Doctor>().ExamineAsync();
    }
}
