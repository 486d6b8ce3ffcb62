using Microsoft.EntityFrameworkCore;

namespace Whalepaper.Data;

/// <summary>Brings a database to the form that this version of the program works with.</summary>
public sealed class DatabaseSetup(WhalepaperDb db, DataSettings settings)
{
    /// <summary>The migrations that are still to run, oldest first.</summary>
    public Task<IEnumerable<string>> PendingAsync(CancellationToken cancellationToken = default) =>
        db.Database.GetPendingMigrationsAsync(cancellationToken);

    /// <summary>Runs the missing migrations.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(settings.Folder);
        // To migrate compares whole models even where nothing is missing, and most starts are such.
        if ((await PendingAsync(cancellationToken)).Any())
        {
            await FreeStaleLockAsync(cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }

        if (db is PostgresDb postgres)
            await postgres.ExpectSolidStateAsync(cancellationToken);
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
