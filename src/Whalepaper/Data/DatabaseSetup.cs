using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Whalepaper.Data;

/// <summary>Brings a database to the form that this version of the program works with.</summary>
public sealed class DatabaseSetup(WhalepaperDb db, DataSettings settings, DatabaseFaults faults)
{
    /// <summary>The migrations that are still to run, oldest first.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken = default)
    {
        var done = await DoneAsync(cancellationToken);
        return [.. db.Migrations.Where(migration => !done.Contains(migration, StringComparer.Ordinal))];
    }

    /// <summary>Runs the missing migrations.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(settings.Folder);
        // To migrate compares whole models even where nothing is missing, and most starts are such.
        if (await PendingAsync(cancellationToken) is { Count: > 0 })
        {
            await FreeStaleLockAsync(cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            // It begins by asking for a table that is not there yet.
            faults.Forget();
        }

        if (db is PostgresDb postgres)
            await postgres.ExpectSolidStateAsync(cancellationToken);
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
