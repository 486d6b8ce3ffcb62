using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Whalepaper.Data;

/// <summary>
/// A transaction of somebody who writes. It waits in the line of all who do: past it, one would come to its turn only when the file rests by chance in the moment of a look, and on a busy evening give
/// up after ten seconds.
/// </summary>
public sealed class WritingUnit : IAsyncDisposable
{
    private readonly IDbContextTransaction _whole;
    private readonly IDisposable? _turn;

    private WritingUnit(IDbContextTransaction whole, IDisposable? turn) => (_whole, _turn) = (whole, turn);

    /// <summary>Begins it, as soon as it is its turn.</summary>
    /// <param name="db">The data; outside of a transaction.</param>
    /// <param name="cancellation">Stops the waiting.</param>
    internal static async Task<WritingUnit> BeginAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        var turn = await db.GetService<WriterLine>().StepInAsync(cancellation);
        try
        {
            return new WritingUnit(await db.Database.BeginTransactionAsync(cancellation), turn);
        }
        catch
        {
            turn?.Dispose();
            throw;
        }
    }

    /// <summary>Makes what was done last, and lets the next one go on.</summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        await _whole.CommitAsync(cancellation);
        _turn?.Dispose();
    }

    /// <summary>Undoes it, and lets the next one go on.</summary>
    public async Task RollbackAsync(CancellationToken cancellation)
    {
        await _whole.RollbackAsync(cancellation);
        _turn?.Dispose();
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
            _turn?.Dispose();
        }
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
