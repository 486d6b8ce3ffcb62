using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Data;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>Every database that a version left behind becomes one of today, as if it had always been, and loses nothing.</summary>
public sealed class KeptDatabaseTests
{
    // What an upgrade forgets on purpose, as the changelog says of it: letters that waited, once.
    private static readonly HashSet<string> forgotten = new(StringComparer.Ordinal) { "Deliveries" };

    // Of before any release: talks had no history. No later one is let off.
    private const string Early = "unreleased-addresses";

    public static TheoryData<string, Engine> All => [.. KeptDatabase.All.Select(kept => (kept.Name, kept.Engine))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Both_engines_have_the_same_versions()
    {
        Assert.InRange(KeptDatabase.All.Count, 4, 1000);
        Assert.Equal(KeptDatabase.All.Where(one => one.Engine is Engine.Sqlite).Select(one => one.Name), KeptDatabase.All.Where(one => one.Engine is Engine.Postgres).Select(one => one.Name));
    }

    [Theory, MemberData(nameof(All))]
    public async Task It_becomes_one_of_today_and_loses_nothing(string name, Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms(), from: new KeptDatabase(name, engine).LayAsync);
        await using var today = await TestDatabase.CreateAsync(engine);
        var rows = (await OlderRows.OfAsync(database)).Within(await OlderRows.OfAsync(today));
        var was = await rows.ReadAsync();
        Assert.All((string[])["Groups", "Members", "Accounts", "Talks", "Papers"], table => Assert.NotEmpty(was[table]));

        await using (var scope = database.Scope())
        {
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Stop);
            Assert.Empty(await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().PendingAsync(Stop));
        }

        var became = await rows.ReadAsync();
        foreach (var table in rows.Own.Where(table => !forgotten.Contains(table)))
            Assert.True(!was[table].Except(became[table], StringComparer.Ordinal).Any(), $"{table} lost {string.Join('\n', was[table].Except(became[table], StringComparer.Ordinal).Take(5))}");
        Assert.Equal(await Build.OfAsync(today), await Build.OfAsync(database));
        await AssertHealthyAsync(database, name is Early);
    }

    [Theory, MemberData(nameof(All))]
    public async Task Whoever_is_killed_before_the_search_was_made_anew_leaves_that_to_the_next(string name, Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms(), from: new KeptDatabase(name, engine).LayAsync);
        await using (var killed = database.Scope())
        {
            // All that it did until then.
            var db = killed.ServiceProvider.GetRequiredService<WhalepaperDb>();
            await db.SearchTable.EmptyAsync(Stop);
            await db.Database.MigrateAsync(Stop);
            Assert.True(await db.SearchTable.IsEmptyAsync(Stop));
        }

        await using (var next = database.Scope())
            await next.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(Stop);

        await AssertHealthyAsync(database, name is Early);
    }

    private static async Task AssertHealthyAsync(TestDatabase database, bool isEarly)
    {
        database.Clock.Reset(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
        await using (var scope = database.Scope())
        {
            Assert.All(await scope.ServiceProvider.GetRequiredService<Doctor>().ExamineAsync(Stop), finding => Assert.True(finding.Severity is not Severity.Broken || (isEarly && finding.What.EndsWith(" has no history.", StringComparison.Ordinal)), finding.What));
        }

        await using var site = await TestSite.OverAsync(database);
        var (talk, topic) = await site.WithAsync(async db => (await db.Talks.MinAsync(talk => talk.Id, Stop), await db.Topics.MaxAsync(topic => topic.Number, Stop)));
        foreach (var path in (string[])["/", "/schedule", "/papers", "/members", $"/talks/{talk}", $"/topics/{topic}", "/search?q=attention"])
        {
            using var answer = await site.GetAsync(path);
            Assert.Equal((path, System.Net.HttpStatusCode.OK), (path, answer.StatusCode));
        }
    }
}
