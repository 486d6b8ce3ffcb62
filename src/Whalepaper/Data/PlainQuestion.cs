using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Whalepaper.Data;

/// <summary>Questions in plain SQL, for the few things that a start asks before its first page, and what only one engine knows: to translate one takes the framework many times as long as the database needs to answer it.</summary>
internal static class PlainQuestion
{
    /// <summary>Asks on the context's connection and in its transaction. The framework sends it as its own: what fails is logged and counted.</summary>
    /// <param name="db">The data.</param>
    /// <param name="sql">The question: one that the engine understands, with nothing in it that somebody typed.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellation">Stops the asking.</param>
    /// <returns>All rows.</returns>
    public static async Task<List<TRow>> AskPlainlyAsync<TRow>(this WhalepaperDb db, string sql, Func<DbDataReader, TRow> read, CancellationToken cancellation)
    {
        var command = db.GetService<IRawSqlCommandBuilder>().Build(sql);
        var sending = new RelationalCommandParameterObject(db.GetService<IRelationalConnection>(), null, null, db, db.GetService<IRelationalCommandDiagnosticsLogger>());
        await using var rows = await command.ExecuteReaderAsync(sending, cancellation);
        var answers = new List<TRow>();
        while (await rows.ReadAsync(cancellation))
            answers.Add(read(rows.DbDataReader));
        return answers;
    }

    /// <summary>Asks for texts, as above.</summary>
    /// <returns>The first column of every row.</returns>
    public static Task<List<string>> AskPlainlyAsync(this WhalepaperDb db, string sql, CancellationToken cancellation) => db.AskPlainlyAsync(sql, row => row.GetString(0), cancellation);
}
