using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Whalepaper.Data.Rows;

/// <summary>
/// All rows of a database, past the model: tables and columns are those that the database itself names, so that one of an earlier migration is read and filled
/// as well. Values come in a form that no engine has a say in: a long, a string, bytes or null. What search finds things by is not among them: it is made
/// from the rest.
/// </summary>
/// <param name="connection">A connection of its own.</param>
/// <param name="model">The model of this version of the program.</param>
internal abstract class TableRows(DbConnection connection, IModel model) : IAsyncDisposable
{
    private DbTransaction? _still;

    /// <summary>Opens them, on a connection of their own.</summary>
    public static async Task<TableRows> OpenAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var address = db.Database.GetConnectionString()!;
        TableRows rows = db is SqliteDb ? new SqliteRows(address, db.Model) : new PostgresRows(address, db.Model);
        try
        {
            await rows.Connection.OpenAsync(cancellation);
            return rows;
        }
        catch
        {
            await rows.DisposeAsync();
            throw;
        }
    }

    protected DbConnection Connection => connection;

    /// <summary>See <see cref="ModelColumns"/>.</summary>
    protected IReadOnlyDictionary<(string Table, string Column), ColumnKind?> Modelled { get; } = ModelColumns.Of(model);

    /// <summary>From now on all is read as it is at this moment, whoever writes meanwhile; nobody is kept from writing.</summary>
    public async Task HoldStillAsync(CancellationToken cancellation) => _still = await BeginStillAsync(cancellation);

    /// <summary>The tables, by name: all that are there, for one that an earlier or a later version of the program made.</summary>
    public async Task<IReadOnlyList<TableShape>> ShapesAsync(CancellationToken cancellation) => Shapes(await ColumnsAsync(cancellation));

    /// <summary>The tables of a database that this version of the program made, by name; what else somebody put there is left out.</summary>
    /// <exception cref="InvalidOperationException">It lacks some.</exception>
    public async Task<IReadOnlyList<TableShape>> ModelledShapesAsync(CancellationToken cancellation)
    {
        var ours = (await ColumnsAsync(cancellation)).Where(one => Modelled.ContainsKey((one.Table, one.Column))).ToList();
        return Modelled.Keys.Except(ours.Select(one => (one.Table, one.Column))).ToList() is [var (table, column), ..]
            ? throw new InvalidOperationException($"The database lacks {table}.{column}. Was it altered by hand?")
            : Shapes(ours);
    }

    /// <summary>The highest number that was ever given to a row of each table whose rows are numbered: none is given twice, even if its row is gone.</summary>
    public abstract Task<IReadOnlyDictionary<string, long>> LastNumbersAsync(CancellationToken cancellation);

    /// <summary>The rows of a table, in the order of its key.</summary>
    public async IAsyncEnumerable<object?[]> ReadAsync(TableShape table, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = Command(Selection(table));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var row = new object?[table.Columns.Count];
            for (var n = 0; n < row.Length; n++)
                row[n] = reader.IsDBNull(n) ? null : Taken(reader, n, table);
            yield return row;
        }
    }

    /// <summary>Works out what a table holds.</summary>
    public async Task<TableSum> SumAsync(TableShape table, CancellationToken cancellation)
    {
        await using var measured = new Measured(Stream.Null);
        using var writer = new RowWriter(measured);
        await writer.WriteAsync(ReadAsync(table, cancellation), cancellation);
        return new TableSum(table.Name, writer.Rows, measured.Sha256);
    }

    /// <summary>Has rows refer to others that are not there yet, from now on and until <see cref="PutReferencesOnAsync"/>.</summary>
    public abstract Task TakeReferencesOffAsync(CancellationToken cancellation);

    /// <summary>Fills a table with these rows instead of those that it has; all of them or none.</summary>
    public abstract Task LoadAsync(TableShape table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation);

    /// <summary>Sees to it that every reference leads somewhere, and that the next row of each table gets a new number.</summary>
    /// <param name="last">See <see cref="LastNumbersAsync"/>.</param>
    /// <param name="cancellation">Stops the work.</param>
    public abstract Task PutReferencesOnAsync(IReadOnlyDictionary<string, long> last, CancellationToken cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_still is not null)
            await _still.DisposeAsync();
        await connection.DisposeAsync();
    }

    private object Taken(DbDataReader reader, int at, TableShape table)
    {
        InvalidOperationException Odd(Exception? why) => new($"A row of {table.Name} holds something else in {table.Columns[at].Name} than a value of that column.", why);
        try
        {
            return Value(reader, at, table.Columns[at].Kind) ?? throw Odd(null);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or OverflowException)
        {
            throw Odd(wrong);
        }
    }

    private IReadOnlyList<TableShape> Shapes(IEnumerable<ColumnTold> columns) =>
        TableShape.Of(columns.Select(one => (one.Table, one.Column, Kind(one) ?? throw new InvalidOperationException($"The column {one.Column} of {one.Table} is of the type {one.Type}, which backups do not know."), one.Place)));

    /// <summary>All columns of all tables; those that search finds things by, and what the migrations keep for themselves, are not among them.</summary>
    protected abstract Task<List<ColumnTold>> ColumnsAsync(CancellationToken cancellation);

    /// <summary>What a column holds; null for what backups do not know.</summary>
    protected abstract ColumnKind? Kind(ColumnTold column);

    protected abstract Task<DbTransaction> BeginStillAsync(CancellationToken cancellation);

    protected abstract string Selection(TableShape table);

    /// <summary>A value as it stands in a row; null if it is none of this kind.</summary>
    protected abstract object? Value(DbDataReader reader, int at, ColumnKind kind);

    /// <summary>A command of this connection, in its transaction if it has one.</summary>
    protected DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        // What is asked here takes as long as the data are large.
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        return command;
    }

    protected async Task DoAsync(string sql, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    protected async Task<List<T>> AskAsync<T>(string sql, Func<DbDataReader, T> take, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var all = new List<T>();
        while (await reader.ReadAsync(cancellation))
            all.Add(take(reader));
        return all;
    }

    protected static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    protected static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(Quoted));

    /// <summary>A column as an engine tells of it.</summary>
    /// <param name="Table">Its table.</param>
    /// <param name="Column">Its name.</param>
    /// <param name="Type">Its type, as the engine calls it.</param>
    /// <param name="Place">Its place in the key, from 1 on; 0 for none.</param>
    protected sealed record ColumnTold(string Table, string Column, string Type, long Place);
}
