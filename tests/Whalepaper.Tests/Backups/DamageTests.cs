using Npgsql;
using Whalepaper.Backups;
using Whalepaper.Cli;
using Whalepaper.Data;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>A backup that is not as it was written restores nothing at all, and says why.</summary>
public sealed class DamageTests(FilledGroup filled) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whalepaper-damage-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // From the first byte of the first piece to the last byte of all.
    [Theory]
    [InlineData(Engine.Sqlite, new[] { 0.0, 0.7 }, new[] { 0.4, 1.0 })]
    [InlineData(Engine.Postgres, new[] { 0.5 }, new[] { 1.0 })]
    public async Task Whatever_is_wrong_with_it_nothing_is_restored(Engine engine, double[] flips, double[] cuts)
    {
        var whole = await File.ReadAllBytesAsync(await filled.BackupAsync(), Stop);
        int At(double place) => Seal.HeadLength + (int)((whole.Length - 1L - Seal.HeadLength) * place);
        await using var place = await Vault.PlaceAsync(engine);
        foreach (var flip in flips)
        {
            var flipped = whole.ToArray();
            flipped[At(flip)] ^= 0x10;
            await RefusedAsync(flipped, place);
        }

        foreach (var cut in cuts)
            await RefusedAsync(whole[..At(cut)], place);

        await Vault.RestoreAsync(await filled.BackupAsync(), place.Settings);
        Assert.Equal(await Vault.SumsAsync((await filled.GroupAsync()).Settings), await Vault.SumsAsync(place.Settings));
    }

    [Fact]
    public async Task What_was_forged_goes_nowhere_but_into_a_refusal()
    {
        BackupHead head;
        await using (var real = await BackupReader.OpenAsync(await filled.BackupAsync(), null))
            head = real.Head;
        await using var place = await Vault.PlaceAsync(Engine.Sqlite);
        // Names that lead elsewhere, names of nothing, values that are none, and ends that are none.
        Action<EntryWriter>[] forgeries =
        [
            entries => Put(entries, "files/../../../whalepaper-was-here", [1]),
            entries => Put(entries, $"files/20261128/{new string('a', 32)}/../x", [1]),
            entries => Put(entries, "elsewhere", [1]),
            entries => Put(entries, "tables/Nothing", [0]),
            // The group: a row whose first value claims to be a text of a gigabyte.
            entries => Put(entries, "tables/Groups", [1, 2, 0, 0, 0, 64]),
            entries => entries.End(),
            entries => entries.Write(BackupSums.Entry, new BackupSums([], new Dictionary<string, long>(StringComparer.Ordinal), [], [])),
            entries => entries.Write(BackupSums.Entry, new BackupSums([null!], new Dictionary<string, long>(StringComparer.Ordinal), [], [])),
        ];
        foreach (var forge in forgeries)
            await RefusedAsync(Forged(head, forge), place);
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(place.Settings.Folder)!, "whalepaper-was-here")));
    }

    [Fact]
    public async Task A_head_that_is_none_is_refused_before_anything_is_made()
    {
        BackupHead head;
        await using (var real = await BackupReader.OpenAsync(await filled.BackupAsync(), null))
            head = real.Head;
        // Packed, it takes next to nothing.
        await RefusedAsync(Forged(head with { Program = new string('9', BackupHead.Most) }, _ => { }));
        await RefusedAsync(Forged(head with { Tables = [null!] }, _ => { }));
        await RefusedAsync(Sealed(entries => entries.End()));
        await RefusedAsync(Sealed(entries => Put(entries, BackupHead.Entry, "{}"u8)));
        await RefusedAsync(Sealed(entries => Put(entries, BackupHead.Entry, "null"u8)));
        await RefusedAsync(Sealed(entries => Put(entries, BackupHead.Entry, """{"Format":1,"Program":"1","Engine":"SQLite","Migration":"Beginning","At":"","Tables":null}"""u8)));
        await RefusedAsync(Sealed(entries => Put(entries, "files/x", [1])));
    }

    [Theory, BothEngines]
    public async Task Who_stops_in_the_middle_leaves_nothing_and_may_begin_anew(Engine engine)
    {
        await using var place = await Vault.PlaceAsync(engine);
        var path = await filled.BackupAsync();
        foreach (var step in (Func<BackupStep, bool>[])[one => one.What is BackupStep.Files, one => one.What is BackupStep.Search])
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => Vault.RestoreAsync(path, place.Settings, progress: new AtStep(one =>
            {
                if (step(one))
                    throw new OperationCanceledException();
            })));
            await Vault.AssertUntouchedAsync(place);
        }

        await Vault.RestoreAsync(path, place.Settings);
        Assert.Equal(await Vault.SumsAsync((await filled.GroupAsync()).Settings), await Vault.SumsAsync(place.Settings));
    }

    [Fact]
    public async Task What_cannot_be_put_where_it_belongs_leaves_nothing_and_may_begin_anew()
    {
        await using var place = await Vault.PlaceAsync(Engine.Postgres);
        var path = await filled.BackupAsync();
        // At the last moment somebody makes a table of the same name there.
        await Assert.ThrowsAsync<PostgresException>(() => Vault.RestoreAsync(path, place.Settings, progress: new AtStep(one =>
        {
            if (one.What is BackupStep.Search)
                Say(place, "CREATE TABLE \"Members\" (id integer)");
        })));
        Say(place, "DROP TABLE \"Members\"");
        await Vault.AssertUntouchedAsync(place);

        await Vault.RestoreAsync(path, place.Settings);
        Assert.Equal(await Vault.SumsAsync((await filled.GroupAsync()).Settings), await Vault.SumsAsync(place.Settings));
    }

    [Fact]
    public async Task Of_two_who_restore_into_one_database_from_two_folders_one_does()
    {
        await using var place = await Vault.PlaceAsync(Engine.Postgres);
        var path = await filled.BackupAsync();
        var other = new DataSettings(Path.Combine(_folder, "other"), place.Settings.Database);
        Exception? refused = null;
        await Vault.RestoreAsync(path, place.Settings, progress: new AtStep(one =>
        {
            if (one.What is BackupStep.Search)
                refused = Record.Exception(() => Vault.RestoreAsync(path, other).GetAwaiter().GetResult());
        }));

        Assert.Contains("Somebody else is restoring", Assert.IsType<CommandFailedException>(refused).Message, StringComparison.Ordinal);
        Assert.Equal(await Vault.SumsAsync((await filled.GroupAsync()).Settings), await Vault.SumsAsync(place.Settings));
    }

    private static void Say(TestDatabase place, string sql)
    {
        using var connection = new NpgsqlConnection(place.Settings.Database);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    [Fact]
    public async Task A_backup_that_breaks_off_leaves_no_file()
    {
        var group = await filled.GroupAsync();
        foreach (var (fault, told) in ((Exception Fault, Type Told)[])[(new OperationCanceledException(), typeof(OperationCanceledException)), (new IOException("No space left on device"), typeof(BackupException))])
        {
            await Assert.ThrowsAsync(told, () => Vault.BackUpAsync(group.Settings, into: _folder, progress: new AtStep(one =>
            {
                if (one.Done == 20)
                    throw fault;
            })));
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task What_lies_where_a_backup_is_written_is_followed_nowhere()
    {
        var (path, other) = (Path.Combine(_folder, "group.backup"), Path.Combine(_folder, "somebody's"));
        async Task<BackupContent> WriteAsync(Stream to)
        {
            await to.WriteAsync("new"u8.ToArray(), Stop);
            return new BackupContent(0, 0, 0, 0, []);
        }

        // What a killed one left is written over, and a link is not gone along.
        await File.WriteAllTextAsync(other, "as it was", Stop);
        File.CreateSymbolicLink(path + BackupFile.Partial, other);
        await BackupFile.WriteAsync(path, WriteAsync);
        Assert.Equal(("new", "as it was"), (await File.ReadAllTextAsync(path, Stop), await File.ReadAllTextAsync(other, Stop)));
        Assert.Null(new FileInfo(path).LinkTarget);

        // What is still being written is let be.
        File.Delete(path);
        await using (new FileStream(path + BackupFile.Partial, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            await Assert.ThrowsAsync<BackupException>(() => BackupFile.WriteAsync(path, WriteAsync));
        Assert.True(File.Exists(path + BackupFile.Partial));
        Assert.False(File.Exists(path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task RefusedAsync(byte[] bytes, TestDatabase? place = null)
    {
        var path = Path.Combine(_folder, "damaged");
        await File.WriteAllBytesAsync(path, bytes, Stop);
        var damage = await Assert.ThrowsAsync<DamagedBackupException>(() => place is null ? BackupReader.OpenAsync(path, null) : Vault.RestoreAsync(path, place.Settings));
        Assert.StartsWith("The backup is damaged: ", damage.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was restored.", damage.Message, StringComparison.Ordinal);
        if (place is not null)
            await Vault.AssertUntouchedAsync(place);
    }

    private static void Put(EntryWriter entries, string name, ReadOnlySpan<byte> content)
    {
        using var entry = entries.Begin(name);
        entry.Write(content);
    }

    private static byte[] Forged(BackupHead head, Action<EntryWriter> forge) => Sealed(entries =>
    {
        entries.Write(BackupHead.Entry, head);
        forge(entries);
        entries.End();
    });

    private static byte[] Sealed(Action<EntryWriter> write)
    {
        using var file = new MemoryStream();
        using var seal = Seal.Make(null);
        using var sealing = new SealedWriter(file, seal);
        using (var packed = new System.IO.Compression.GZipStream(sealing, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        using (var entries = new EntryWriter(packed))
            write(entries);
        sealing.Finish();
        return file.ToArray();
    }
}
