using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Whalepaper.Data;

/// <summary>
/// The index on SQLite: FTS5 over our own tokens, of which it keeps the lists but not the text. Documents are met in the order of their
/// numbers, from the newest down, so that a word which a hundred thousand documents have costs no more than one that a thousand have.
/// </summary>
internal sealed class SqliteSearchTable(WhalepaperDb db) : SearchTable(db)
{
    // The tokenizer only parts at blanks: whatever is not ASCII belongs to a token, and so do our signs. A prefix is looked up in lists of
    // its own up to six characters; for longer ones the few words that begin so are merged.
    internal const string Create = """
        CREATE VIRTUAL TABLE "SearchIndex" USING fts5(
            tokens, title UNINDEXED, people UNINDEXED, under UNINDEXED, print UNINDEXED,
            content='', contentless_delete=1, contentless_unindexed=1, detail=none, prefix='1 2 3 4 5 6', tokenize="ascii tokenchars '~=@#'")
        """;

    // FTS5 forgets to take the table of the unindexed columns with it.
    internal const string Drop = """DROP TABLE IF EXISTS "SearchIndex"; DROP TABLE IF EXISTS "SearchIndex_content" """;

    private const string Columns = "rowid, title, people, under, print";

    protected override string Existing => "SELECT name FROM sqlite_master WHERE name = 'SearchIndex'";

    public override Task PutAsync(IReadOnlyList<SearchEntry> entries, CancellationToken cancellation) => WithAsync(
        """INSERT OR REPLACE INTO "SearchIndex" (rowid, tokens, title, people, under, print) VALUES ($id, $tokens, $title, $people, $under, $print)""",
        command =>
        {
            var (id, tokens, title) = (Bind(command, "$id", null), Bind(command, "$tokens", null), Bind(command, "$title", null));
            var (people, under, print) = (Bind(command, "$people", null), Bind(command, "$under", null), Bind(command, "$print", null));
            foreach (var (row, words) in entries)
            {
                (id.Value, tokens.Value, title.Value) = (row.Id, words, row.Title);
                (people.Value, under.Value, print.Value) = (row.People, (object?)row.Under ?? DBNull.Value, row.Print);
                command.ExecuteNonQuery();
            }

            return Task.FromResult(entries.Count);
        },
        cancellation);

    public override Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellation) => WithAsync(
        """DELETE FROM "SearchIndex" WHERE rowid = $id""",
        command =>
        {
            var parameter = Bind(command, "$id", null);
            foreach (var id in ids)
            {
                parameter.Value = id;
                command.ExecuteNonQuery();
            }

            return Task.FromResult(ids.Count);
        },
        cancellation);

    public override Task RemoveKindAsync(int kind, CancellationToken cancellation) => RunAsync(
        """DELETE FROM "SearchIndex" WHERE rowid BETWEEN $from AND $to""", cancellation, ("$from", IdOf(kind, 0)), ("$to", IdOf(kind, int.MaxValue)));

    public override Task<IReadOnlyList<IReadOnlyList<SearchRow>>> FindAsync(IReadOnlyList<SearchProbe> probes, CancellationToken cancellation)
    {
        var sql = new StringBuilder();
        foreach (var (n, probe) in probes.Index())
        {
            foreach (var kind in probe.Kinds)
            {
                sql.Append(sql.Length == 0 ? "" : " UNION ALL ");
                sql.Append(CultureInfo.InvariantCulture, $"""
                    SELECT {Columns}, {n} FROM (SELECT {Columns} FROM "SearchIndex"
                    WHERE "SearchIndex" MATCH $match{n} AND rowid BETWEEN {IdOf(kind, 0)} AND {IdOf(kind, int.MaxValue)} ORDER BY rowid DESC LIMIT $limit{n})
                    """);
            }
        }

        return WithAsync<IReadOnlyList<IReadOnlyList<SearchRow>>>(
            sql.ToString(),
            async command =>
            {
                foreach (var (n, probe) in probes.Index())
                {
                    Bind(command, $"$match{n}", Write(probe.Match, " AND ", " OR ", Token));
                    Bind(command, $"$limit{n}", probe.Limit);
                }

                await using var reader = await command.ExecuteReaderAsync(cancellation);
                return await AnswersAsync(reader, probes.Count, cancellation);
            },
            cancellation);
    }

    public override Task<IReadOnlyList<SearchRow>> RowsAsync(int kind, int from, int to, CancellationToken cancellation) => WithAsync(
        $"""SELECT {Columns} FROM "SearchIndex" WHERE rowid BETWEEN $from AND $to ORDER BY rowid""",
        command =>
        {
            Bind(command, "$from", IdOf(kind, from));
            Bind(command, "$to", IdOf(kind, to));
            return RowsAsync(command, cancellation);
        },
        cancellation);

    public override async Task RecreateAsync(CancellationToken cancellation)
    {
        await RunAsync(Drop, cancellation);
        await RunAsync(Create, cancellation);
    }

    public override async Task<string?> ExamineAsync(CancellationToken cancellation)
    {
        try
        {
            await RunAsync("""INSERT INTO "SearchIndex" ("SearchIndex") VALUES ('integrity-check')""", cancellation);
            return null;
        }
        catch (DbException exception)
        {
            return exception.Message;
        }
    }

    // A quoted token is text, whatever stands in it.
    private static string Token(string text, bool begins) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"{(begins ? " *" : "")}";
}
