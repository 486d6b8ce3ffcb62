using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Talks;

/// <summary>What is asked about materials.</summary>
public static class MaterialQueries
{
    /// <summary>A talk with its presenters, its materials and what is prepared, to be changed; null if there is none of this number.</summary>
    public static async Task<Talk?> TalkWithMaterialsAsync(this WhalepaperDb db, int id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var talk = await db.Talks.Include(t => t.Meeting).SingleOrDefaultAsync(t => t.Id == id, cancellation);
        if (talk is null)
            return null;
        // One by one, as when a talk is loaded to live on.
        await db.TalkPresenters.Where(p => p.TalkId == id).OrderBy(p => p.Position).LoadAsync(cancellation);
        await db.Materials.Where(m => m.TalkId == id).OrderBy(m => m.Position).LoadAsync(cancellation);
        await db.PreparedParts.Where(p => p.TalkId == id).LoadAsync(cancellation);
        return talk;
    }

    /// <summary>Looks whether a talk is ready now that something lies beside it, or does no longer.</summary>
    internal static async Task ReviewAsync(this WhalepaperDb db, Talk talk, Member? by, Instant now, CancellationToken cancellation) =>
        talk.Review(await db.OutlineParts.OrderBy(p => p.Position).ToListAsync(cancellation), by, now);
}
