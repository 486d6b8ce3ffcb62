using System.Data.Common;
using System.Globalization;
using System.Text;

namespace Whalepaper.Data;

/// <summary>
/// The index on PostgreSQL: a tsvector of our own tokens under GIN. GIN gives all the documents that have a word, in no useful order, which
/// is too many for a common word. So every document also has a token of the block of numbers that it lies in, a small one and a large
/// one, and the newest are looked for in the newest blocks first; only a word that is rare there is looked for everywhere.
/// </summary>
internal sealed class PostgresSearchTable(WhalepaperDb db) : SearchTable(db)
{
    // Small pending lists: every question reads them from end to end.
    internal const string Create = """
        CREATE TABLE "SearchIndex" (
            id bigint PRIMARY KEY, title text COLLATE "C" NOT NULL, people text COLLATE "C" NOT NULL, under bigint, print bigint NOT NULL, tokens tsvector NOT NULL);
        CREATE INDEX "IX_SearchIndex_Tokens" ON "SearchIndex" USING gin (tokens) WITH (gin_pending_list_limit = 512);
        """;

    internal const string Drop = """DROP TABLE IF EXISTS "SearchIndex" """;

    private const string Columns = "id, title, people, under, print";

    // Small blocks of 512 numbers, large ones of 8192; the newest four and two of them are looked through first.
    private static readonly (string Sign, int Shift, int Blocks)[] Windows = [("#", 9, 4), ("##", 13, 2)];

    public override Task PutAsync(IReadOnlyList<SearchEntry> entries, CancellationToken cancellation) => WithAsync(
        """
        INSERT INTO "SearchIndex" (id, title, people, under, print, tokens)
        SELECT id, title, people, under, print, array_to_tsvector(string_to_array(tokens, ' '))
        FROM unnest(@ids, @titles, @people, @under, @prints, @tokens) AS entry (id, title, people, under, print, tokens)
        ON CONFLICT (id) DO UPDATE SET title = excluded.title, people = excluded.people, under = excluded.under, print = excluded.print, tokens = excluded.tokens
        """,
        command =>
        {
            Bind(command, "@ids", entries.Select(e => e.Row.Id).ToArray());
            Bind(command, "@titles", entries.Select(e => Storable(e.Row.Title)).ToArray());
            Bind(command, "@people", entries.Select(e => Storable(e.Row.People)).ToArray());
            Bind(command, "@under", entries.Select(e => e.Row.Under).ToArray());
            Bind(command, "@prints", entries.Select(e => e.Row.Print).ToArray());
            Bind(command, "@tokens", entries.Select(e => $"{e.Tokens} {Blocks(e.Row.Id)}".TrimStart()).ToArray());
            return command.ExecuteNonQueryAsync(cancellation);
        },
        cancellation);

    public override Task RemoveAsync(IReadOnlyList<long> ids, CancellationToken cancellation) =>
        RunAsync("""DELETE FROM "SearchIndex" WHERE id = ANY (@ids)""", cancellation, ("@ids", ids.ToArray()));

    public override Task RemoveKindAsync(int kind, CancellationToken cancellation) => RunAsync(
        """DELETE FROM "SearchIndex" WHERE id BETWEEN @from AND @to""", cancellation, ("@from", IdOf(kind, 0)), ("@to", IdOf(kind, int.MaxValue)));

    public override async Task<IReadOnlyList<IReadOnlyList<SearchRow>>> FindAsync(IReadOnlyList<SearchProbe> probes, CancellationToken cancellation)
    {
        var newest = await NewestAsync([.. probes.Select(p => p.Kind).Distinct()], cancellation);
        var found = new IReadOnlyList<SearchRow>[probes.Count];
        var open = Enumerable.Range(0, probes.Count).Where(n => newest.ContainsKey(probes[n].Kind)).ToList();
        Array.Fill(found, []);
        for (var window = 0; window <= Windows.Length && open.Count > 0; window++)
        {
            // A kind with fewer numbers than a window holds is looked through at once.
            var now = open.FindAll(n => window == Windows.Length || newest[probes[n].Kind] >= Windows[window].Blocks << Windows[window].Shift);
            var (whole, part) = (open.Except(now).ToList(), now);
            var answers = await AskAsync(
                [.. whole.Select(n => (probes[n], Everywhere(probes[n]))), .. part.Select(n => (probes[n], window == Windows.Length ? Everywhere(probes[n]) : Newest(probes[n], newest, window)))],
                cancellation);
            foreach (var (n, answer) in whole.Concat(part).Zip(answers))
                found[n] = answer;
            open = part.FindAll(n => found[n].Count < probes[n].Limit && window < Windows.Length);
        }

        return found;
    }

