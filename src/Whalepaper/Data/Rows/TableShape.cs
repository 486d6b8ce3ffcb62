namespace Whalepaper.Data.Rows;

/// <summary>What a column holds, whatever each engine makes of it.</summary>
public enum ColumnKind
{
    /// <summary>A whole number; a yes or no is 1 or 0.</summary>
    Whole,

    /// <summary>A text.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A list or an object, as JSON: PostgreSQL has types of its own for them, SQLite keeps text.</summary>
    Json,

    /// <summary>A number with a point, exactly: a number in PostgreSQL, text in SQLite.</summary>
    Number,
}

/// <summary>A column.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
public sealed record ColumnShape(string Name, ColumnKind Kind);

/// <summary>A table, told so that both engines tell it alike.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns, by name.</param>
/// <param name="Key">The columns by which its rows are ordered: its primary key.</param>
public sealed record TableShape(string Name, IReadOnlyList<ColumnShape> Columns, IReadOnlyList<string> Key)
{
    /// <summary>Puts what an engine tells of its columns in order.</summary>
    /// <param name="columns">The columns of all tables; a place in the key from 1 on, 0 for none.</param>
    /// <exception cref="InvalidOperationException">A table has no key, so that the engines would tell its rows in whatever order.</exception>
    internal static IReadOnlyList<TableShape> Of(IEnumerable<(string Table, string Column, ColumnKind Kind, long Place)> columns) =>
    [
        .. columns.GroupBy(one => one.Table, StringComparer.Ordinal).OrderBy(table => table.Key, StringComparer.Ordinal).Select(table => new TableShape(
            table.Key,
            [.. table.OrderBy(one => one.Column, StringComparer.Ordinal).Select(one => new ColumnShape(one.Column, one.Kind))],
            Keyed(table.Key, [.. table.Where(one => one.Place > 0).OrderBy(one => one.Place).Select(one => one.Column)]))),
    ];

    private static List<string> Keyed(string table, List<string> key) => key.Count > 0 ? key : throw new InvalidOperationException($"The table {table} has no key, which backups do not know.");
}

/// <summary>What a table holds: two with the same are the same, row by row, on whichever engine.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Sha256">The SHA-256 of all of them in the order of their key, in small hexadecimal letters.</param>
public sealed record TableSum(string Table, long Rows, string Sha256);
