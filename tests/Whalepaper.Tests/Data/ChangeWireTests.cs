using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Whalepaper.Data;
using Whalepaper.Tests.Meetings;
using Whalepaper.Tests.Meetings.Live;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>Two copies of the program on one PostgreSQL: what one changes, the other knows.</summary>
public sealed class ChangeWireTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_kept_by_one_copy_goes_when_another_changes_it()
    {
        await using var site = await TestSite.StartAsync(Engine.Postgres);
        var season = await Season.PlantAsync(site);
        var ear = new Ear();
        await using var copy = await site.CopyAsync(ear.Join);
        var page = $"/meetings/{season.Open.Id}";
        Assert.DoesNotContain("Power cut", await ReadAsync(copy, page), StringComparison.Ordinal);

        await CancelAsync(site, season.Open.Id, "Power cut");
        await ear.UntilAsync(async () => (await ReadAsync(copy, page)).Contains("Power cut", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_listener_at_one_copy_hears_what_is_done_at_another()
    {
        await using var house = await Household.MoveInAsync(Engine.Postgres);
        await using var copy = await house.Site.CopyAsync();
        using var stream = await StreamOfEvents.OpenAsync((await house.SignInAsync("inner")).At(copy), house.Season.Tonight.Id);
        await stream.UntilAsync("event: agenda");

        await LiveStreamTests.StandByAsync(house, "organizer");
        await stream.UntilAsync("Stands by: organizer");
    }

    [Fact]
    public async Task Nothing_is_told_of_what_was_undone()
    {
        await using var site = await TestSite.StartAsync(Engine.Postgres);
        var season = await Season.PlantAsync(site);
        var ear = new Ear();
        await using var copy = await site.CopyAsync(ear.Join);
        var (undone, done) = (ChangeTags.Topic(987_001), ChangeTags.Topic(season.Open.TopicId));
        await site.WithAsync(async db =>
        {
            await using var unit = await db.Database.BeginTransactionAsync(Stop);
            db.Add(new Whalepaper.Members.Member("Nobody", "nobody", site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync(Stop);
            await TellAsync(site, db, undone);
            await unit.RollbackAsync(Stop);
        });
        await CancelAsync(site, season.Open.Id, "Power cut");

        await ear.UntilAsync(() => Task.FromResult(ear.Heard.Contains(done)));
        Assert.DoesNotContain(undone, ear.Heard);
    }

    [Fact]
    public async Task A_line_that_broke_is_laid_again_and_nothing_stays_old()
    {
        await using var site = await TestSite.StartAsync(Engine.Postgres);
        var season = await Season.PlantAsync(site);
        var ear = new Ear();
        await using var copy = await site.CopyAsync(ear.Join);
        var page = $"/meetings/{season.Open.Id}";
        for (var n = 0; n < 3; n++)
        {
            var because = $"Reason {n}";
            Assert.DoesNotContain(because, await ReadAsync(copy, page), StringComparison.Ordinal);
            Assert.True(await BreakAsync(site.Database!));
            // Perhaps nobody listens right now.
            await CancelAsync(site, season.Open.Id, because);
            await ear.UntilAsync(async () => (await ReadAsync(copy, page)).Contains(because, StringComparison.Ordinal));
            await ear.UntilAsync(() => Task.FromResult(copy.Services.GetRequiredService<ChangeWireReader>().IsListening));
        }
    }

    [Fact]
    public void A_copy_that_is_alone_says_nothing_and_one_that_does_not_know_does()
    {
        var time = new HandClock();
        var settings = new DataSettings("", "Host=nowhere");
        var (one, other) = (new ChangeWire(settings, time), new ChangeWire(settings, time));
        Assert.False(one.IsAlone);
        one.Listen();
        Assert.False(one.IsAlone);
        time.Advance(ChangeWire.Settling + TimeSpan.FromSeconds(1));
        Assert.True(one.IsAlone);

        // What it says itself, it hears too.
        Assert.False(one.Take(one.Greeting, []));
        Assert.True(one.IsAlone);
        Assert.True(one.Take(other.Greeting, []));
        Assert.False(one.IsAlone);
        Assert.False(one.Take(other.Parting, []));
        Assert.True(one.IsAlone);
        one.Lose();
        Assert.False(one.IsAlone);
    }

    [Fact]
    public void What_is_said_is_heard_and_what_nobody_waits_for_is_not_said()
    {
        var settings = new DataSettings("", "Host=nowhere");
        var (one, other) = (new ChangeWire(settings, TimeProvider.System), new ChangeWire(settings, TimeProvider.System));
        HashSet<string> heard = [];
        Assert.False(other.Take(one.Saying([ChangeTags.Talks, ChangeTags.Topic(5), ChangeTags.Texts])!, heard));
        Assert.Equal([ChangeTags.Talks, ChangeTags.Topic(5)], heard.Order(StringComparer.Ordinal));
        Assert.Null(one.Saying([ChangeTags.Texts, ChangeTags.Proposals]));

        // More than the server takes at a time.
        heard.Clear();
        var much = one.Saying([.. Enumerable.Range(100_000, 1_000).Select(ChangeTags.Topic)])!;
        Assert.InRange(much.Length, 1, 7_999);
        other.Take(much, heard);
        Assert.Equal(ChangeTags.All.Order(StringComparer.Ordinal), heard.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Everything_is_every_kind() => Assert.Equal(
        typeof(ChangeTags).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field is { IsLiteral: true, Name: not nameof(ChangeTags.TopicPrefix) }).Select(field => (string)field.GetValue(null)!).Order(StringComparer.Ordinal),
        ChangeTags.All.Order(StringComparer.Ordinal));

    // As a save does right before its commit.
    private static async Task TellAsync(TestSite site, WhalepaperDb db, string tag)
    {
        var transaction = Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(db.Database.CurrentTransaction!);
        await site.Services.GetRequiredService<ChangeWire>().TellAsync(transaction, [tag], Stop);
    }

    private static Task CancelAsync(TestSite site, int meeting, string because) => site.WithAsync(async db =>
    {
        var found = await db.Meetings.SingleAsync(m => m.Id == meeting, Stop);
        found.Reinstate(site.Clock.GetCurrentInstant());
        found.Cancel(because, site.Clock.GetCurrentInstant());
        await db.SaveChangesAsync(Stop);
    });

    private static async Task<string> ReadAsync(TestSite site, string path)
    {
        using var answer = await site.GetAsync(path, "en");
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    /// <returns>Whether there was one.</returns>
    private static async Task<bool> BreakAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'whalepaper changes' AND datname = current_database()");
        return (long)(await command.ExecuteScalarAsync(Stop))! > 0;
    }

    private sealed class HandClock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _now += by.Ticks;

        public override long GetTimestamp() => _now;
    }
}
