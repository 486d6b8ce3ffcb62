namespace Whalepaper.Data;

/// <summary>Where the group's data lives.</summary>
/// <param name="Folder">The folder of uploads, keys and, with SQLite, the database itself.</param>
/// <param name="Database">A PostgreSQL connection string or <c>postgres://</c> address; null for SQLite in the folder.</param>
public sealed record DataSettings(string Folder, string? Database = null)
{
    /// <summary>Whether PostgreSQL stands behind it.</summary>
    public bool IsPostgres => Database is not null;

    /// <summary>SQLite's file.</summary>
    public string SqlitePath => Path.Combine(Folder, "whalepaper.db");

    /// <summary>Where a second process on the same SQLite file is stopped.</summary>
    public string LockPath => Path.Combine(Folder, "whalepaper.lock");
}
