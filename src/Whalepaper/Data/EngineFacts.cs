using System.Globalization;

namespace Whalepaper.Data;

/// <summary>What the engine says of itself, for people.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, in its own words.</param>
/// <param name="Bytes">How much room the data takes.</param>
public sealed record EngineFacts(string Name, string Version, long Bytes);

/// <summary>Asks the engine.</summary>
public static class EngineFactsQueries
{
    /// <summary>Asks the engine who it is, and how large the data are.</summary>
    public static async Task<EngineFacts> EngineFactsAsync(this WhalepaperDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (name, question) = db is SqliteDb
            ? ("SQLite", "SELECT sqlite_version() UNION ALL SELECT CAST(page_count * page_size AS TEXT) FROM pragma_page_count(), pragma_page_size()")
            : ("PostgreSQL", "SELECT split_part(current_setting('server_version'), ' ', 1) UNION ALL SELECT pg_database_size(current_database())::text");
        var answers = await db.AskPlainlyAsync(question, cancellation);
        return new EngineFacts(name, answers[0], long.Parse(answers[1], CultureInfo.InvariantCulture));
    }
}
