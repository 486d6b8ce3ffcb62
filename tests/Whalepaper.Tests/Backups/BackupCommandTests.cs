using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Backups;
using Whalepaper.Cli;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Files;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>The commands themselves, as a person calls them: what they say, and what they refuse.</summary>
public sealed class BackupCommandTests(FilledGroup filled) : IDisposable
{
    private const string Passphrase = "four words by chance";

    private readonly string _folder = Directory.CreateTempSubdirectory("whalepaper-cli-").FullName;

    private readonly string _prefix = $"t{Guid.NewGuid():N}";

    private string Data => Path.Combine(_folder, "data");

    private string Elsewhere => Path.Combine(_folder, "elsewhere");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_is_backed_up_and_restored()
    {
        await SettleAsync();
        var (file, key) = (Path.Combine(_folder, "group.backup"), Path.Combine(_folder, "key"));
        await File.WriteAllTextAsync(key, Passphrase + "\nwhatever stands behind it\n", Stop);
        // As while the site runs: somebody holds the folder.
        using (DataFolderLock.Take(new DataSettings(Data)))
        {
            var made = await Terminal.RunAsync([(BackupPassphrase.Variable, Passphrase)], ["backup", file, "--data", Data]);
            Assert.Equal(0, made.Exit);
            Assert.Matches(@"\d+ tables with \d+ rows, \d uploads? with [^;]+; encrypted\.\n$", made.Out);
            Assert.Matches(@"(?m)^0/\d+ \w+", made.Error);
            Assert.DoesNotContain(Passphrase, made.Out + made.Error, StringComparison.Ordinal);
        }

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var restored = await Terminal.RunAsync("restore", file, "--data", Elsewhere, "--passphrase-file", key);
        Assert.Equal(0, restored.Exit);
        Assert.Contains("from SQLite at 20", restored.Out, StringComparison.Ordinal);
        Assert.Contains("as it was", restored.Out, StringComparison.Ordinal);
        // That there was a backup, only the group knows that was backed up.
        Assert.Equal("Settings", Assert.Single((await Vault.SumsAsync(new(Data))).Except(await Vault.SumsAsync(new(Elsewhere)))).Table);
        var doctor = await Terminal.RunAsync("doctor", "--data", Elsewhere);
        Assert.True(doctor.Exit == 0, doctor.Out);

        var again = await Terminal.RunAsync("restore", file, "--data", Elsewhere, "--passphrase-file", key);
        Assert.Equal((1, ""), (again.Exit, again.Out));
        Assert.Contains("is not empty: it holds ", again.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Uploads_in_a_bucket_come_along_and_go_to_another()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => BucketTests.SetUp(builder, $"{_prefix}a"));
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        await inner.UploadAsync(talk, "kept.txt", "kept in a bucket"u8.ToArray());
        var file = Path.Combine(_folder, "group.backup");
        Assert.Contains("1 upload with", (await Terminal.RunAsync(BucketTests.Surroundings($"{_prefix}a"), ["backup", file, "--data", house.Site.Folder])).Out, StringComparison.Ordinal);

        Assert.Equal(0, (await Terminal.RunAsync(BucketTests.Surroundings($"{_prefix}b"), ["restore", file, "--data", Elsewhere])).Exit);
        Assert.DoesNotContain(Directory.EnumerateFiles(Elsewhere, "*", SearchOption.AllDirectories), path => path.Contains("files", StringComparison.Ordinal));
        using var store = Bucket($"{_prefix}b");
        var material = Assert.Single(await house.MaterialsAsync(talk));
        await using var content = await store.OpenAsync(material.File!.StorageKey, Stop);
        Assert.Equal("kept in a bucket", await new StreamReader(content!).ReadToEndAsync(Stop));
        // What is there is nobody's to mix with.
        var refused = await Terminal.RunAsync(BucketTests.Surroundings($"{_prefix}a"), ["restore", file, "--data", Elsewhere + "2"]);
        Assert.Equal(1, refused.Exit);
        Assert.Contains("not empty: it holds", refused.Error, StringComparison.Ordinal);
        Assert.NotNull(await house.Site.Services.GetRequiredService<IFileStore>().LengthAsync(material.File.StorageKey, Stop));
    }

