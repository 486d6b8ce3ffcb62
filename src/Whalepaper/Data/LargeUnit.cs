using Microsoft.EntityFrameworkCore;

namespace Whalepaper.Data;

/// <summary>
/// A transaction that goes through very much of the data. SQLite keeps little of its file in memory, which is right for pages that ask little: through the indexes of a million rows it would fetch
/// the same leaves again and again. So for as long as this one lasts, its connection may keep more.
/// </summary>
internal sealed class LargeUnit : IAsyncDisposable
{
    private readonly WhalepaperDb _db;
    private readonly WritingUnit _unit;

    private LargeUnit(WhalepaperDb db, WritingUnit unit) => (_db, _unit) = (db, unit);

    /// <summary>Begins it.</summary>
    /// <param name="db">The data; outside of a transaction.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<LargeUnit> BeginAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        // Held open, so that it is the same one all the time.
        await db.Database.OpenConnectionAsync(cancellation);
        try
        {
            await db.KeepInMemoryAsync(much: true, cancellation);
            return new LargeUnit(db, await db.BeginWritingAsync(cancellation));
        }
        catch
        {
            await LeaveAsync(db);
            throw;
        }
    }

    /// <summary>Makes what was done last.</summary>
    public Task CommitAsync(CancellationToken cancellation) => _unit.CommitAsync(cancellation);

    /// <summary>Ends it; what was not committed is undone.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _unit.DisposeAsync();
        }
        finally
        {
            await LeaveAsync(_db);
        }
    }

    private static async Task LeaveAsync(WhalepaperDb db)
    {
        try
        {
            await db.KeepInMemoryAsync(much: false, CancellationToken.None);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
