using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Cli;
using Whalepaper.Data;
using Whalepaper.Participation;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>A group that lived before a migration lives on after it: its whole database, filled, as the newest program finds it.</summary>
public sealed class OlderDatabaseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task A_group_of_before_meetings_had_rooms_loses_nothing_and_has_its_given_talks_in_the_ledger(Engine engine)
    {
        await using var filled = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        await DemoCommand.FillAsync(filled.Settings, Stop);
        await using var older = await BeforeAsync(filled, engine, "_Room");
        var rows = await OlderRows.OfAsync(older);
        Assert.DoesNotContain("LedgerEntries", rows.Tables);
        await rows.FillAsync(filled);
        var was = await rows.ReadAsync();
        foreach (var table in (string[])["Members", "Accounts", "Talks", "TalkPresenters", "Giving", "Meetings", "OutlineParts", "Papers"])
            Assert.NotEmpty(was[table]);

        await MigrateAsync(older);
        var became = await rows.ReadAsync();
        foreach (var table in rows.Own)
            Assert.Equal(was[table], became[table]);
        // As if there had been a ledger when they were given.
        var given = await filled.WithAsync(GivenAsync);
        Assert.NotEmpty(given);
        Assert.Equal(given, await older.WithAsync(GivenAsync));
        Assert.Equal(given.Count, await older.WithAsync(db => db.Ledger.CountAsync(Stop)));
        await AssertHealthyAsync(older);
    }

    [Theory, BothEngines]
    public async Task A_ledger_of_before_panels_counted_keeps_its_entries_and_is_built_as_a_new_one(Engine engine)
    {
        await using var filled = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        await DemoCommand.FillAsync(filled.Settings, Stop);
        await filled.WithAsync(db => db.Ledger.Where(entry => entry.Kind > LedgerKind.Feedback).ExecuteDeleteAsync(Stop));
        await using var older = await BeforeAsync(filled, engine, "_Participation");
        var rows = await OlderRows.OfAsync(older);
        await rows.FillAsync(filled);
        var was = await rows.ReadAsync();
        foreach (var table in (string[])["LedgerEntries", "AwayDays", "Attendances", "Applications"])
            Assert.NotEmpty(was[table]);

        await MigrateAsync(older);
        var became = await rows.ReadAsync();
        foreach (var table in rows.Own)
            Assert.Equal(was[table], became[table]);
        if (engine is Engine.Postgres)
            return;
        // SQLite's tables are written anew by hand.
        Assert.Empty(await older.WithAsync(db => db.Database.SqlQueryRaw<string>("SELECT \"table\" AS \"Value\" FROM pragma_foreign_key_check").ToListAsync(Stop)));
        foreach (var table in (string[])["LedgerEntries", "AwayDays"])
            Assert.Equal(await filled.WithAsync(db => BuiltAsync(db, table)), await older.WithAsync(db => BuiltAsync(db, table)));
    }

    private static async Task<TestDatabase> BeforeAsync(TestDatabase newest, Engine engine, string migration)
    {
        var before = await newest.WithAsync(db => Task.FromResult(db.Migrations.TakeWhile(one => !one.EndsWith(migration, StringComparison.Ordinal)).Last()));
        return await TestDatabase.CreateAsync(engine, services => services.AddRooms(), upTo: before);
    }

    private static async Task MigrateAsync(TestDatabase database)
    {
        await using var scope = database.Scope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Stop);
    }

    // Columns, keys and indexes, in no order.
    private static async Task<List<string>> BuiltAsync(WhalepaperDb db, string table) => await db.Database.SqlQueryRaw<string>(
        """
        SELECT "Value" FROM (
            SELECT 'column ' || name || ' ' || type || ' ' || "notnull" || ' ' || pk AS "Value" FROM pragma_table_info({0})
            UNION ALL SELECT 'key ' || "from" || ' ' || "table" || ' ' || "to" || ' ' || on_delete FROM pragma_foreign_key_list({0})
            UNION ALL SELECT 'index ' || list.name || ' ' || list."unique" || ' ' || (SELECT group_concat(name, ' ') FROM pragma_index_info(list.name)) FROM pragma_index_list({0}) AS list
        ) ORDER BY 1
        """,
        table).ToListAsync(Stop);

    private static async Task<List<string>> GivenAsync(WhalepaperDb db) =>
        [.. (await db.Ledger.AsNoTracking().Where(entry => entry.Kind == LedgerKind.Given).ToListAsync(Stop))
            .Select(entry => $"{entry.TalkId} by {entry.MemberId} at {entry.MeetingId} of {entry.TopicId}/{entry.TrackId}, {entry.At}").Order(StringComparer.Ordinal)];

    // What it was filled with was made today, wherever the test's clock stands.
    private static async Task AssertHealthyAsync(TestDatabase database)
    {
        database.Clock.Reset(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
        await using (var scope = database.Scope())
        {
            var findings = new List<Finding>();
            foreach (var examination in scope.ServiceProvider.GetServices<IExamination>())
                findings.AddRange(await examination.ExamineAsync(Stop));
            Assert.All(findings, finding => Assert.True(finding.Severity is Severity.Fine, finding.What));
        }

        await using var site = await TestSite.OverAsync(database);
        var meeting = await site.WithAsync(db => db.Talks.Where(talk => talk.Giving != null && talk.MeetingId != null).Select(talk => talk.MeetingId).FirstAsync(Stop));
        foreach (var path in (string[])["/", $"/meetings/{meeting}"])
        {
            using var answer = await site.GetAsync(path);
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
