using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Backups;
using Whalepaper.Cli;
using Whalepaper.Data;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>A group that grew out of SQLite goes on in PostgreSQL, with every row.</summary>
public sealed class CopyTests(FilledGroup filled)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_is_copied_and_the_house_goes_on()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var inner = await house.SignInAsync("inner");
        var source = new DataSettings(house.Site.Folder);
        await using var place = await Vault.PlaceAsync(Engine.Postgres);
        var target = new DataSettings(source.Folder, place.Settings.Database);
        // A restoring that was killed left something behind.
        Directory.CreateDirectory(Path.Combine(source.Folder, "restoring", "files"));
        await File.WriteAllTextAsync(Path.Combine(source.Folder, "restoring", "files", "left"), "", Stop);

        var (content, before) = await CopyCommand.RunAsync(source, target, null, Stop);
        var sums = await Vault.SumsAsync(source);
        Assert.Equal(0, before);
        Assert.Equal((sums.Count, sums.Sum(table => table.Rows)), (content.Tables, content.Rows));
        Assert.Equal(sums, await Vault.SumsAsync(place.Settings));
        Assert.Equal(await Vault.BrokenAsync(house.Site.Services), await Vault.BrokenAsync(place.Services));
        Assert.Empty(Directory.EnumerateFileSystemEntries(source.Folder, "restoring"));
        Assert.Empty(Directory.EnumerateFiles(source.Folder, "left", SearchOption.AllDirectories));
        await using var site = await TestSite.OverAsync(place);
        Assert.Equal(HttpStatusCode.OK, (await inner.At(site).GetAsync("/me")).Status);
        // Whatever is added next gets a number that is free.
        Assert.Equal(HttpStatusCode.OK, (await (await new Session(site).SignInAsync(house["open"])).GetAsync("/me")).Status);
    }

    [Fact]
    public async Task What_was_stopped_goes_on_and_what_changed_meanwhile_is_copied_anew()
    {
        await using var group = await filled.AnotherAsync(Engine.Sqlite);
        await using var place = await Vault.PlaceAsync(Engine.Postgres);
        var target = new DataSettings(group.Settings.Folder, place.Settings.Database);
        foreach (var stop in (Func<BackupStep, bool>[])[one => one.Done == 5, one => one.Done == 60, one => one.What is BackupStep.Search])
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => CopyCommand.RunAsync(group.Settings, target, new AtStep(one =>
            {
                if (stop(one))
                    throw new OperationCanceledException();
            }), Stop));
            // A house that starts now finds nothing.
            await Vault.AssertUntouchedAsync(place, "whalepaper_restoring");
        }

        // SQLite takes what PostgreSQL does not: which text it is, somebody must know who has to write it anew.
        Task<int> WriteAsync(string authors) => group.WithAsync(db => db.Database.ExecuteSqlAsync($"""UPDATE "Papers" SET "Authors" = {authors} WHERE "Id" = (SELECT min("Id") FROM "Papers")""", Stop));
        Assert.Equal(1, await WriteAsync("""["a\u0000b"]"""));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => CopyCommand.RunAsync(group.Settings, target, null, Stop));
        Assert.Matches(@"Papers\.Authors where Id = \d", refused.Message);
        await Vault.AssertUntouchedAsync(place, "whalepaper_restoring");
        await WriteAsync("""["ab", "c"]""");

        await group.WithAsync(async db =>
        {
            (await db.Groups.SingleAsync(Stop)).Rename("搬家了");
            await db.SaveChangesAsync(Stop);
        });
        var (content, before) = await CopyCommand.RunAsync(group.Settings, target, null, Stop);

        var sums = await Vault.SumsAsync(group.Settings);
        Assert.Equal(sums, await Vault.SumsAsync(target));
        Assert.Equal(sums.Count(table => table.Rows > 0) - 2, before);
        Assert.Equal(sums.Count, content.Tables);
        Assert.Equal("搬家了", await place.WithAsync(db => db.Groups.Select(one => one.Name).SingleAsync(Stop)));
        await AssertHealthyAsync(target);
    }

    [Fact]
    public async Task It_is_refused_where_something_is_and_while_somebody_writes()
    {
        await using var group = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var place = await Vault.PlaceAsync(Engine.Postgres);
        var target = new DataSettings(group.Settings.Folder, place.Settings.Database);
        using (DataFolderLock.Take(group.Settings))
            await Assert.ThrowsAsync<DataFolderBusyException>(() => CopyCommand.RunAsync(group.Settings, target, null, Stop));
        await Vault.AssertUntouchedAsync(place);

        await place.WithAsync(db => db.Database.ExecuteSqlRawAsync("CREATE TABLE something (id integer)", Stop));
        var refused = await Assert.ThrowsAsync<CommandFailedException>(() => CopyCommand.RunAsync(group.Settings, target, null, Stop));
        Assert.Contains("not empty: it has a table something", refused.Message, StringComparison.Ordinal);
    }

    // Its uploads lie where they lay.
    private static async Task AssertHealthyAsync(DataSettings data)
    {
        await using var workshop = Workshop.Open(data, alone: false);
        await using var scope = workshop.Scope();
        Assert.Empty(await Vault.BrokenAsync(scope.ServiceProvider));
    }
}