    [Fact]
    public async Task Uploads_do_not_stay_in_a_bucket_if_the_group_cannot_be_put_where_it_belongs()
    {
        await using var place = await Vault.PlaceAsync(Engine.Postgres);
        // No table, so the database counts as empty; but it has the name of one.
        await place.WithAsync(db => db.Database.ExecuteSqlRawAsync("CREATE VIEW \"Members\" AS SELECT 1", Stop));
        string[] restore = ["restore", await filled.BackupAsync(), "--data", Elsewhere, "--database", place.Settings.Database!];
        Assert.Equal(1, (await Terminal.RunAsync(BucketTests.Surroundings($"{_prefix}c"), restore)).Exit);

        using var store = Bucket($"{_prefix}c");
        Assert.Empty(await store.ListAsync(Stop).ToListAsync(Stop));
        await place.WithAsync(db => db.Database.ExecuteSqlRawAsync("DROP VIEW \"Members\"", Stop));
        Assert.Equal(0, (await Terminal.RunAsync(BucketTests.Surroundings($"{_prefix}c"), restore)).Exit);
        Assert.NotEmpty(await store.ListAsync(Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_passphrase_that_is_wrong_missing_or_too_short_is_said()
    {
        await SettleAsync();
        var (file, key) = (Path.Combine(_folder, "group.backup"), Path.Combine(_folder, "key"));
        await BackupFile.WriteAsync(file, to =>
        {
            using var seal = Seal.Make(Passphrase);
            using var writer = new SealedWriter(to, seal);
            writer.Finish();
            return Task.FromResult(new BackupContent(0, 0, 0, 0, []));
        });
        await RefusedAsync("The backup is encrypted.", "restore", file, "--data", Elsewhere);
        foreach (var (words, told) in (IEnumerable<(string, string)>)[("some other words\n", "The passphrase is wrong"), ("\n", "is empty"), (Passphrase, "The backup is damaged")])
        {
            await File.WriteAllTextAsync(key, words, Stop);
            await RefusedAsync(told, "restore", file, "--data", Elsewhere, "--passphrase-file", key);
        }

        Assert.False(Directory.Exists(Elsewhere));
        await File.WriteAllTextAsync(key, "short", Stop);
        await RefusedAsync("12 at least", "backup", file + "2", "--data", Data, "--passphrase-file", key);
        await RefusedAsync("There is no file", "backup", file + "2", "--data", Data, "--passphrase-file", key + "2");
        Assert.NotEmpty(House().Parse(["backup", file + "2", "--data", Data, "--passphrase", Passphrase]).Errors);
        Assert.False(File.Exists(file + "2"));
    }

    [Fact]
    public async Task What_cannot_be_is_said()
    {
        var file = Path.Combine(_folder, "group.backup");
        await RefusedAsync("There is no group in", "backup", file, "--data", Data);
        await SettleAsync();
        await File.WriteAllTextAsync(file, "something else", Stop);
        await RefusedAsync("never written over", "backup", file, "--data", Data);
        await RefusedAsync("never written over", "backup", _folder, "--data", Data);
        await RefusedAsync("There is no folder", "backup", Path.Combine(_folder, "nowhere", "group.backup"), "--data", Data);
        await RefusedAsync("no backup of Whalepaper", "restore", file, "--data", Elsewhere);
        await RefusedAsync("There is no file", "restore", file + "2", "--data", Elsewhere);
        await RefusedAsync("is a folder", "restore", _folder, "--data", Elsewhere);
        await RefusedAsync("no database", "copy", "--to", "", "--data", Data);
        await RefusedAsync("Leave --database", "copy", "--to", "Host=a;Database=b", "--data", Data, "--database", "Host=a;Database=b");
        Assert.Equal("something else", await File.ReadAllTextAsync(file, Stop));
        Assert.False(Directory.Exists(Elsewhere));
        Assert.NotEmpty(House().Parse(["copy"]).Errors);
        Assert.NotEmpty(House().Parse(["backup"]).Errors);
    }

    [Fact]
    public async Task A_backup_of_a_newer_program_is_refused()
    {
        var file = Path.Combine(_folder, "group.backup");
        var head = new BackupHead(BackupHead.CurrentFormat, "9.9.9", "SQLite", "Telepathy", "2030-01-01T00:00:00Z", []);
        foreach (var newer in (BackupHead[])[head, head with { Format = BackupHead.CurrentFormat + 1 }])
        {
            await WriteAsync(file, newer);
            var refused = await Assert.ThrowsAsync<BackupException>(() => Vault.RestoreAsync(file, new DataSettings(Elsewhere)));
            Assert.Contains("9.9.9", refused.Message, StringComparison.Ordinal);
            Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(Path.Combine(Elsewhere, "whalepaper.db")));
        }

        await WriteAsync(file, head with { Migration = "Beginning" });
        Assert.Contains("does not fit", (await Assert.ThrowsAsync<BackupException>(() => Vault.RestoreAsync(file, new DataSettings(Elsewhere)))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A group that is the command's own: it notes that it was backed up.
    private async Task SettleAsync() => await Vault.RestoreAsync(await filled.BackupAsync(), new DataSettings(Data));

    // The program as it is put together for a person, without another process.
    private static RootCommand House() => new("Whalepaper") { Commands.DataFolder, Commands.Database, BackupCommand.Build(), RestoreCommand.Build(), CopyCommand.Build() };

    private static async Task RefusedAsync(string words, params string[] arguments)
    {
        var asked = House().Parse(arguments);
        Assert.Empty(asked.Errors);
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => asked.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }, Stop));
        Assert.True(refusal is CommandFailedException or BackupException, $"{refusal}");
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private static async Task WriteAsync(string path, BackupHead head)
    {
        await using var file = File.Create(path);
        using var seal = Seal.Make(null);
        await using var sealing = new SealedWriter(file, seal);
        await using (var packed = new System.IO.Compression.GZipStream(sealing, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            using var entries = new EntryWriter(packed);
            entries.Write(BackupHead.Entry, head);
            entries.End();
        }

        sealing.Finish();
    }

    private static BucketStore Bucket(string prefix) => new(BucketSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(
        BucketTests.Surroundings(prefix).Select(one => KeyValuePair.Create(one.Name.Replace("__", ":", StringComparison.Ordinal), (string?)one.Value))).Build())!);
}
