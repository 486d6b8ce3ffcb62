namespace Whalepaper.Data;

/// <summary>Where the group's data lives.</summary>
/// <param name="Folder">The folder of uploads, keys and, with SQLite, the database itself.</param>
/// <param name="Database">A PostgreSQL connection string, see <see cref="PostgresAddress.Read"/>; null for SQLite in the folder.</param>
/// <param name="Direct">
/// The connection string of the server itself, where <paramref name="Database"/> leads to a pooler that hands connections out by transaction; null where it leads to the server.
/// </param>
public sealed record DataSettings(string Folder, string? Database = null, string? Direct = null)
{
    /// <summary>Where questions are asked. Behind a pooler nothing may be left in a connection, nor be looked for there: the next transaction goes over another one.</summary>
    public string? Database { get; } = Database is not null && Direct is not null ? PostgresAddress.ByTransaction(Database) : Database;

    /// <summary>Whether PostgreSQL stands behind it.</summary>
    public bool IsPostgres => Database is not null;

    /// <summary>Whether connections are handed out by transaction, so that nothing holds from one to the next.</summary>
    public bool IsPooled => Database is not null && Direct is not null;

    /// <summary>Where a connection is one's own for as long as it is open: for listening, and for whatever else is kept in a session.</summary>
    public string? Sessions => Direct ?? Database;

    /// <summary>The same data past any pooler: for migrations.</summary>
    public DataSettings Unpooled => IsPooled ? new DataSettings(Folder, Direct) : this;

    /// <summary>SQLite's file.</summary>
    public string SqlitePath => Path.Combine(Folder, "whalepaper.db");

    /// <summary>Where a second process on the same SQLite file is stopped.</summary>
    public string LockPath => Path.Combine(Folder, "whalepaper.lock");
}
