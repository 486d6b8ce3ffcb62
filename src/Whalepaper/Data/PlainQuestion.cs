using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Whalepaper.Data;

/// <summary>Questions in plain SQL, for the few things that every start asks once: to translate one takes the framework many times as long as the database needs to answer it.</summary>
internal static class PlainQuestion
{
    /// <summary>Asks on the context's connection and in its transaction.</summary>
    /// <param name="db">The data.</param>
    /// <param name="sql">The question: one that the engine understands, with nothing in it that somebody typed.</param>
    /// <param name="cancellation">Stops the asking.</param>
    /// <returns>The first column of every row, as text.</returns>
    public static async Task<List<string>> AskPlainlyAsync(this WhalepaperDb db, string sql, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var answers = new List<string>();
            while (await rows.ReadAsync(cancellation))
                answers.Add(rows.GetString(0));
            return answers;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
