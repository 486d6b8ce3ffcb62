using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>The rows of a database in the columns that an older migration gave it: brought over from one that has them, and read as text. Nothing of it goes through today's model.</summary>
internal sealed class OlderRows
{
    private const string SqliteColumns = """
        SELECT list.name, info.name FROM pragma_table_list AS list JOIN pragma_table_info(list.name) AS info
        WHERE list.schema = 'main' AND list.type IN ('table', 'shadow') AND list.name NOT LIKE 'sqlite%' AND list.name NOT LIKE '\_\_EF%' ESCAPE '\' ORDER BY list.name, info.cid
        """;

    private const string PostgresColumns = """
        SELECT c.table_name, c.column_name FROM information_schema.columns AS c JOIN information_schema.tables AS t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
        WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER' AND c.table_name NOT LIKE '\_\_EF%' ORDER BY c.table_name, c.ordinal_position
        """;

    // The next row gets the next number.
    private const string CountOn = """
        DO $$ DECLARE which text; BEGIN
          FOR which IN SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'Id' AND is_identity = 'YES' LOOP
            EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, ''Id''), greatest(1, (SELECT max("Id") FROM %I)))', quote_ident(which), which);
          END LOOP;
        END $$
        """;

    private readonly TestDatabase _database;
    private readonly Dictionary<string, string[]> _columns;

    private OlderRows(TestDatabase database, Dictionary<string, string[]> columns) => (_database, _columns) = (database, columns);

    /// <summary>The tables.</summary>
    public IReadOnlyCollection<string> Tables => _columns.Keys;

    /// <summary>The tables but those of the search index, which a migration has made anew from the others.</summary>
    public IEnumerable<string> Own => Tables.Where(table => !table.StartsWith("SearchIndex", StringComparison.Ordinal));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Those that a database has now.</summary>
    public static async Task<OlderRows> OfAsync(TestDatabase database)
    {
        await using var connection = await OpenAsync(database);
        var found = await AskAsync(connection, database.Settings.IsPostgres ? PostgresColumns : SqliteColumns, row => (Table: row.GetString(0), Column: row.GetString(1)));
        return new OlderRows(database, found.GroupBy(one => one.Table, StringComparer.Ordinal).ToDictionary(table => table.Key, table => table.Select(one => $"\"{one.Column}\"").ToArray(), StringComparer.Ordinal));
    }

    /// <summary>The same rows, in those columns that another database has too.</summary>
    public OlderRows Within(OlderRows other) => new(_database, _columns
        .Where(table => other._columns.ContainsKey(table.Key))
        .Select(table => (table.Key, Columns: table.Value.Intersect(other._columns[table.Key], StringComparer.Ordinal).ToArray()))
        .Where(table => table.Columns.Length > 0).ToDictionary(table => table.Key, table => table.Columns, StringComparer.Ordinal));

    /// <summary>Brings over all rows of a newer database, as far as there are columns for them; and its files.</summary>
    public async Task FillAsync(TestDatabase newer)
    {
        await (_database.Settings.IsPostgres ? FillPostgresAsync(newer) : FillSqliteAsync(newer));
        var files = Path.Combine(newer.Settings.Folder, "files");
        foreach (var file in Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(_database.Settings.Folder, "files", Path.GetRelativePath(files, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
    }

    /// <summary>All rows, by their tables.</summary>
    public async Task<Dictionary<string, List<string>>> ReadAsync()
    {
        await using var connection = await OpenAsync(_database);
        var all = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (table, columns) in _columns)
        {
            var text = _database.Settings.IsPostgres ? $"ROW({string.Join(", ", columns)})::text" : string.Join(" || ' ' || ", columns.Select(column => $"quote({column})"));
            all[table] = [.. (await AskAsync(connection, $"SELECT {text} FROM \"{table}\"", row => row.GetString(0))).Order(StringComparer.Ordinal)];
        }

        return all;
    }

    private async Task FillSqliteAsync(TestDatabase newer)
    {
        await using var connection = await OpenAsync(_database);
        await DoAsync(connection, $"PRAGMA foreign_keys = OFF; ATTACH '{newer.Settings.SqlitePath}' AS newer");
        // What the tables of the search's index hold at first is of an empty one.
        foreach (var (table, columns) in _columns)
            await DoAsync(connection, $"DELETE FROM main.\"{table}\"; INSERT INTO main.\"{table}\" ({string.Join(", ", columns)}) SELECT {string.Join(", ", columns)} FROM newer.\"{table}\"");
    }

    private async Task FillPostgresAsync(TestDatabase newer)
    {
        await using var from = (NpgsqlConnection)await OpenAsync(newer);
        await using var to = (NpgsqlConnection)await OpenAsync(_database);
        // Without looking for what a row leads to, whichever table comes first.
        await DoAsync(to, "SET session_replication_role = replica");
        foreach (var (table, columns) in _columns)
        {
            var which = $"COPY \"{table}\" ({string.Join(", ", columns)})";
            using var rows = await from.BeginTextExportAsync($"{which} TO STDOUT", Stop);
            await using (var copy = await to.BeginTextImportAsync($"{which} FROM STDIN", Stop))
                await copy.WriteAsync(await rows.ReadToEndAsync(Stop));
        }

        await DoAsync(to, CountOn);
    }

    private static async Task<DbConnection> OpenAsync(TestDatabase database)
    {
        DbConnection connection = database.Settings.IsPostgres ? new NpgsqlConnection(database.Settings.Database) : new SqliteConnection($"Data Source={database.Settings.SqlitePath};Pooling=False");
        await connection.OpenAsync(Stop);
        return connection;
    }

    private static async Task DoAsync(DbConnection connection, string words)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = words;
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static async Task<List<T>> AskAsync<T>(DbConnection connection, string words, Func<DbDataReader, T> read)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = words;
        await using var rows = await command.ExecuteReaderAsync(Stop);
        var all = new List<T>();
        while (await rows.ReadAsync(Stop))
            all.Add(read(rows));
        return all;
    }
}
