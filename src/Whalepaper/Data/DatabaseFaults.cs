using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Whalepaper.Data;

/// <summary>How often the database failed since the start of this copy of the program. A rule of the data that refused a row is no fault: that is how claims and votes are decided.</summary>
public sealed class DatabaseFaults
{
    private const int SqliteConstraint = 19;

    private long _count;

    /// <summary>How often.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Begins anew.</summary>
    public void Forget() => Interlocked.Exchange(ref _count, 0);

    /// <summary>Counts a fault; not what is none.</summary>
    public void Note(Exception fault)
    {
        var isRule = fault switch
        {
            SqliteException sqlite => sqlite.SqliteErrorCode == SqliteConstraint,
            // Class 23 of the SQL standard: a constraint was violated.
            PostgresException postgres => postgres.SqlState.StartsWith("23", StringComparison.Ordinal),
            _ => fault is OperationCanceledException,
        };
        if (!isRule)
            Interlocked.Increment(ref _count);
    }
}

/// <summary>Has faults counted.</summary>
internal static class FaultCounting
{
    /// <summary>Has the faults of a context counted. Told by the framework's own word for them, since an interceptor of commands would cost something for each that does well.</summary>
    public static DbContextOptionsBuilder CountFaults(this DbContextOptionsBuilder options, DatabaseFaults faults) => options.LogTo(
        (id, _) => id == RelationalEventId.CommandError || id == RelationalEventId.ConnectionError,
        told =>
        {
            if (told is IErrorEventData { Exception: var fault })
                faults.Note(fault);
        });
}
