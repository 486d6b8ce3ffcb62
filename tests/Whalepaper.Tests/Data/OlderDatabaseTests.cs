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
        var before = await filled.WithAsync(db => Task.FromResult(db.Migrations.TakeWhile(migration => !migration.EndsWith("_Room", StringComparison.Ordinal)).Last()));
        await using var older = await TestDatabase.CreateAsync(engine, services => services.AddRooms(), upTo: before);
        var rows = await OlderRows.OfAsync(older);
        Assert.DoesNotContain("LedgerEntries", rows.Tables);
        await rows.FillAsync(filled);
        var was = await rows.ReadAsync();
        foreach (var table in (string[])["Members", "Accounts", "Talks", "TalkPresenters", "Giving", "Meetings", "OutlineParts", "Papers"])
            Assert.NotEmpty(was[table]);

        await using (var scope = older.Scope())
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Stop);

        var became = await rows.ReadAsync();
        foreach (var table in rows.Tables)
            Assert.Equal(was[table], became[table]);
        // As if there had been a ledger when they were given.
        var given = await filled.WithAsync(GivenAsync);
        Assert.NotEmpty(given);
        Assert.Equal(given, await older.WithAsync(GivenAsync));
        Assert.Equal(given.Count, await older.WithAsync(db => db.Ledger.CountAsync(Stop)));
        await AssertHealthyAsync(older);
    }

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
