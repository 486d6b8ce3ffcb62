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
}
