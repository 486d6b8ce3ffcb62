using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Whalepaper.Data;

/// <summary>Of two who change the same at once, one is too late: the database says so in words of its own.</summary>
public static class LostRace
{
    // SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE.
    private const int Gone = 787;
    private const int SamePrimaryKey = 1555;
    private const int SameUnique = 2067;

    /// <summary>Whether a save failed because somebody else was faster: made the same, changed it, or took away what it points at.</summary>
    public static bool IsLostRace(this DbUpdateException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return failure is DbUpdateConcurrencyException || failure.InnerException switch
        {
            SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SamePrimaryKey or SameUnique or Gone,
            PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation,
            _ => false,
        };
    }

    /// <summary>
    /// Whether something failed because several waited for each other and PostgreSQL gave this one up: all of its transaction is undone, and another got theirs done. The framework wraps it once more,
    /// since it could be tried again.
    /// </summary>
    public static bool IsDeadlock(this Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected })
                return true;
        }

        return false;
    }
}
