using System.Globalization;
using System.Net;
using System.Resources;
using NodaTime;
using Whalepaper.Backups;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Ui;
using Whalepaper.Watching;
using Xunit;

namespace Whalepaper.Tests.Watching;

/// <summary>The organizer sees how the house does, and is told what to do where something is wrong.</summary>
public sealed class StatusTests
{
    private static readonly Instant now = Instant.FromUtc(2026, 11, 28, 12, 0);

    private static readonly HouseStatus well = new(
        new ProgramFacts("1.0", "10.0.99", HasHoles: false, now, 100, 0, 0),
        new KeptFacts(new EngineFacts("SQLite", "3.50", 4096), 15, [], 0, 0, InBucket: false, long.MaxValue),
        new HouseReading(now, new Dictionary<DeliveryState, int>(), null, 0, 0), MailState.Set, HasAddress: true, [new WorkLine("DeliveryWorker", new WorkRun(now, null, null, 0))],
        new BackupAge(IsDaily: true, now, Duration.FromDays(1)));

    [Theory, BothEngines]
    public async Task It_says_what_runs_what_is_kept_and_what_waits(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await house.Site.WithAsync(async db =>
        {
            var at = house.Site.Clock.GetCurrentInstant();
            var lost = Delivery.Of("lost", Recipient.Member(house["open"]), ChannelNames.Inbox, "news", "1", at, null, at);
            lost.Lease("here", at, Duration.FromMinutes(2));
            lost.GiveUp("here", "no such mailbox", at);
            db.Add(lost);
            await db.SaveChangesAsync();
        });
        var organizer = await house.SignInAsync("organizer");

        var page = (await organizer.GetAsync("/settings/status")).Text;

        Assert.Contains(engine is Engine.Sqlite ? "SQLite 3." : "PostgreSQL 1", page, StringComparison.Ordinal);
        Assert.Contains($".NET {Environment.Version.ToString(3)}", page, StringComparison.Ordinal);
        Assert.Contains("1 message(s) were given up", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/outbox?state=dead\">1</a>", page, StringComparison.Ordinal);
        Assert.Contains("No mail server is set up", page, StringComparison.Ordinal);
        Assert.Contains("Ballots and applications", page, StringComparison.Ordinal);
        Assert.Contains("in the data folder", page, StringComparison.Ordinal);
        Assert.Contains("aria-current=\"page\">Status</a>", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignInAsync("committee")).GetAsync("/settings/status")).Status);
    }

    [Fact]
    public void Where_nothing_is_wrong_there_is_nothing_to_do() => Assert.Empty(well.Doubts());

    [Fact]
    public void What_is_wrong_is_told_the_worst_first()
    {
        var reading = well.Reading!;
        Tells("Migrations", well with { Kept = well.Kept with { Pending = ["x"] } });
        Tells("Disk", well with { Kept = well.Kept with { FreeBytes = 1000 } });
        Tells("Backup", well with { Backups = new BackupAge(IsDaily: true, null, Duration.FromDays(3)) });
        Tells("Database", well with { Program = well.Program with { DatabaseFaults = 1 } });
        Tells("Mail", well with { Mail = MailState.None });
        Tells("Lag", well with { Reading = reading with { OldestDue = now - Duration.FromMinutes(16) } });
        Tells("Dead", well with { Reading = reading with { Deliveries = new Dictionary<DeliveryState, int> { [DeliveryState.Dead] = 1 } } });
        Tells("Ballots", well with { Reading = reading with { BallotsOverdue = 1 } });
        Tells("Runtime", well with { Program = well.Program with { HasHoles = true } });
        Tells("Address", well with { HasAddress = false });
        Tells("Work", well with { Works = [new WorkLine("DeliveryWorker", new WorkRun(now, now + Duration.FromSeconds(1), "IOException", 1))] });

        // Who backs up otherwise, or does not, was not told to do it here.
        Assert.Empty((well with { Backups = new BackupAge(IsDaily: false, null, Duration.FromDays(300)) }).Doubts());
        // Waiting is what letters do without mail, a little late is nothing, and a failure that was made up for is over.
        Tells("Mail", well with { Mail = MailState.None, Reading = reading with { OldestDue = now - Duration.FromDays(3) } });
        Assert.Empty((well with { Reading = reading with { OldestDue = now - Duration.FromMinutes(14) } }).Doubts());
        Assert.Empty((well with { Works = [new WorkLine("DeliveryWorker", new WorkRun(now, now - Duration.FromSeconds(1), "IOException", 1))] }).Doubts());
        Assert.Empty((well with { Kept = well.Kept with { FreeBytes = null }, Reading = null }).Doubts());

        var two = (well with { Mail = MailState.None, Kept = well.Kept with { Pending = ["x"] } }).Doubts().ToList();
        Assert.Equal([("Migrations", NoticeKind.Danger), ("Mail", NoticeKind.Warning)], two.ConvertAll(doubt => (doubt.Key, doubt.Kind)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zh-CN")]
    public void Every_work_and_every_doubt_has_its_words(string language)
    {
        var words = new ResourceManager(typeof(WatchingTexts)).GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: false)!;
        var works = typeof(Site).Assembly.GetTypes().Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IRecordedWork))).ToList();

        Assert.InRange(works.Count, 10, 100);
        Assert.All(works, work => Assert.NotNull(words.GetString($"Work.{work.Name}")));
        foreach (var key in new[] { "Migrations", "Disk", "Backup", "Database", "Mail", "Lag", "Dead", "Ballots", "Runtime", "Address", "Work" })
            Assert.All([$"Doubt.{key}", $"Doubt.{key}.Title"], text => Assert.NotNull(words.GetString(text)));
    }

    private static void Tells(string key, HouseStatus status) => Assert.Equal(key, Assert.Single(status.Doubts()).Key);
}
