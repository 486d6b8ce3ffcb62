using Microsoft.Data.Sqlite;
using Npgsql;
using Whalepaper.Files;

namespace Whalepaper.Data;

/// <summary>
/// Tells that something failed because what the house stands on does not do its part at the moment: the database is away, the disk is full or takes no
/// writes, too many want the same. It is nobody's mistake, and passes: what was asked for is to be asked for again. A database that is damaged, or that
/// lacks a table, does not pass.
/// </summary>
public static class Outage
{
    // SQLITE_BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN and PROTOCOL.
    private static readonly HashSet<int> ofSqlite = [5, 6, 7, 8, 10, 13, 14, 15];

    // Classes of the SQL standard and of PostgreSQL: the connection, the transaction (deadlocks), the server's means, its operator, its machine.
    private static readonly string[] ofPostgres = ["08", "40", "53", "57P", "58"];

    // What Linux and Windows say of a disk that is full or takes no writes: ENOSPC, EROFS, EDQUOT; ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_WRITE_PROTECT.
    private static readonly HashSet<int> ofDisk = [28, 30, 122, unchecked((int)0x80070027), unchecked((int)0x80070070), unchecked((int)0x80070013)];

    /// <summary>Whether it is an outage that passes, or was caused by one.</summary>
    /// <param name="failure">What was thrown; null is none.</param>
    public static bool IsOutage(this Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (IsItself(failure))
                return true;
        }

        return false;
    }

    private static bool IsItself(Exception failure) => failure switch
    {
        SqliteException sqlite => ofSqlite.Contains(sqlite.SqliteErrorCode),
        PostgresException postgres => postgres.IsTransient || postgres.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction
            || Array.Exists(ofPostgres, kind => postgres.SqlState.StartsWith(kind, StringComparison.Ordinal)),
        NpgsqlException connection => connection.IsTransient,
        FileStoreException or UnitLostException => true,
        IOException disk => ofDisk.Contains(disk.HResult),
        _ => false,
    };
}
