using System.IO.Compression;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Data.Rows;
using Whalepaper.Files;
using Whalepaper.Talks;

namespace Whalepaper.Backups;

/// <summary>
/// Writes the whole group into a stream while others go on writing: all rows as of one moment, the keys of the house among them, and then the uploaded
/// files that those rows name. A file never changes once it is kept, so it does not matter when it is copied; one that was taken away meanwhile is told.
/// </summary>
internal sealed class Backup(WhalepaperDb db, DatabaseSetup setup, IFileStore store, IClock clock)
{
    private const int Chunk = 128 * 1024;

    /// <summary>Writes it.</summary>
    /// <param name="to">Where it is written to; it is left open.</param>
    /// <param name="passphrase">What it is encrypted by; null for nothing.</param>
    /// <param name="progress">Hears how far it is; null for nobody.</param>
    /// <param name="cancellation">Stops the work; what was written by then is no backup.</param>
    /// <returns>What is in it.</returns>
    public async Task<BackupContent> WriteAsync(Stream to, string? passphrase, IProgress<BackupStep>? progress, CancellationToken cancellation)
    {
        using var seal = Seal.Make(passphrase);
        await using var sealing = new SealedWriter(to, seal);
        BackupSums sums;
        await using (var packed = new GZipStream(sealing, CompressionLevel.Fastest, leaveOpen: true))
        {
            using var entries = new EntryWriter(packed);
            var named = new List<FileSum>();
            var (tables, last) = await WriteRowsAsync(entries, named, progress, cancellation);
            var (files, missing) = await WriteFilesAsync(entries, named, progress, cancellation);
            sums = new BackupSums(tables, last, files, missing);
            entries.Write(BackupSums.Entry, sums);
            entries.End();
        }

        sealing.Finish();
        return BackupContent.Of(sums);
    }

    private async Task<(List<TableSum> Tables, IReadOnlyDictionary<string, long> Last)> WriteRowsAsync(EntryWriter entries, List<FileSum> named, IProgress<BackupStep>? progress, CancellationToken cancellation)
    {
        await using var rows = await TableRows.OpenAsync(db, cancellation);
        var at = clock.GetCurrentInstant();
        await rows.HoldStillAsync(cancellation);
        var migration = await setup.LastNameAsync(cancellation) ?? throw new BackupException("There is no group in the database.");
        if (!setup.MigrationNames.Contains(migration, StringComparer.Ordinal))
            throw new BackupException($"The database is of a newer version of Whalepaper: it has a step that this one does not know ({migration}). Back it up with that version.");
        // Before it is brought up to date it is most worth a backup, and has what it had then.
        var shapes = string.Equals(migration, setup.MigrationNames[^1], StringComparison.Ordinal) ? await rows.ModelledShapesAsync(cancellation) : await rows.ShapesAsync(cancellation);
        entries.Write(BackupHead.Entry, new BackupHead(BackupHead.CurrentFormat, ProgramVersion.Said, (await db.EngineFactsAsync(cancellation)).Name, migration, InstantPattern.General.Format(at), shapes));
        var sums = new List<TableSum>();
        var naming = db.Model.FindEntityType(typeof(StoredFile))!.GetTableName();
        foreach (var shape in shapes)
        {
            progress?.Report(new BackupStep(shape.Name, sums.Count, shapes.Count));
            await using var entry = entries.Begin(BackupSums.Table + shape.Name);
            await using var measured = new Measured(entry);
            using var writer = new RowWriter(measured);
            var all = rows.ReadAsync(shape, cancellation);
            await writer.WriteAsync(string.Equals(shape.Name, naming, StringComparison.Ordinal) ? NotingAsync(shape, all, named, cancellation) : all, cancellation);
            sums.Add(new TableSum(shape.Name, writer.Rows, measured.Sha256));
        }

        return (sums, await rows.LastNumbersAsync(cancellation));
    }

    // Passes rows on, and notes which files they name.
    private static async IAsyncEnumerable<object?[]> NotingAsync(TableShape shape, IAsyncEnumerable<object?[]> rows, List<FileSum> named, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int At(string column) => shape.Columns.Index().Single(one => string.Equals(one.Item.Name, column, StringComparison.Ordinal)).Index;
        var (key, length, sum) = (At(nameof(StoredFile.StorageKey)), At(nameof(StoredFile.Length)), At(nameof(StoredFile.Sha256)));
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            named.Add(new FileSum((string)row[key]!, (long)row[length]!, (string)row[sum]!));
            yield return row;
        }
    }

    private async Task<(List<FileSum> Files, List<string> Missing)> WriteFilesAsync(EntryWriter entries, List<FileSum> named, IProgress<BackupStep>? progress, CancellationToken cancellation)
    {
        var (files, missing) = (new List<FileSum>(), new List<string>());
        foreach (var file in named.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            progress?.Report(new BackupStep(BackupStep.Files, files.Count + missing.Count, named.Count));
            await using var content = await OpenAsync(file.Key, cancellation);
            if (content is null)
            {
                missing.Add(file.Key);
                continue;
            }

            await using var entry = entries.Begin(BackupSums.File + file.Key);
            await using var measured = new Measured(entry);
            await PassAsync(content, measured, cancellation);
            var found = new FileSum(file.Key, measured.Bytes, measured.Sha256);
            // What is there goes along, even if it is not what it was: a person may make more of it than nothing.
            files.Add(found);
            if (found != file)
                missing.Add(file.Key);
        }

        return (files, missing);
    }

    // On a disk that dies, what can still be read is worth the more.
    private async Task<Stream?> OpenAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return FileKey.IsKey(key) ? await store.OpenAsync(key, cancellation) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task PassAsync(Stream from, Measured to, CancellationToken cancellation)
    {
        var buffer = new byte[Chunk];
        for (int read; (read = await ReadAsync(from, buffer, cancellation)) > 0;)
            to.Write(buffer, 0, read);
    }

    private static async Task<int> ReadAsync(Stream from, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await from.ReadAsync(buffer, cancellation);
        }
        catch (IOException)
        {
            // Its sum will tell.
            return 0;
        }
    }
}
