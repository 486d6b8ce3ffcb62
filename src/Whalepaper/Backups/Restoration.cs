using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Data.Rows;
using Whalepaper.Files;
using Whalepaper.Search;

namespace Whalepaper.Backups;

/// <summary>
/// Puts a backup into an empty database and an empty store of files. The database is first brought to the form that the backup was made from, filled, and
/// read again: what comes out must have the sums of the backup. Only then does it take the steps that the program has made since.
/// </summary>
internal sealed class Restoration(WhalepaperDb db, DatabaseSetup setup, DataSettings settings, IFileStore store, SearchIndexing indexing, IClock clock)
{
    private readonly List<TableSum> _tables = [];
    private readonly List<FileSum> _files = [];

    /// <summary>Restores.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="progress">Hears how far it is; null for nobody.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>What was in it.</returns>
    /// <exception cref="BackupException">It cannot be, and why.</exception>
    public async Task<BackupContent> RunAsync(BackupReader backup, IProgress<BackupStep>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(backup);
        var head = backup.Head;
        if (!setup.MigrationNames.Contains(head.Migration, StringComparer.Ordinal))
            throw new BackupException($"The backup was made by Whalepaper {head.Program}, whose database has a step that this program does not know ({head.Migration}). Restore it with that version or a newer one.");
        await foreach (var key in store.ListAsync(cancellation))
            throw new BackupException($"The store of uploads is not empty: it holds {key}, among others. Name an empty folder, or another prefix of the bucket.");
        await setup.MigrateToAsync(head.Migration, cancellation);
        try
        {
            await FillAsync(backup, progress, cancellation);
            await setup.MigrateAsync(cancellation);
            // Whoever made it, if the program did so by itself, is at work in another house.
            await db.Settings.Where(note => note.Key == BackupNoting.Claim).ExecuteDeleteAsync(cancellation);
            progress?.Report(new BackupStep(BackupStep.Search, 0, 1));
            await indexing.RebuildAsync(db, cancellation);
            return BackupContent.Of(backup.Sums!);
        }
        catch
        {
            // A folder is thrown away as a whole; a bucket is not.
            foreach (var file in _files)
                await store.RemoveAsync(file.Key, CancellationToken.None);
            throw;
        }
    }

    private async Task FillAsync(BackupReader backup, IProgress<BackupStep>? progress, CancellationToken cancellation)
    {
        await using var rows = await TableRows.OpenAsync(db, cancellation);
        RequireFit(backup.Head, await rows.ShapesAsync(cancellation));
        await rows.TakeReferencesOffAsync(cancellation);
        while (backup.Next() is { } entry)
        {
            var (name, content) = entry;
            try
            {
                if (name.StartsWith(BackupSums.Table, StringComparison.Ordinal))
                {
                    var table = TableOf(backup.Head, name[BackupSums.Table.Length..]);
                    progress?.Report(new BackupStep(table.Name, _tables.Count, backup.Head.Tables.Count));
                    await LoadAsync(rows, table, content, cancellation);
                }
                else if (name.StartsWith(BackupSums.File, StringComparison.Ordinal))
                {
                    progress?.Report(new BackupStep(BackupStep.Files, _files.Count, 0));
                    await KeepAsync(name[BackupSums.File.Length..], content, cancellation);
                }
                else
                {
                    throw new InvalidDataException("It holds what is neither a table nor a file.");
                }
            }
            catch (Exception wrong) when (BackupReader.IsWrong(wrong))
            {
                throw BackupReader.Damage(wrong);
            }
        }

        Compare(backup);
        await rows.PutReferencesOnAsync(backup.Sums!.Last, cancellation);
    }

    private async Task LoadAsync(TableRows rows, TableShape table, Stream content, CancellationToken cancellation)
    {
        await using var measured = new Measured(content);
        var count = 0L;
        IEnumerable<object?[]> Counted()
        {
            foreach (var row in RowReader.Read(measured, table.Columns.Count))
            {
                count++;
                yield return row;
            }
        }

        await rows.LoadAsync(table, Counted().ToAsyncEnumerable(), cancellation);
        var read = new TableSum(table.Name, count, measured.Sha256);
        var kept = await rows.SumAsync(table, cancellation);
        if (kept != read)
            throw new BackupException($"The database does not give back what was put into {table.Name}: {read.Rows} rows with the sum {read.Sha256} became {kept.Rows} with {kept.Sha256}. Nothing was restored.");
        _tables.Add(kept);
    }

    private async Task KeepAsync(string key, Stream content, CancellationToken cancellation)
    {
        if (!FileKey.IsKey(key))
            throw new InvalidDataException("A file has a name that is no key.");
        await using var received = await ReceivedFile.ReceiveAsync(settings, content, long.MaxValue, clock.GetCurrentInstant(), cancellation);
        var read = new FileSum(key, received.Length, received.Sha256);
        _files.Add(read);
        await store.KeepAsync(key, received, cancellation);
        await using var kept = await store.OpenAsync(key, cancellation);
        await using var measured = new Measured(Stream.Null);
        if (kept is not null)
            await kept.CopyToAsync(measured, cancellation);
        if (new FileSum(key, measured.Bytes, measured.Sha256) != read)
            throw new BackupException($"The store of uploads does not give back what was put into {key}. Nothing was restored.");
    }

    private void Compare(BackupReader backup)
    {
        var sums = backup.Sums!;
        var wrong = sums.Tables.Except(_tables).Select(table => table.Table).Concat(_tables.Except(sums.Tables).Select(table => table.Table))
            .Concat(sums.Files.Except(_files).Select(file => file.Key)).Concat(_files.Except(sums.Files).Select(file => file.Key)).Concat(backup.Head.Tables.Select(table => table.Name).Except(_tables.Select(table => table.Table), StringComparer.Ordinal)).FirstOrDefault();
        if (wrong is not null)
            throw new DamagedBackupException($"{wrong} is not what was put into it.");
    }

    // What the database has at that migration, and what the backup has of it, must be the same; else one of them was altered by hand.
    private static void RequireFit(BackupHead head, IReadOnlyList<TableShape> here)
    {
        static List<string> Columns(IEnumerable<TableShape> tables) => [.. tables.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name}").Append($"{table.Name} by {string.Join(", ", table.Key)}")).Order(StringComparer.Ordinal)];
        var (given, known) = (Columns(head.Tables), Columns(here));
        if (given.SequenceEqual(known, StringComparer.Ordinal))
            return;
        var alone = given.Except(known, StringComparer.Ordinal).Concat(known.Except(given, StringComparer.Ordinal)).ToList();
        throw new BackupException($"The backup does not fit the database that this program makes: {(alone.Count == 0 ? "it names something twice" : $"only one of them has {string.Join(", ", alone.Take(5))}")}. Was the database altered by hand?");
    }

    private static TableShape TableOf(BackupHead head, string name) =>
        head.Tables.FirstOrDefault(table => string.Equals(table.Name, name, StringComparison.Ordinal)) ?? throw new InvalidDataException($"It holds a table {name} that it does not name.");
}
