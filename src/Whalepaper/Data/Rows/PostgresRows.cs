using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;

namespace Whalepaper.Data.Rows;

/// <summary>The rows of a PostgreSQL database: of the schema that its address leads to.</summary>
internal sealed class PostgresRows(string address, IModel model) : TableRows(new NpgsqlConnection(new NpgsqlConnectionStringBuilder(address) { Pooling = false, CommandTimeout = 0 }.ToString()), model)
{
    private const string Here = "to_regnamespace(quote_ident(current_schema()))";

    private const string Columns = $"""
        SELECT c.relname::text, a.attname::text, format_type(a.atttypid, NULL), coalesce(array_position(k.conkey, a.attnum), 0)::bigint
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_constraint AS k ON k.conrelid = c.oid AND k.contype = 'p'
        WHERE c.relkind = 'r' AND c.relnamespace = {Here} AND left(c.relname, 2) <> '__' AND c.relname <> 'SearchIndex'
        """;

    private const string LastNumbers = $"""
        SELECT t.relname::text, s.last_value FROM pg_sequences AS s
        JOIN pg_class AS c ON c.relname = s.sequencename AND c.relnamespace = {Here}
        JOIN pg_depend AS d ON d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i'
        JOIN pg_class AS t ON t.oid = d.refobjid
        WHERE s.schemaname = current_schema() AND s.last_value IS NOT NULL
        """;

    // Kept in the database, since whoever goes on after a break must know them too.
    private const string TakeOff = $"""
        DO $$ DECLARE one record; BEGIN
          CREATE TABLE IF NOT EXISTS "__References" (statement text NOT NULL);
          FOR one IN SELECT k.conrelid::regclass::text AS place, quote_ident(k.conname) AS name, pg_get_constraintdef(k.oid) AS words FROM pg_constraint AS k WHERE k.contype = 'f' AND k.connamespace = {Here} LOOP
            INSERT INTO "__References" VALUES (format('ALTER TABLE %s ADD CONSTRAINT %s %s', one.place, one.name, one.words));
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %s', one.place, one.name);
          END LOOP;
        END $$
        """;

    private const string PutOn = """
        DO $$ DECLARE one record; BEGIN
          FOR one IN SELECT statement FROM "__References" LOOP
            EXECUTE one.statement;
          END LOOP;
          DROP TABLE "__References";
        END $$
        """;

    // As far as the data go, or as far as was counted before, whichever is farther.
    private const string CountOn = """
        SELECT format('SELECT setval(%L, n) FROM (SELECT greatest($1, max(%I)) AS n FROM %I) AS reached WHERE n > 0', pg_get_serial_sequence(quote_ident(table_name), column_name), column_name, table_name), table_name::text
        FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES' AND left(table_name, 2) <> '__'
        """;

    private readonly Dictionary<(string Table, string Column), string> _types = [];

    private NpgsqlConnection Postgres => (NpgsqlConnection)Connection;

    public override async Task<IReadOnlyDictionary<string, long>> LastNumbersAsync(CancellationToken cancellation) =>
        (await AskAsync(LastNumbers, row => (Table: row.GetString(0), Last: row.GetInt64(1)), cancellation)).ToDictionary(one => one.Table, one => one.Last, StringComparer.Ordinal);

    public override Task TakeReferencesOffAsync(CancellationToken cancellation) => DoAsync(TakeOff, cancellation);

