using System.Data;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Whalepaper.Data;

/// <summary>
/// A transaction of somebody who writes. It waits in the line of all who do: past it, one would come to its turn only when the file rests by chance in the moment of a look, and on a busy evening give
/// up after ten seconds.
/// </summary>
public sealed class WritingUnit : IAsyncDisposable
{
    private static readonly ConditionalWeakTable<DbContext, WritingUnit> underWay = [];

    private readonly WhalepaperDb _db;
    private readonly IDbContextTransaction _whole;
    private readonly IDisposable? _turn;

    private WritingUnit(WhalepaperDb db, IDbContextTransaction whole, IDisposable? turn)
    {
        (_db, _whole, _turn) = (db, whole, turn);
        underWay.AddOrUpdate(db, this);
    }

    /// <summary>Whether a context is in the midst of one.</summary>
    internal static bool IsUnderWay(DbContext db) => underWay.TryGetValue(db, out _);

    /// <summary>Begins it, as soon as it is its turn.</summary>
    /// <param name="db">The data; outside of a transaction.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    internal static async Task<WritingUnit> BeginAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        var turn = await db.GetService<WriterLine>().StepInAsync(cancellation);
        try
        {
            return new WritingUnit(db, await db.Database.BeginTransactionAsync(cancellation), turn);
        }
        catch
        {
            turn?.Dispose();
            throw;
        }
    }

    /// <summary>Makes what was done last, and lets the next one go on.</summary>
    /// <exception cref="UnitLostException">It is gone with its connection.</exception>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        if (!ReferenceEquals(_db.Database.CurrentTransaction, _whole) || _db.Database.GetDbConnection().State is not ConnectionState.Open)
            throw new UnitLostException();
        await _whole.CommitAsync(cancellation);
        End();
    }

    /// <summary>Undoes it, and lets the next one go on.</summary>
    public async Task RollbackAsync(CancellationToken cancellation)
    {
        await _whole.RollbackAsync(cancellation);
        End();
    }

    /// <summary>Ends it; what was not committed is undone.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _whole.DisposeAsync();
        }
        finally
        {
            End();
        }
    }

    // Ended twice, it is not taken for another one that the same context began meanwhile.
    private void End()
    {
        if (underWay.TryGetValue(_db, out var known) && ReferenceEquals(known, this))
            underWay.Remove(_db);
        _turn?.Dispose();
    }
}

/// <summary>Beginning to write.</summary>
public static class Writing
{
    /// <summary>Begins a transaction of who writes, as soon as it is its turn. Whoever has one already, or saves once, needs none.</summary>
    /// <param name="db">The data; outside of a transaction.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    public static Task<WritingUnit> BeginWritingAsync(this WhalepaperDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return WritingUnit.BeginAsync(db, cancellation);
    }
}
