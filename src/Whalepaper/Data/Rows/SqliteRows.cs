using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Whalepaper.Data.Rows;

/// <summary>The rows of a SQLite database. It keeps lists, objects and exact numbers as text; which columns those are, the model knows.</summary>
internal sealed class SqliteRows(string address, IModel model) : TableRows(new SqliteConnection(new SqliteConnectionStringBuilder(address) { ForeignKeys = false, Pooling = false }.ToString()), model)
{
    // What search finds things by is a virtual table, and its parts are shadows.
    private const string Columns = """
        SELECT list.name, info.name, info.type, info.pk FROM pragma_table_list AS list JOIN pragma_table_info(list.name) AS info
        WHERE list.schema = 'main' AND list.type = 'table' AND substr(list.name, 1, 7) <> 'sqlite_' AND substr(list.name, 1, 2) <> '__'
        """;

    private SqliteConnection Sqlite => (SqliteConnection)Connection;

    public override async Task<IReadOnlyDictionary<string, long>> LastNumbersAsync(CancellationToken cancellation) =>
        (await AskAsync("SELECT name, seq FROM sqlite_sequence WHERE seq > 0", row => (Table: row.GetString(0), Last: row.GetInt64(1)), cancellation)).ToDictionary(one => one.Table, one => one.Last, StringComparer.Ordinal);

    /// <inheritdoc />
    /// <remarks>References are looked at on connections that ask for it; this one does not.</remarks>
    public override Task TakeReferencesOffAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override async Task LoadAsync(TableShape table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        await using var transaction = Sqlite.BeginTransaction();
        await DoAsync($"DELETE FROM {Quoted(table.Name)}", cancellation);
        await using var insert = Command($"INSERT INTO {Quoted(table.Name)} ({Quoted(table.Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", table.Columns.Index().Select(column => $"${column.Index}"))})");
        var values = table.Columns.Index().Select(column => ((SqliteCommand)insert).Parameters.Add(new SqliteParameter { ParameterName = $"${column.Index}" })).ToList();
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            for (var n = 0; n < row.Length; n++)
                values[n].Value = row[n] is string text && table.Columns[n].Kind is ColumnKind.Number ? PlainForm.Number(text) : row[n] ?? DBNull.Value;
            insert.ExecuteNonQuery();
        }

        await transaction.CommitAsync(cancellation);
    }

    public override async Task PutReferencesOnAsync(IReadOnlyDictionary<string, long> last, CancellationToken cancellation)
    {
        var astray = await AskAsync("SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1", row => (Table: row.GetString(0), Parent: row.GetString(1)), cancellation);
        if (astray is [var (table, parent), ..])
            throw new InvalidOperationException($"A row of {table} refers to one of {parent} that is not there.");
        await using var transaction = Sqlite.BeginTransaction();
        foreach (var (numbered, number) in last)
        {
            await using var count = (SqliteCommand)Command("UPDATE sqlite_sequence SET seq = max(seq, $last) WHERE name = $table");
            count.Parameters.AddWithValue("$table", numbered);
            count.Parameters.AddWithValue("$last", number);
            if (await count.ExecuteNonQueryAsync(cancellation) > 0)
                continue;
            // A table that never had a row has no place there yet.
            count.CommandText = "INSERT INTO sqlite_sequence (name, seq) VALUES ($table, $last)";
            await count.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    // Deferred: it writes nothing, and keeps nobody from writing. Its first question settles which state it sees.
    protected override async Task<DbTransaction> BeginStillAsync(CancellationToken cancellation)
    {
        var transaction = Sqlite.BeginTransaction(deferred: true);
        await DoAsync("SELECT count(*) FROM sqlite_master", cancellation);
        return transaction;
    }

    protected override string Selection(TableShape table) =>
        $"SELECT {Quoted(table.Columns.Select(column => column.Name))} FROM {Quoted(table.Name)} ORDER BY {Quoted(table.Key)}";

    protected override object? Value(DbDataReader reader, int at, ColumnKind kind) => (kind, reader.GetValue(at)) switch
    {
        (ColumnKind.Whole, long number) => number,
        (ColumnKind.Text, string text) => text,
        (ColumnKind.Bytes, byte[] bytes) => bytes,
        (ColumnKind.Json, string text) => PlainForm.Json(text),
        (ColumnKind.Number, string text) => PlainForm.Number(PlainForm.Number(text)),
        _ => null,
    };

    protected override Task<List<ColumnTold>> ColumnsAsync(CancellationToken cancellation) =>
        AskAsync(Columns, row => new ColumnTold(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3)), cancellation);

    protected override ColumnKind? Kind(ColumnTold column) => column.Type switch
    {
        "INTEGER" => ColumnKind.Whole,
        "BLOB" => ColumnKind.Bytes,
        "TEXT" => Modelled.GetValueOrDefault((column.Table, column.Column)) ?? ColumnKind.Text,
        _ => null,
    };
}
