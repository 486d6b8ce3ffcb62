using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Whalepaper.Data;

/// <summary>A transaction is gone with its connection, in the midst of the work: nothing of it is saved. It passes; see <see cref="Outage"/>.</summary>
public sealed class UnitLostException() : Exception("The connection to the database was lost within a transaction. Nothing of it is saved.");

/// <summary>
/// Lets nobody go on behind a transaction that is lost. Where a server ends between the last row of an answer and the answer's end, nothing is thrown: the framework sees only when it asks the next
/// time that its connection is closed, and opens another one in silence. What comes then would be saved at once and for good, while what came before never is.
/// </summary>
internal sealed class UnitKeeper : DbConnectionInterceptor
{
    /// <summary>The one of all contexts: it keeps nothing.</summary>
    public static readonly UnitKeeper Instance = new();

    /// <inheritdoc />
    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        Keep(eventData.Context);
        return result;
    }

    /// <inheritdoc />
    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Keep(eventData.Context);
        return ValueTask.FromResult(result);
    }

    // A transaction holds its connection open.
    private static void Keep(DbContext? db)
    {
        if (db is not null && WritingUnit.IsUnderWay(db))
            throw new UnitLostException();
    }
}
