using Microsoft.EntityFrameworkCore;

namespace Whalepaper.Data;

/// <summary>Saving what is to be there once, or to be gone, however often and by however many at the same moment it is sent.</summary>
public static class SavedOnce
{
    // Each attempt loses only to somebody else who got theirs done.
    private const int Attempts = 30;

    /// <summary>Does something to what stands there and saves it; whoever is a moment too late does it anew to what stands there by then, so that nobody's change is lost.</summary>
    /// <param name="db">The data; outside of a transaction. What was read before is read anew after a lost race.</param>
    /// <param name="change">Reads what it changes, and changes it; may be done several times, and may save on its own what is to be saved in an order or in a transaction of its own.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DbUpdateException">The save failed, or was too late again and again.</exception>
    public static async Task RepeatAsync(this WhalepaperDb db, Func<Task> change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await change();
                await db.SaveChangesAsync(cancellation);
                return;
            }
            catch (Exception failure) when (attempt < Attempts && failure.IsLostRace())
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>Saves. Whoever is a moment too late has what they wanted too: then nothing is saved, and what was read so far is read anew.</summary>
    /// <param name="db">The data; outside of a transaction.</param>
    /// <param name="isDone">Whether what was to be saved stands there by now, asked of the database.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Whether it was this save that did it.</returns>
    /// <exception cref="DbUpdateException">The save failed, and what it was for does not stand there.</exception>
    public static async Task<bool> SaveOnceAsync(this WhalepaperDb db, Func<Task<bool>> isDone, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(isDone);
        try
        {
            await db.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            db.ChangeTracker.Clear();
            if (!await isDone())
                throw;
            return false;
        }
    }
}
