using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace Whalepaper.Data;

/// <summary>What each engine says of itself.</summary>
internal static class EngineHealth
{
    public static Task<List<Finding>> ExamineAsync(WhalepaperDb db, CancellationToken cancellation) =>
        db is SqliteDb ? SqliteAsync(db, cancellation) : PostgresAsync(db, cancellation);

    private static async Task<List<Finding>> SqliteAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        await db.Database.OpenConnectionAsync(cancellation);
        foreach (var (pragma, expected) in new[] { ("journal_mode", "wal"), ("foreign_keys", "1"), ("synchronous", "1"), ("busy_timeout", "10000") })
        {
            var actual = await FirstAsync(db, $"PRAGMA {pragma}", cancellation);
            findings.Add(string.Equals(actual, expected, StringComparison.OrdinalIgnoreCase)
                ? new(Severity.Fine, $"SQLite's {pragma} is {actual}.")
                : new(Severity.Broken, $"SQLite's {pragma} is {actual}, not {expected}.", "The disk may not allow it: use a local one."));
        }

        var integrity = await FirstAsync(db, "PRAGMA quick_check", cancellation);
        findings.Add(string.Equals(integrity, "ok", StringComparison.Ordinal)
            ? new(Severity.Fine, "SQLite finds its file whole.")
            : new(Severity.Broken, $"SQLite finds its file damaged: {integrity}", "Go back to the last backup."));
        var orphan = await FirstAsync(db, "PRAGMA foreign_key_check", cancellation);
        findings.Add(orphan is null
            ? new(Severity.Fine, "Every reference leads somewhere.")
            : new(Severity.Broken, $"A row of {orphan} refers to nothing.", "Go back to the last backup."));
        return findings;
    }

    private static async Task<List<Finding>> PostgresAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        await db.Database.OpenConnectionAsync(cancellation);
        var encoding = await FirstAsync(db, "SHOW server_encoding", cancellation);
        var version = int.Parse((await FirstAsync(db, "SHOW server_version_num", cancellation))!, CultureInfo.InvariantCulture) / 10000;
        var findings = new List<Finding>
        {
            version >= 14
                ? new(Severity.Fine, $"PostgreSQL is {version}.")
                : new(Severity.Warning, $"PostgreSQL is {version}; 14 is the oldest that still gets fixes.", "Upgrade the server."),
            string.Equals(encoding, "UTF8", StringComparison.Ordinal)
                ? new(Severity.Fine, "PostgreSQL stores UTF-8.")
                : new(Severity.Broken, $"PostgreSQL stores {encoding}, which cannot hold every name.", "Make the database with ENCODING 'UTF8' and copy the data."),
        };
        foreach (var expected in ExpectedOfServer.All)
        {
            findings.Add(await FirstAsync(db, $"SELECT 'left' WHERE {expected.IsLeft}", cancellation) is null
                ? new(Severity.Fine, expected.Fine)
                : new(Severity.Warning, expected.Left, $"As the database's owner: ALTER DATABASE … SET {expected.Setting} = {expected.Value}"));
        }

        return findings;
    }

    private static async Task<string?> FirstAsync(WhalepaperDb db, string sql, CancellationToken cancellation)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        var value = await command.ExecuteScalarAsync(cancellation);
        return value is null ? null : Convert.ToString(value, CultureInfo.InvariantCulture);
    }
}