    public override Task<IReadOnlyList<SearchRow>> RowsAsync(int kind, int from, int to, CancellationToken cancellation) => WithAsync(
        $"""SELECT {Columns} FROM "SearchIndex" WHERE id BETWEEN @from AND @to ORDER BY id""",
        command =>
        {
            Bind(command, "@from", IdOf(kind, from));
            Bind(command, "@to", IdOf(kind, to));
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
            var bare = await WithAsync(
                """SELECT count(*) FROM "SearchIndex" WHERE length(tokens) = 0""",
                async command => (long)(await command.ExecuteScalarAsync(cancellation))!,
                cancellation);
            return bare == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{bare} documents have no tokens");
        }
        catch (DbException exception)
        {
            return exception.Message;
        }
    }

    private Task<Dictionary<int, int>> NewestAsync(int[] kinds, CancellationToken cancellation) => WithAsync(
        string.Join(" UNION ALL ", kinds.Select(kind => string.Create(
            CultureInfo.InvariantCulture, $"""(SELECT id FROM "SearchIndex" WHERE id BETWEEN {IdOf(kind, 0)} AND {IdOf(kind, int.MaxValue)} ORDER BY id DESC LIMIT 1)"""))),
        async command =>
        {
            var newest = new Dictionary<int, int>();
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                var (kind, number) = Parts(reader.GetInt64(0));
                newest[kind] = number;
            }

            return newest;
        },
        cancellation);

    private Task<IReadOnlyList<IReadOnlyList<SearchRow>>> AskAsync(IReadOnlyList<(SearchProbe Probe, string Match)> asked, CancellationToken cancellation)
    {
        var sql = new StringBuilder();
        for (var n = 0; n < asked.Count; n++)
        {
            sql.Append(n == 0 ? "" : " UNION ALL ");
            // The sum keeps the planner from walking the primary key backwards until enough was found: for a rare word that is the whole table.
            sql.Append(CultureInfo.InvariantCulture, $"""
                (SELECT {Columns}, {n} FROM "SearchIndex" WHERE tokens @@ @match{n}::tsquery ORDER BY id + 0 DESC LIMIT @limit{n})
                """);
        }

        return WithAsync<IReadOnlyList<IReadOnlyList<SearchRow>>>(
            sql.ToString(),
            async command =>
            {
                foreach (var (n, (probe, match)) in asked.Index())
                {
                    Bind(command, $"@match{n}", match);
                    Bind(command, $"@limit{n}", probe.Limit);
                }

                await using var reader = await command.ExecuteReaderAsync(cancellation);
                return await AnswersAsync(reader, asked.Count, cancellation);
            },
            cancellation);
    }

    private static string Everywhere(SearchProbe probe) => $"{Question(probe)} & {Token(Kind(probe.Kind), false)}";

    private static string Newest(SearchProbe probe, Dictionary<int, int> newest, int window)
    {
        var (sign, shift, blocks) = Windows[window];
        var last = newest[probe.Kind] >> shift;
        return $"{Question(probe)} & ({string.Join(" | ", Enumerable.Range(last - blocks + 1, blocks).Where(b => b >= 0).Select(b => Token(Block(sign, probe.Kind, b), false)))})";
    }

    private static string Question(SearchProbe probe) => $"({Write(probe.Match, " & ", " | ", Token)})";

    private static string Kind(int kind) => string.Create(CultureInfo.InvariantCulture, $"#{kind}");

    private static string Block(string sign, int kind, int block) => string.Create(CultureInfo.InvariantCulture, $"{sign}{kind}.{block}");

    private static string Blocks(long id)
    {
        var (kind, number) = Parts(id);
        return string.Join(' ', [Kind(kind), .. Windows.Select(w => Block(w.Sign, kind, number >> w.Shift))]);
    }

    // PostgreSQL stores no NUL.
    private static string Storable(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    // A quoted token is text, whatever stands in it.
    private static string Token(string text, bool begins) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'{(begins ? ":*" : "")}";
}
