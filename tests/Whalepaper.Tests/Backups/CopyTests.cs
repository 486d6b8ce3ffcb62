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
public sealed class CopyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_is_copied_and_the_house_goes_on()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var inner = await house.SignInAsync("inner");
        var source = new DataSettings(house.Site.Folder);
        await using var place = await Vault.PlaceAsync(Engine.Postgres);
        var target = source with { Database = place.Settings.Database };

        var (content, before) = await CopyCommand.RunAsync(source, target, null, Stop);
        var sums = await Vault.SumsAsync(source);
        Assert.Equal(0, before);
        Assert.Equal((sums.Count, sums.Sum(table => table.Rows)), (content.Tables, content.Rows));
        Assert.Equal(sums, await Vault.SumsAsync(place.Settings));
        Assert.Equal(await Vault.BrokenAsync(house.Site.Services), await Vault.BrokenAsync(place.Services));
        Assert.False(Directory.Exists(Path.Combine(source.Folder, "restoring")));
        await using var site = await TestSite.OverAsync(place);
        Assert.Equal(HttpStatusCode.OK, (await inner.At(site).GetAsync("/me")).Status);
    }

    [Fact]
    public async Task What_was_stopped_goes_on_and_what_changed_meanwhile_is_copied_anew()
    {
        await using var group = await Vault.FilledAsync(Engine.Sqlite);
        await using var place = await Vault.PlaceAsync(Engine.Postgres);
        var target = group.Settings with { Database = place.Settings.Database };
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

        await group.WithAsync(async db =>
        {
            (await db.Groups.SingleAsync(Stop)).Rename("搬家了");
            await db.SaveChangesAsync(Stop);
        });
        var (content, before) = await CopyCommand.RunAsync(group.Settings, target, null, Stop);

        var sums = await Vault.SumsAsync(group.Settings);
        Assert.Equal(sums, await Vault.SumsAsync(target));
        Assert.Equal(sums.Count(table => table.Rows > 0) - 1, before);
        Assert.Equal(sums.Count, content.Tables);
        Assert.Equal("搬家了", await place.WithAsync(db => db.Groups.Select(one => one.Name).SingleAsync(Stop)));
        await AssertHealthyAsync(target);
    }

    [Fact]
    public async Task It_is_refused_where_something_is_and_while_somebody_writes()
    {
        await using var group = await Vault.FilledAsync(Engine.Sqlite);
        await using var taken = await TestDatabase.CreateAsync(Engine.Postgres);
        await using var place = await Vault.PlaceAsync(Engine.Postgres);
        var refused = await Assert.ThrowsAsync<CommandFailedException>(() => CopyCommand.RunAsync(group.Settings, group.Settings with { Database = taken.Settings.Database }, null, Stop));
        Assert.Contains("not empty", refused.Message, StringComparison.Ordinal);

        using (DataFolderLock.Take(group.Settings))
            await Assert.ThrowsAsync<DataFolderBusyException>(() => CopyCommand.RunAsync(group.Settings, group.Settings with { Database = place.Settings.Database }, null, Stop));
        await Vault.AssertUntouchedAsync(place);
    }

    // Its uploads lie where they lay.
    private static async Task AssertHealthyAsync(DataSettings data)
    {
        await using var workshop = Workshop.Open(data, alone: false);
        await using var scope = workshop.Scope();
        Assert.Empty(await Vault.BrokenAsync(scope.ServiceProvider));
    }
}
