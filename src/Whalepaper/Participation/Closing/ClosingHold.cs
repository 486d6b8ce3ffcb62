using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Participation.Closing;

/// <summary>What is decided or said about one case holds the closing that it belongs to, so that nobody does what was decided while somebody decides otherwise.</summary>
internal static class ClosingHold
{
    /// <summary>
    /// Saves what was changed, with the closing taken first, in the order of the steps. The framework would save both in the order of their tables' names, the case first: then one who decides and
    /// one who carries it out would each wait for what the other holds.
    /// </summary>
    /// <param name="db">The data; outside of a transaction.</param>
    /// <param name="closing">The closing, as it was read when it was looked at whether this may be done; itself not changed.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="DbUpdateException">The save failed. Lost races are among them: somebody took a step of the closing, or changed the case, since it was read.</exception>
    public static async Task SaveHoldingAsync(this WhalepaperDb db, TopicClosing closing, CancellationToken cancellation)
    {
        var (id, version) = (closing.Id, closing.Version);
        await using var unit = await db.BeginWritingAsync(cancellation);
        if (await db.TopicClosings.Where(c => c.Id == id && c.Version == version).ExecuteUpdateAsync(row => row.SetProperty(c => c.Version, version + 1), cancellation) == 0)
            throw new DbUpdateConcurrencyException("A step of the closing was taken meanwhile.");
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
    }
}
