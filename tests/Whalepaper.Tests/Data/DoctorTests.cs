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

    [Theory]
    [InlineData("random_page_cost", "1.1", "2")]
    [InlineData("jit", "off", "on")]
    public async Task A_server_is_told_what_it_has_to_do_with_unless_its_owner_said_otherwise(string setting, string told, string owners)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Postgres, services => services.AddRooms());
        Assert.Equal(told, await SettingAsync(database, setting));
        Assert.Contains(await ExamineAsync(database), f => f.Severity == Severity.Fine && f.What.Contains(setting, StringComparison.Ordinal));

        await AlterAsync(database, $"SET {setting} = {owners}");
        await MigrateAsync(database);
        Assert.Equal(owners, await SettingAsync(database, setting));
        Assert.Contains(await ExamineAsync(database), f => f.Severity == Severity.Fine && f.What.Contains(setting, StringComparison.Ordinal));

        await AlterAsync(database, $"RESET {setting}");
        await AssertLeftAsync(database, setting, told);
        await MigrateAsync(database);
        Assert.Equal(told, await SettingAsync(database, setting));
    }

    [Fact]
    public async Task Who_may_not_tell_the_server_goes_on_and_the_doctor_says_so()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Postgres, services => services.AddRooms());
        await AlterAsync(database, "RESET ALL");
        var guest = $"guest_{Guid.NewGuid():N}";
        var (make, become, end) = ($"CREATE ROLE {guest}", $"SET ROLE {guest}", $"RESET ROLE; DROP ROLE {guest}");
        await database.WithAsync(async db =>
        {
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlRawAsync(make);
            await db.Database.ExecuteSqlRawAsync(become);
            await ((PostgresDb)db).ExpectShortQuestionsAsync(CancellationToken.None);
            await db.Database.ExecuteSqlRawAsync(end);
        });

        await AssertLeftAsync(database, "random_page_cost", "1.1");
        await AssertLeftAsync(database, "jit", "off");
    }

    // A server whose own default is ours is as well as one that was told.
    private static async Task AssertLeftAsync(TestDatabase database, string setting, string told)
    {
        var expected = await SettingAsync(database, setting) == told ? Severity.Fine : Severity.Warning;
        var finding = Assert.Single(await ExamineAsync(database), f => f.What.Contains(setting, StringComparison.Ordinal));
        Assert.Equal(expected, finding.Severity);
        Assert.Equal(expected is Severity.Warning, finding.Remedy?.Contains($"SET {setting} = {told}", StringComparison.Ordinal) ?? false);
    }

    private static async Task AlterAsync(TestDatabase database, string change)
    {
        var block = $"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I {change}', current_database()); END $$";
        await database.WithAsync(async db =>
        {
            await db.Database.ExecuteSqlRawAsync(block);
            // Holds for connections made from now on.
            Npgsql.NpgsqlConnection.ClearPool((Npgsql.NpgsqlConnection)db.Database.GetDbConnection());
            return true;
        });
    }

    private static async Task MigrateAsync(TestDatabase database)
    {
        await using var scope = database.Scope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync();
    }

    private static Task<string> SettingAsync(TestDatabase database, string setting) =>
        database.WithAsync(db => db.Database.SqlQuery<string>($"SELECT current_setting({setting}) AS \"Value\"").SingleAsync());

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
