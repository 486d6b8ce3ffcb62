using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Whalepaper.Data;

/// <summary>Brings a database to the form that this version of the program works with.</summary>
public sealed class DatabaseSetup(WhalepaperDb db, DataSettings settings, DatabaseFaults faults, DatabaseSnapshots snapshots, IEnumerable<ISearchRebuilding> search)
{
    /// <summary>The migrations that are still to run, oldest first.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken = default)
    {
        var done = await DoneAsync(cancellationToken);
        return Pending(done);
    }

    /// <summary>The migrations that are still to run, where somebody is about to work with the database.</summary>
    /// <exception cref="InvalidOperationException">A newer version worked with it: it has migrations that this one does not know.</exception>
    public async Task<IReadOnlyList<string>> PendingAtStartAsync(CancellationToken cancellationToken = default)
    {
        var done = await DoneAsync(cancellationToken);
        RequireNoNewer(done);
        return Pending(done);
    }

    /// <summary>Runs the missing migrations. A database of SQLite is copied before: see <see cref="DatabaseSnapshots"/>. What a migration changes, the search learns: its index is made anew.</summary>
    /// <returns>Where the copy from before lies; null where none was made.</returns>
    /// <exception cref="InvalidOperationException">A newer version worked with the database, it is damaged, or there is no room to copy it. Nothing was changed.</exception>
    public async Task<string?> MigrateAsync(CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(settings.Folder);
        string? copy = null;
        var done = await DoneAsync(cancellationToken);
        RequireNoNewer(done);
        // To migrate compares whole models even where nothing is missing, and most starts are such.
        if (Pending(done).Count > 0)
        {
            if (done.Count > 0)
                copy = await snapshots.TakeAsync(db, done.Max(StringComparer.Ordinal)!, db.Migrations[^1], cancellationToken);
            await FreeStaleLockAsync(cancellationToken);
            // Emptied before, and filled behind: whoever is killed in between leaves it empty, and the next one fills it.
            if (done.Count > 0)
                await db.SearchTable.EmptyAsync(cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            // It begins by asking for a table that is not there yet.
            faults.Forget();
        }

        if (done.Count > 0 && await db.SearchTable.IsEmptyAsync(cancellationToken))
        {
            foreach (var one in search)
                await one.RebuildAsync(db, cancellationToken);
        }

        snapshots.Tidy();
        if (db is PostgresDb postgres)
            await postgres.ExpectShortQuestionsAsync(cancellationToken);
        return copy;
    }

    private List<string> Pending(List<string> done) => [.. db.Migrations.Where(migration => !done.Contains(migration, StringComparer.Ordinal))];

    // It may lack what this version writes, or hold what this one would spoil.
    private void RequireNoNewer(List<string> done)
    {
        if (done.Except(db.Migrations, StringComparer.Ordinal).ToList() is { Count: > 0 } unknown)
            throw new InvalidOperationException(
                $"This database belongs to a newer version of Whalepaper: it has {string.Join(", ", unknown)}, which this one does not know. Run the newer version; or put back the database from before the upgrade, which with SQLite lies in the folder 'snapshots' of the data. Nothing was changed.");
    }

    /// <summary>The migrations by what both engines call them, oldest first: each engine dates its own.</summary>
    public IReadOnlyList<string> MigrationNames => [.. db.Migrations.Select(NameOf)];

    /// <summary>The last migration that the database has, by what both engines call it; null for none.</summary>
    public async Task<string?> LastNameAsync(CancellationToken cancellationToken) =>
        (await DoneAsync(cancellationToken)).Order(StringComparer.Ordinal).LastOrDefault() is { } last ? NameOf(last) : null;

    /// <summary>Brings an empty database to the form that an earlier version of the program worked with.</summary>
    /// <param name="name">The last migration that it has: one of <see cref="MigrationNames"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task MigrateToAsync(string name, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Folder);
        await db.Database.MigrateAsync(db.Migrations.Single(migration => string.Equals(NameOf(migration), name, StringComparison.Ordinal)), cancellationToken);
        faults.Forget();
    }

    private static string NameOf(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];

    // Asked in plain words: the framework makes a model of its own for this question, and complains in the log where there is no table yet.
    private async Task<List<string>> DoneAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsPostgres && !File.Exists(settings.SqlitePath))
            return [];
        var history = settings.IsPostgres
            ? "SELECT 'there' WHERE to_regclass('\"__EFMigrationsHistory\"') IS NOT NULL"
            : "SELECT 'there' FROM sqlite_master WHERE name = '__EFMigrationsHistory'";
        try
        {
            return await db.AskPlainlyAsync(history, cancellationToken) is []
                ? []
                : await db.AskPlainlyAsync("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"", cancellationToken);
        }
        catch (PostgresException failure) when (failure.SqlState is PostgresErrorCodes.InvalidCatalogName)
        {
            // To migrate makes the database too.
            return [];
        }
    }

    /// <summary>
    /// A process killed while migrating SQLite leaves its lock row behind, and every later start would wait for it for ever. The
    /// data folder is held by one process, so a row that we find is nobody's.
    /// </summary>
    private async Task FreeStaleLockAsync(CancellationToken cancellationToken)
    {
        if (settings.IsPostgres || !File.Exists(settings.SqlitePath))
            return;
        var exists = await db.Database
            .SqlQuery<int>($"SELECT count(*) AS \"Value\" FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (exists > 0)
            await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"", cancellationToken);
    }
}
