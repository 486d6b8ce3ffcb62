using System.Runtime.CompilerServices;
using Whalepaper.Data;
using Whalepaper.Data.Rows;
using Whalepaper.Search;

namespace Whalepaper.Backups;

/// <summary>
/// Copies a group into another database, table by table. What was copied is read again, and has the sum of what it was copied from. It needs no notes of how
/// far it came: a table that has the same sum in both is done, whoever filled it, and any other is filled anew.
/// </summary>
/// <param name="db">The database that is filled.</param>
/// <param name="indexing">Makes its search index.</param>
internal sealed class Copying(WhalepaperDb db, SearchIndexing indexing)
{
    /// <summary>Copies.</summary>
    /// <param name="source">Where from. Nobody writes there meanwhile.</param>
    /// <param name="progress">Hears how far it is; null for nobody.</param>
    /// <param name="cancellation">Stops the work, which may be taken up later.</param>
    /// <returns>What is copied, and how many tables with rows had been before.</returns>
    /// <exception cref="BackupException">It cannot be, and why.</exception>
    public async Task<(BackupContent Content, int Before)> RunAsync(WhalepaperDb source, IProgress<BackupStep>? progress, CancellationToken cancellation)
    {
        await using var from = await TableRows.OpenAsync(source, cancellation);
        await from.HoldStillAsync(cancellation);
        await using var to = await TableRows.OpenAsync(db, cancellation);
        var tables = await from.ModelledShapesAsync(cancellation);
        if (!Told(tables).SequenceEqual(Told(await to.ModelledShapesAsync(cancellation)), StringComparer.Ordinal))
            throw new BackupException("The two databases do not have the same tables. Was one of them altered by hand?");
        await to.TakeReferencesOffAsync(cancellation);
        var (done, before) = (new List<TableSum>(), 0);
        foreach (var table in tables)
        {
            progress?.Report(new BackupStep(table.Name, done.Count, tables.Count));
            var held = await to.SumAsync(table, cancellation);
            if (held.Rows > 0 && held == await from.SumAsync(table, cancellation))
                before++;
            else
                held = await CopyAsync(from, to, table, cancellation);
            done.Add(held);
        }

        await to.PutReferencesOnAsync(await from.LastNumbersAsync(cancellation), cancellation);
        progress?.Report(new BackupStep(BackupStep.Search, 0, 1));
        await indexing.RebuildAsync(db, cancellation);
        return (new BackupContent(done.Count, done.Sum(table => table.Rows), 0, 0, []), before);
    }

    private static async Task<TableSum> CopyAsync(TableRows from, TableRows to, TableShape table, CancellationToken cancellation)
    {
        await using var measured = new Measured(Stream.Null);
        using var writer = new RowWriter(measured);
        await to.LoadAsync(table, NotingAsync(from.ReadAsync(table, cancellation), writer, cancellation), cancellation);
        writer.End();
        var (given, held) = (new TableSum(table.Name, writer.Rows, measured.Sha256), await to.SumAsync(table, cancellation));
        return held == given ? held : throw new BackupException($"The database does not give back what was put into {table.Name}: {given.Rows} rows with the sum {given.Sha256} became {held.Rows} with {held.Sha256}.");
    }

    private static async IAsyncEnumerable<object?[]> NotingAsync(IAsyncEnumerable<object?[]> rows, RowWriter writer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            writer.Write(row);
            yield return row;
        }
    }

    private static IEnumerable<string> Told(IEnumerable<TableShape> tables) =>
        tables.Select(table => $"{table.Name} ({string.Join(", ", table.Columns)}) by {string.Join(", ", table.Key)}");
}
