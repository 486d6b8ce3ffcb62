using Whalepaper.Backups;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>A backup that is not as it was written restores nothing at all, and says why.</summary>
public sealed class DamageTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Engine.Sqlite, 5)]
    [InlineData(Engine.Postgres, 3)]
    public async Task Whatever_is_wrong_with_it_nothing_is_restored(Engine engine, int places)
    {
        await using var group = await Vault.FilledAsync(Engine.Sqlite);
        var whole = await File.ReadAllBytesAsync((await Vault.BackUpAsync(group.Settings)).Path, Stop);
        await using var place = await Vault.PlaceAsync(engine);
        var path = Path.Combine(group.Settings.Folder, "damaged");
        async Task AssertRefusedAsync(byte[] bytes)
        {
            await File.WriteAllBytesAsync(path, bytes, Stop);
            var damage = await Assert.ThrowsAsync<DamagedBackupException>(() => Vault.RestoreAsync(path, place.Settings));
            Assert.StartsWith("The backup is damaged: ", damage.Message, StringComparison.Ordinal);
            Assert.Contains("Nothing was restored.", damage.Message, StringComparison.Ordinal);
            await Vault.AssertUntouchedAsync(place);
        }

        for (var n = 0; n <= places; n++)
        {
            // From the first byte of the first piece to the last byte of all.
            var at = Seal.HeadLength + (int)((whole.Length - 1L - Seal.HeadLength) * n / places);
            var flipped = whole.ToArray();
            flipped[at] ^= 0x10;
            await AssertRefusedAsync(flipped);
            await AssertRefusedAsync(whole[..at]);
        }

        await File.WriteAllBytesAsync(path, whole, Stop);
        await Vault.RestoreAsync(path, place.Settings);
        Assert.Equal(await Vault.SumsAsync(group.Settings), await Vault.SumsAsync(place.Settings));
    }

    [Theory, BothEngines]
    public async Task Who_stops_in_the_middle_leaves_nothing_and_may_begin_anew(Engine engine)
    {
        await using var group = await Vault.FilledAsync(engine);
        await using var place = await Vault.PlaceAsync(engine);
        var (path, _) = await Vault.BackUpAsync(group.Settings);
        foreach (var step in (Func<BackupStep, bool>[])[one => one.Done == 20, one => one.What is BackupStep.Files, one => one.What is BackupStep.Search])
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => Vault.RestoreAsync(path, place.Settings, progress: new AtStep(one =>
            {
                if (step(one))
                    throw new OperationCanceledException();
            })));
            await Vault.AssertUntouchedAsync(place);
        }

        await Vault.RestoreAsync(path, place.Settings);
        Assert.Equal(await Vault.SumsAsync(group.Settings), await Vault.SumsAsync(place.Settings));
    }

    [Fact]
    public async Task A_backup_that_breaks_off_leaves_no_file()
    {
        await using var group = await Vault.FilledAsync(Engine.Sqlite);
        await Assert.ThrowsAsync<OperationCanceledException>(() => Vault.BackUpAsync(group.Settings, progress: new AtStep(one =>
        {
            if (one.Done == 20)
                throw new OperationCanceledException();
        })));
        await Assert.ThrowsAsync<BackupException>(() => Vault.BackUpAsync(group.Settings, progress: new AtStep(one =>
        {
            if (one.Done == 20)
                throw new IOException("No space left on device");
        })));

        Assert.Empty(Directory.EnumerateFiles(group.Settings.Folder, "*.backup*"));
    }
}
