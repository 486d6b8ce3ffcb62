using System.Data.Common;
using System.Globalization;

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

    protected override string Existing => "SELECT 'there' WHERE to_regclass('\"SearchIndex\"') IS NOT NULL";

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
        var newest = await NewestAsync([.. probes.SelectMany(p => p.Kinds).Distinct()], cancellation);
        var found = probes.Select(_ => new List<SearchRow>()).ToArray();
        var open = probes.Index().SelectMany(p => p.Item.Kinds.Where(newest.ContainsKey).Select(kind => new Look(p.Index, kind, 0))).ToList();
        while (open.Count > 0)
        {
            var now = open.GroupBy(look => look.Probe).Select(looks => (Probe: looks.Key, Looks: looks.ToList())).ToList();
            open = [];
            var answers = await AskAsync([.. now.Select(n => (probes[n.Probe], n.Looks.Select(look => Place(look, newest[look.Kind]))))], cancellation);
            foreach (var ((probe, looks), answer) in now.Zip(answers))
            {
                var kinds = answer.ToLookup(row => Parts(row.Id).Kind);
                foreach (var look in looks)
                {
                    if (Next(look, kinds[look.Kind].Count(), probes[probe].Limit, newest[look.Kind]) is { } next)
                        open.Add(next);
                    else
                        found[probe].AddRange(kinds[look.Kind]);
                }
            }
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

    private Task<IReadOnlyList<IReadOnlyList<SearchRow>>> AskAsync(IReadOnlyList<(SearchProbe Probe, IEnumerable<string> Places)> asked, CancellationToken cancellation)
    {
        // Numbered within its kind, every row that has the words must come out of the index first: left to itself, the planner may walk the
        // primary key backwards until enough was found, which for a rare word is the whole table.
        var sql = string.Join(" UNION ALL ", Enumerable.Range(0, asked.Count).Select(n => string.Create(CultureInfo.InvariantCulture, $"""
            SELECT {Columns}, {n} FROM (
                SELECT {Columns}, row_number() OVER (PARTITION BY id >> 32 ORDER BY id DESC) AS place FROM "SearchIndex" WHERE tokens @@ @match{n}::tsquery) AS kind
            WHERE place <= @limit{n}
            """)));
        return WithAsync<IReadOnlyList<IReadOnlyList<SearchRow>>>(
            sql,
            async command =>
            {
                foreach (var (n, (probe, places)) in asked.Index())
                {
                    Bind(command, $"@match{n}", $"{Question(probe)} & ({string.Join(" | ", places)})");
                    Bind(command, $"@limit{n}", probe.Limit);
                }

                await using var reader = await command.ExecuteReaderAsync(cancellation);
                return await AnswersAsync(reader, asked.Count, cancellation);
            },
            cancellation);
    }

    /// <summary>Where to look: the newest blocks of a window, or all of a kind.</summary>
    private static string Place(Look look, int newest)
    {
        if (look.IsWhole(newest))
            return Token(Kind(look.Kind), false);
        var (sign, shift, blocks) = Windows[look.Window];
        return string.Join(" | ", Enumerable.Range((newest >> shift) - blocks + 1, blocks).Select(block => Token(Block(sign, look.Kind, block), false)));
    }

    /// <summary>The next look if this one did not find enough; a window that would hardly hold enough either is passed over.</summary>
    private static Look? Next(Look look, int count, int limit, int newest)
    {
        if (count >= limit || look.IsWhole(newest))
            return null;
        for (var window = look.Window + 1; window < Windows.Length; window++)
        {
            var wider = (Windows[window].Blocks << Windows[window].Shift) / (Windows[look.Window].Blocks << Windows[look.Window].Shift);
            if (count * wider > limit)
                return look with { Window = window };
        }

        return look with { Window = Windows.Length };
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

    /// <summary>A kind that is still looked through for a question, and in which window.</summary>
    private sealed record Look(int Probe, int Kind, int Window)
    {
        /// <summary>Whether it is all of the kind: behind the last window, or where the kind is no larger than the window.</summary>
        public bool IsWhole(int newest) => Window == Windows.Length || newest < Windows[Window].Blocks << Windows[Window].Shift;
    }
}
