using Npgsql;

namespace Whalepaper.Data.Rows;

/// <summary>A PostgreSQL database is built in a schema that nobody looks into, and its tables are moved out of it in one transaction.</summary>
internal sealed class PostgresScaffold(DataSettings target) : Scaffold(target)
{
    /// <summary>The schema.</summary>
    public const string Schema = "whalepaper_restoring";

    // How often, in seconds, a connection that waits says that it is still there: a large group takes hours.
    private const int Alive = 30;

    // The list of migrations is made as the framework would: it finds out that there is none by a failure, which would stand in the way of what we say.
    private const string Prepare = $"""
        CREATE SCHEMA IF NOT EXISTS {Schema};
        CREATE TABLE IF NOT EXISTS {Schema}."__EFMigrationsHistory" ("MigrationId" character varying(150) NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY, "ProductVersion" character varying(32) NOT NULL)
        """;

    // Beside the name of the schema, what the lock of who puts the tables where they belong is called by.
    private const string Revealing = "1";

    // What lies in them is looked at before: until the server does so by itself, a minute later, it would plan as for empty tables.
    private const string Reveal = $"""
        DO $$ DECLARE one text; place text := current_schema(); BEGIN
          PERFORM pg_advisory_xact_lock(hashtext('{Schema}'), {Revealing});
          FOR one IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = '{Schema}'::regnamespace LOOP
            EXECUTE format('ANALYZE {Schema}.%I', one);
            EXECUTE format('ALTER TABLE {Schema}.%I SET SCHEMA %I', one, place);
          END LOOP;
          DROP SCHEMA {Schema};
        END $$
        """;

    public override DataSettings Inside => new(Folder, new NpgsqlConnectionStringBuilder(Target.Database) { SearchPath = Schema }.ToString());

    public override async Task<string?> InDatabaseAsync(CancellationToken cancellation) =>
        (string?)await AskAsync("SELECT min(relname::text) FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(quote_ident(current_schema()))", cancellation);

    public override async Task PrepareAsync(CancellationToken cancellation)
    {
        await AskAsync(Prepare, cancellation);
        await base.PrepareAsync(cancellation);
    }

    public override async Task ClearAsync(CancellationToken cancellation)
    {
        await AskAsync($"DROP SCHEMA IF EXISTS {Schema} CASCADE", cancellation);
        await base.ClearAsync(cancellation);
    }

    public override async Task RevealAsync(CancellationToken cancellation)
    {
        // Its uploads first: tables that are seen may name them.
        await MoveFoldersAsync(() => AskAsync(Reveal, cancellation));
        Directory.Delete(Folder, recursive: true);
    }

    public override async Task<bool> IsStandingAsync(CancellationToken cancellation)
    {
        // Who lost the connection may have left the server at work.
        await AskAsync($"SELECT pg_advisory_lock(hashtext('{Schema}'), {Revealing})", cancellation);
        return await AskAsync($"SELECT to_regnamespace('{Schema}')::text", cancellation) is not null;
    }

    /// <inheritdoc />
    /// <remarks>Two data folders may name the same database. The server lets go of it by itself when the connection ends.</remarks>
    public override async Task<IAsyncDisposable?> HoldAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(Straight(Alive));
        try
        {
            await connection.OpenAsync(cancellation);
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT pg_try_advisory_lock(hashtext('{Schema}'))";
            if (await command.ExecuteScalarAsync(cancellation) is true)
                return new Hold(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    private sealed class Hold(NpgsqlConnection connection) : IAsyncDisposable
    {
        // The server notices in its own time that a connection ended: who begins anew at once would be told that somebody else is at it.
        public async ValueTask DisposeAsync()
        {
            try
            {
                await using var command = connection.CreateCommand();
                command.CommandText = "SELECT pg_advisory_unlock_all()";
                command.CommandTimeout = 10;
                await command.ExecuteNonQueryAsync();
            }
            catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
            {
                // With the connection, what it held is gone.
            }

            await connection.DisposeAsync();
        }
    }

    private async Task<object?> AskAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(Straight());
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellation) is { } answer and not DBNull ? answer : null;
    }

    private string Straight(int keepAlive = 0) => new NpgsqlConnectionStringBuilder(Target.Database) { Pooling = false, CommandTimeout = 0, KeepAlive = keepAlive }.ToString();
}
