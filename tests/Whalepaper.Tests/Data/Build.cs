using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>How the tables of a database are built: columns, keys, rules and indexes, in no order. What a column is filled with by itself depends on when it was added, and is left out.</summary>
internal static class Build
{
    private const string Sqlite = """
        SELECT "Value" FROM (
            SELECT 'column ' || list.name || ' ' || info.name || ' ' || info.type || ' ' || info."notnull" || ' ' || info.pk AS "Value" FROM pragma_table_list AS list JOIN pragma_table_info(list.name) AS info WHERE list.schema = 'main' AND list.type = 'table'
            UNION ALL SELECT 'key ' || list.name || ' ' || key."from" || ' ' || key."table" || ' ' || key."to" || ' ' || key.on_delete FROM pragma_table_list AS list JOIN pragma_foreign_key_list(list.name) AS key WHERE list.schema = 'main'
            UNION ALL SELECT 'index ' || list.name || ' ' || entry.name || ' ' || entry."unique" || ' ' || (SELECT group_concat(name, ' ') FROM pragma_index_info(entry.name)) FROM pragma_table_list AS list JOIN pragma_index_list(list.name) AS entry WHERE list.schema = 'main'
            UNION ALL SELECT 'other ' || type || ' ' || name FROM sqlite_master WHERE type NOT IN ('table', 'index') OR sql LIKE 'CREATE VIRTUAL%'
        ) WHERE "Value" NOT LIKE '%\_\_EF%' ESCAPE '\' ORDER BY 1
        """;

    private const string Postgres = """
        SELECT "Value" FROM (
            SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || is_generated || ' ' || is_identity || ' ' || coalesce(character_maximum_length::text, '') || ' ' || coalesce(collation_name, '') AS "Value" FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT 'rule ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        ) AS built WHERE "Value" NOT LIKE '%\_\_EF%' ORDER BY 1
        """;

    /// <summary>All of it, as lines.</summary>
    public static Task<List<string>> OfAsync(TestDatabase database) =>
        database.WithAsync(db => db.Database.SqlQueryRaw<string>(database.Settings.IsPostgres ? Postgres : Sqlite).ToListAsync(TestContext.Current.CancellationToken));
}
