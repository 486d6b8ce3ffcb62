using Microsoft.Data.Sqlite;

namespace Whalepaper.Data.Rows;

/// <summary>A SQLite database is built in a folder of its own, and renamed.</summary>
internal sealed class SqliteScaffold(DataSettings target) : Scaffold(target)
{
    public override DataSettings Inside => new(Folder);

    /// <inheritdoc />
    /// <remarks>It lies in the folder, if there is one.</remarks>
    public override Task<string?> InDatabaseAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    public override async Task RevealAsync(CancellationToken cancellation)
    {
        DatabaseFiles.LetGo();
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Inside.SqlitePath, Pooling = false }.ToString()))
        {
            // All of it into the one file that is renamed, and that onto the disk.
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous=FULL; PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync(cancellation);
        }

        if (new FileInfo(Inside.SqlitePath + "-wal") is { Exists: true, Length: > 0 })
            throw new InvalidOperationException($"{Inside.SqlitePath} is still in use. Who reads it should stop.");
        await MoveFoldersAsync(() =>
        {
            // The last step, and the one that counts: where there is no such file, there is no group.
            File.Move(Inside.SqlitePath, Target.SqlitePath, overwrite: false);
            return Task.CompletedTask;
        });
        Directory.Delete(Folder, recursive: true);
    }

    public override Task<bool> IsStandingAsync(CancellationToken cancellation) => Task.FromResult(File.Exists(Inside.SqlitePath));

    /// <inheritdoc />
    /// <remarks>Who holds the folder is alone in it.</remarks>
    public override Task<IAsyncDisposable?> HoldAsync(CancellationToken cancellation) => Task.FromResult<IAsyncDisposable?>(new Alone());

    private sealed class Alone : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