    public override async Task LoadAsync(TableShape table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        var types = table.Columns.Select(column => _types[(table.Name, column.Name)]).ToList();
        await using var transaction = await Postgres.BeginTransactionAsync(cancellation);
        await DoAsync($"TRUNCATE {Quoted(table.Name)}", cancellation);
        await using (var copy = await Postgres.BeginBinaryImportAsync($"COPY {Quoted(table.Name)} ({Quoted(table.Columns.Select(column => column.Name))}) FROM STDIN (FORMAT BINARY)", cancellation))
        {
            await foreach (var row in rows.WithCancellation(cancellation))
            {
                await copy.StartRowAsync(cancellation);
                for (var n = 0; n < row.Length; n++)
                {
                    if (row[n] is string text && HasNul(text, types[n]))
                        throw new InvalidOperationException($"PostgreSQL keeps no text with a NUL in it, as SQLite does, and there is one in {table.Name}.{table.Columns[n].Name} where {Where(table, row)}. Write that text anew, and begin again.");
                    await WriteAsync(copy, types[n], row[n], cancellation);
                }
            }

            await copy.CompleteAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    public override async Task PutReferencesOnAsync(IReadOnlyDictionary<string, long> last, CancellationToken cancellation)
    {
        await using var transaction = await Postgres.BeginTransactionAsync(cancellation);
        await DoAsync(PutOn, cancellation);
        foreach (var (words, table) in await AskAsync(CountOn, row => (row.GetString(0), row.GetString(1)), cancellation))
        {
            await using var count = (NpgsqlCommand)Command(words);
            count.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last.GetValueOrDefault(table) });
            await count.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    protected override async Task<DbTransaction> BeginStillAsync(CancellationToken cancellation)
    {
        var transaction = await Postgres.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await DoAsync("SET TRANSACTION READ ONLY", cancellation);
        await DoAsync("SELECT count(*) FROM pg_class", cancellation);
        return transaction;
    }

    protected override string Selection(TableShape table) =>
        $"SELECT {string.Join(", ", table.Columns.Select(column => Said(table, column)))} FROM {Quoted(table.Name)} AS t ORDER BY {string.Join(", ", table.Key.Select(column => Ordered(table, column)))}";

    protected override object? Value(DbDataReader reader, int at, ColumnKind kind) => kind switch
    {
        ColumnKind.Whole => reader.GetInt64(at),
        ColumnKind.Text => reader.GetString(at),
        ColumnKind.Bytes => reader.GetFieldValue<byte[]>(at),
        ColumnKind.Json => PlainForm.Json(reader.GetString(at)),
        ColumnKind.Number => PlainForm.Number(reader.GetDecimal(at)),
        _ => null,
    };

    protected override async Task<List<ColumnTold>> ColumnsAsync(CancellationToken cancellation)
    {
        var columns = await AskAsync(Columns, row => new ColumnTold(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)), cancellation);
        foreach (var column in columns)
            _types[(column.Table, column.Column)] = column.Type;
        return columns;
    }

    protected override ColumnKind? Kind(ColumnTold column) => column.Type switch
    {
        "integer" or "bigint" or "boolean" => ColumnKind.Whole,
        "text" => ColumnKind.Text,
        "bytea" => ColumnKind.Bytes,
        "integer[]" or "text[]" or "jsonb" => ColumnKind.Json,
        "numeric" => ColumnKind.Number,
        _ => null,
    };

    private string Said(TableShape table, ColumnShape column) => _types[(table.Name, column.Name)] switch
    {
        "boolean" => $"t.{Quoted(column.Name)}::int::bigint",
        "integer" => $"t.{Quoted(column.Name)}::bigint",
        "integer[]" or "text[]" => $"to_json(t.{Quoted(column.Name)})::text",
        "jsonb" => $"t.{Quoted(column.Name)}::text",
        _ => $"t.{Quoted(column.Name)}",
    };

    // Text is ordered byte by byte, as SQLite does.
    private string Ordered(TableShape table, string column) => $"t.{Quoted(column)}{(_types[(table.Name, column)] is "text" ? " COLLATE \"C\"" : "")}";

    private static bool HasNul(string text, string type) => text.Contains(type is "text" ? "\0" : "\\u0000", StringComparison.Ordinal);

    // Which row it is; a key that is no number may be a secret.
    private static string Where(TableShape table, object?[] row) =>
        string.Join(", ", table.Columns.Index().Where(one => table.Key.Contains(one.Item.Name, StringComparer.Ordinal)).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Item.Name} = {row[one.Index] as long?}")));

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string type, object? value, CancellationToken cancellation) => (type, value) switch
    {
        (_, null) => copy.WriteNullAsync(cancellation),
        ("integer", long number) => copy.WriteAsync(checked((int)number), NpgsqlDbType.Integer, cancellation),
        ("bigint", long number) => copy.WriteAsync(number, NpgsqlDbType.Bigint, cancellation),
        ("boolean", long number) => copy.WriteAsync(number != 0, NpgsqlDbType.Boolean, cancellation),
        ("text", string text) => copy.WriteAsync(text, NpgsqlDbType.Text, cancellation),
        ("bytea", byte[] bytes) => copy.WriteAsync(bytes, NpgsqlDbType.Bytea, cancellation),
        ("integer[]", string text) => copy.WriteAsync(JsonSerializer.Deserialize<int[]>(text)!, NpgsqlDbType.Array | NpgsqlDbType.Integer, cancellation),
        ("text[]", string text) => copy.WriteAsync(JsonSerializer.Deserialize<string[]>(text)!, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellation),
        ("jsonb", string text) => copy.WriteAsync(text, NpgsqlDbType.Jsonb, cancellation),
        ("numeric", string text) => copy.WriteAsync(PlainForm.Number(text), NpgsqlDbType.Numeric, cancellation),
        _ => throw new InvalidOperationException($"A value of the backup does not fit a column of the type {type}."),
    };
}
