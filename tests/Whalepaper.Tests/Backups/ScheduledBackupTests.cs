using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Backups;
using Whalepaper.Files;
using Whalepaper.Settings;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Files;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>The program backs the group up by itself, once a day, in one copy, and keeps as many as it was told to.</summary>
public sealed class ScheduledBackupTests
{
    private static readonly DateTimeZone shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, BothEngines]
    public async Task It_is_made_once_a_day_and_only_if_it_is_wanted(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        Assert.False(await RunAsync(house.Site));
        Assert.Empty(Made(house));
        var organizer = await house.SignInAsync("organizer");
        Assert.Contains("No backup was made yet", (await organizer.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("No backup was made yet", (await (await house.SignInAsync("committee")).GetAsync("/desk")).Text, StringComparison.Ordinal);

        await WantAsync(house);
        Assert.True(await RunAsync(house.Site));
        Assert.False(await RunAsync(house.Site));
        var first = Assert.Single(Made(house));
        Assert.Contains("Last backup:", (await organizer.GetAsync("/desk")).Text, StringComparison.Ordinal);
        Assert.Contains("made by itself every day", (await organizer.GetAsync("/settings/status")).Text, StringComparison.Ordinal);
        // It stands at 20:00 in Shanghai, and three o'clock comes in seven hours.
        house.Site.Clock.AdvanceHours(6);
        Assert.False(await RunAsync(house.Site));
        house.Site.Clock.AdvanceHours(2);
        Assert.True(await RunAsync(house.Site));
        Assert.Equal(2, Made(house).Count);

        await using var place = await Vault.PlaceAsync(engine);
        await Vault.RestoreAsync(Path.Combine(house.Site.Folder, "backups", first), place.Settings);
        Assert.Equal(await Vault.BrokenAsync(house.Site.Services), await Vault.BrokenAsync(place.Services));
        // The old house was at work on it when it was made; in the new one nobody is.
        Assert.False(await place.WithAsync(db => db.Settings.AnyAsync(note => note.Key == BackupNoting.Claim, Stop)));
    }

    [Fact]
    public async Task Of_several_copies_one_makes_it()
    {
        await using var house = await Household.MoveInAsync(Engine.Postgres);
        await WantAsync(house);
        await using var second = await house.Site.CopyAsync();
        await using var third = await house.Site.CopyAsync();

        var made = await Task.WhenAll(new[] { house.Site, second, third }.Select(site => Task.Run(() => RunAsync(site))));

        Assert.Single(made, did => did);
        Assert.Single(Made(house));
    }

    [Theory, BothEngines]
    public async Task Who_fails_or_is_killed_lets_others_try(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await WantAsync(house);
        // Where the folder should be, there is a file.
        var folder = Path.Combine(house.Site.Folder, "backups");
        await File.WriteAllTextAsync(folder, "", Stop);
        await Assert.ThrowsAnyAsync<Exception>(() => RunAsync(house.Site));
        File.Delete(folder);
        await house.Site.WithAsync(async db =>
        {
            db.Add(new Setting(BackupNoting.Claim, "by somebody else", house.Site.Clock.GetCurrentInstant()));
            // By a clock that was wrong once.
            db.Add(new Setting(BackupNoting.Last, "2040-01-01T00:00:00Z", house.Site.Clock.GetCurrentInstant()));
            await db.SaveChangesAsync(Stop);
        });
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, Retention.NameOf(house.Site.Clock.GetCurrentInstant()) + ".partial"), "half", Stop);
        Assert.False(await RunAsync(house.Site));

        house.Site.Clock.AdvanceHours(7);
        Assert.True(await RunAsync(house.Site));
        Assert.EndsWith(".backup", Assert.Single(Made(house)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_encrypted_and_goes_where_uploads_go()
    {
        var prefix = $"t{Guid.NewGuid():N}";
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder =>
        {
            BucketTests.SetUp(builder, prefix);
            builder.Configuration.AddInMemoryCollection([new(BackupPassphrase.Variable, "four words by chance")]);
        });
        await WantAsync(house, (SettingsCatalogue.BackupDays.Key, "2"), (SettingsCatalogue.BackupWeeks.Key, "2"));
        // One of before uploads went into a bucket stays; what somebody was killed over on the way there does not.
        var (earlier, folder) = (Retention.NameOf(Instant.FromUtc(2026, 1, 1, 0, 0)), Path.Combine(house.Site.Folder, "backups"));
        Directory.CreateDirectory(folder);
        foreach (var lying in (string[])[earlier, Retention.NameOf(Instant.FromUtc(2026, 11, 1, 0, 0)) + ".partial", Retention.NameOf(Instant.FromUtc(2026, 11, 2, 0, 0)) + ".partial.partial"])
            await File.WriteAllTextAsync(Path.Combine(folder, lying), "", Stop);
        Assert.True(await RunAsync(house.Site));
        Assert.Equal(earlier, Assert.Single(Made(house)));
        var shelf = house.Site.Services.GetRequiredService<IBackupShelf>();
        var name = Assert.Single(await shelf.ListAsync(Stop));
        Assert.NotNull(Retention.Moment(name));
        // What lies beside the uploads is none of them: no sweep takes it.
        Assert.Empty(await house.Site.Services.GetRequiredService<IFileStore>().ListAsync(Stop).ToListAsync(Stop));

        for (var day = 0; day < 3; day++)
        {
            house.Site.Clock.AdvanceHours(24);
            Assert.True(await RunAsync(house.Site));
        }

        // Of Saturday to Tuesday: two days, and the Sunday before them, with which a week ended.
        var kept = await shelf.ListAsync(Stop);
        Assert.Equal([new(2026, 11, 29), new(2026, 11, 30), new LocalDate(2026, 12, 1)], kept.Order(StringComparer.Ordinal).Select(one => Retention.Moment(one)!.Value.InZone(shanghai).Date));
        await shelf.RemoveAsync(kept[0], Stop);
        Assert.DoesNotContain(kept[0], await shelf.ListAsync(Stop));
    }

    [Fact]
    public void The_last_of_each_day_and_of_each_week_is_kept()
    {
        // Three a day for forty days, the last on Saturday 2026-11-28 at 20:00 in Shanghai.
        var all = Enumerable.Range(0, 120).Select(n => Retention.NameOf(Instant.FromUtc(2026, 11, 28, 12, 0) - Duration.FromHours(8 * n))).ToList();
        var surplus = Retention.Surplus([.. all, "mine.backup", "whalepaper-20260101T000000Z.backup.partial", "whalepaper-yesterday.backup", "notes.txt"], shanghai, 7, 4);
        var kept = all.Except(surplus).Select(name => Retention.Moment(name)!.Value.InZone(shanghai)).ToList();

        Assert.Equal(all.Count, surplus.Count + kept.Count);
        Assert.Equal(7, kept.Where(at => at.Date > new LocalDate(2026, 11, 21)).Select(at => at.Date).Distinct().Count());
        // The seventh day is a Sunday, and so the last of its week; of the two weeks before, the last of their Sundays.
        Assert.Equal([new(2026, 11, 28), new(2026, 11, 27), new(2026, 11, 26), new(2026, 11, 25), new(2026, 11, 24), new(2026, 11, 23), new(2026, 11, 22), new(2026, 11, 15), new(2026, 11, 8)], kept.ConvertAll(at => at.Date));
        Assert.All(kept, at => Assert.Equal(20, at.Hour));
        Assert.Empty(Retention.Surplus([], shanghai, 1, 0));
        Assert.Equal(all[1..], Retention.Surplus(all, shanghai, 1, 0));
    }

    [Theory]
    [InlineData("2026-11-28T18:59:59Z", "2026-11-27T19:00:00Z")]
    [InlineData("2026-11-28T19:00:00Z", "2026-11-28T19:00:00Z")]
    [InlineData("2026-11-29T18:00:00Z", "2026-11-28T19:00:00Z")]
    public void It_is_due_at_the_hour_of_the_group(string now, string due)
    {
        var pattern = NodaTime.Text.InstantPattern.General;
        Assert.Equal(pattern.Parse(due).Value, ScheduledBackup.Due(pattern.Parse(now).Value, shanghai, 3));
    }

    [Fact]
    public void A_passphrase_that_guards_nothing_stops_the_start()
    {
        static BackupPassphrase Read(string? set) => BackupPassphrase.Read(new ConfigurationBuilder().AddInMemoryCollection([new(BackupPassphrase.Variable, set)]).Build());
        Assert.Null(Read(null).Words);
        Assert.Null(Read("").Words);
        Assert.Equal("four words by chance", Read("four words by chance").Words);
        Assert.Contains("12 at least", Assert.Throws<BackupException>(() => Read("hunter2")).Message, StringComparison.Ordinal);
        // Whoever writes it into a log by mistake writes nothing.
        Assert.DoesNotContain("chance", $"{Read("four words by chance")}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(3L * 1024 * 1024 * 1024, true)]
    [InlineData(2L * 1024 * 1024 * 1024, false)]
    [InlineData(0L, false)]
    public void A_disk_is_not_filled_up(long? left, bool enough)
    {
        var refused = Record.Exception(() => ScheduledBackup.RequireRoom(left, uploads: 2L * 1024 * 1024 * 1024, data: 4096));
        Assert.True(enough ? refused is null : refused is BackupException { Message: var told } && told.Contains("2.3 GB", StringComparison.Ordinal), $"{refused}");
    }

    private static List<string> Made(Household house)
    {
        var folder = Path.Combine(house.Site.Folder, "backups");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)] : [];
    }

    private static Task WantAsync(Household house, params (string Key, string Value)[] also) => house.Site.WithAsync(async db =>
    {
        (string Key, string Value)[] wanted = [(SettingsCatalogue.BackupDaily.Key, "yes"), .. also];
        db.AddRange(wanted.Select(one => new Setting(one.Key, one.Value, house.Site.Clock.GetCurrentInstant())));
        await db.SaveChangesAsync(Stop);
    });

    private static async Task<bool> RunAsync(TestSite site)
    {
        await using var scope = site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ScheduledBackup>().RunAsync(Stop);
    }
}
