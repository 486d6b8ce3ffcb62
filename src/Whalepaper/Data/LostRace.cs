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

    /// <summary>
    /// Whether something failed because somebody else was faster: made the same, changed it, or took away what it points at; or because several waited for each other, and PostgreSQL gave this one up. Then
    /// nothing of it was saved, and another got theirs done.
    /// </summary>
    public static bool IsLostRace(this Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        // What is given up comes wrapped once more, since it could be tried again.
        return failure is DbUpdateConcurrencyException || IsGivenUp(failure) || (failure as DbUpdateException)?.InnerException switch
        {
            SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SamePrimaryKey or SameUnique or Gone,
            PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation,
            _ => false,
        };
    }

    private static bool IsGivenUp(Exception? failure) => failure is not null && (failure is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected } || IsGivenUp(failure.InnerException));
}
