using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Whalepaper.Data;

/// <summary>
/// The search index, a table that the model does not know: each engine has its own sort. What goes in is made elsewhere, token by token,
/// so that both engines find the same; here is only where it is kept. It runs on the context's connection and in its transaction.
/// Signs before a token: <c>~</c> it stands in the body, <c>=</c> a whole title, <c>@</c> an identifier, <c>#</c> the engine's own.
/// </summary>
public abstract class SearchTable(WhalepaperDb db)
{
    /// <summary>The sign of tokens of the body.</summary>
    public const char BodySign = '~';

    private const int KindShift = 32;

    /// <summary>The number of a document: its kind above, the number of its row below, so that a kind's newest come last.</summary>
    public static long IdOf(int kind, int number) => ((long)kind << KindShift) + number;

    /// <summary>The kind and number that make up a document's number.</summary>
    public static (int Kind, int Number) Parts(long id) => ((int)(id >> KindShift), (int)(id & uint.MaxValue));

    /// <summary>Puts documents in, or in the place of those with the same numbers.</summary>
    public abstract Task PutAsync(IReadOnlyList<SearchEntry> entries, CancellationToken cancellation);

    /// <summary>Takes documents out; numbers that are not there do no harm.</summary>
    public abstract Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellation);

    /// <summary>Takes every document of a kind out.</summary>
    public abstract Task RemoveKindAsync(int kind, CancellationToken cancellation);

    /// <summary>The answers to each question, in no order.</summary>
    public abstract Task<IReadOnlyList<IReadOnlyList<SearchRow>>> FindAsync(IReadOnlyList<SearchProbe> probes, CancellationToken cancellation);

    /// <summary>The rows of a kind whose numbers lie in a range, both ends included, in order.</summary>
    public abstract Task<IReadOnlyList<SearchRow>> RowsAsync(int kind, int from, int to, CancellationToken cancellation);

    /// <summary>Whether nothing is in it, or it is not there.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken cancellation) =>
        !await IsThereAsync(cancellation) || await db.AskPlainlyAsync("""SELECT 'some' FROM "SearchIndex" LIMIT 1""", cancellation) is [];

    /// <summary>Empties it, if it is there.</summary>
    public async Task EmptyAsync(CancellationToken cancellation)
    {
        if (!await IsThereAsync(cancellation))
            return;
        await using var whole = await db.BeginWritingAsync(cancellation);
        await RecreateAsync(cancellation);
        await whole.CommitAsync(cancellation);
    }

    /// <summary>A question that has an answer if the table is there.</summary>
    protected abstract string Existing { get; }

    private async Task<bool> IsThereAsync(CancellationToken cancellation) => await db.AskPlainlyAsync(Existing, cancellation) is not [];

    /// <summary>Makes the index anew and empty, whatever became of the old one.</summary>
    public abstract Task RecreateAsync(CancellationToken cancellation);

    /// <summary>What the engine itself finds wrong with the index; null if nothing.</summary>
    public abstract Task<string?> ExamineAsync(CancellationToken cancellation);

    /// <summary>Tidies up after very many documents were put in.</summary>
    public virtual Task SettleAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Runs a command on the context's connection and in its transaction.</summary>
    private protected async Task<T> WithAsync<T>(string sql, Func<DbCommand, Task<T>> work, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = sql;
            command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
            return await work(command);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private protected Task RunAsync(string sql, CancellationToken cancellation, params (string Name, object Value)[] values) => WithAsync(
        sql,
        command =>
        {
            foreach (var (name, value) in values)
                Bind(command, name, value);
            return command.ExecuteNonQueryAsync(cancellation);
        },
        cancellation);

    private protected static DbParameter Bind(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return parameter;
    }

    private protected static async Task<IReadOnlyList<SearchRow>> RowsAsync(DbCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return (await AnswersAsync(reader, 1, cancellation))[0];
    }

    /// <summary>Reads the answers; behind a row's columns stands the number of its question, if there is more than one.</summary>
    private protected static async Task<IReadOnlyList<IReadOnlyList<SearchRow>>> AnswersAsync(DbDataReader reader, int questions, CancellationToken cancellation)
    {
        var answers = Enumerable.Range(0, questions).Select(_ => new List<SearchRow>()).ToArray();
        while (await reader.ReadAsync(cancellation))
            answers[reader.FieldCount > 5 ? reader.GetInt32(5) : 0].Add(Row(reader));
        return answers;
    }

    private protected static SearchRow Row(DbDataReader reader) =>
        new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetInt64(3), reader.GetInt64(4));

    /// <summary>Writes a question in the engine's language, with its signs for and, or, and a token.</summary>
    private protected static string Write(SearchMatch match, string and, string or, Func<string, bool, string> token)
    {
        string Token(SearchToken t) => t.Anywhere
            ? $"({token(t.Text, t.Begins)}{or}{token(BodySign + t.Text, t.Begins)})"
            : token(t.Text, t.Begins);
        var text = new StringBuilder();
        foreach (var clause in match.Clauses)
        {
            text.Append(text.Length == 0 ? "" : match.Some ? or : and).Append('(');
            text.AppendJoin(or, clause.Ways.Select(way => $"({string.Join(and, way.Select(Token))})"));
            text.Append(')');
        }

        return text.ToString();
    }
}
