using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Talks;

/// <summary>What is asked about materials.</summary>
public static class MaterialQueries
{
    /// <summary>A talk with its presenters and materials, to be changed; null if there is none of this number.</summary>
    public static Task<Talk?> TalkWithMaterialsAsync(this WhalepaperDb db, int id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Talks.Include(t => t.Presenters).Include(t => t.Materials).AsSplitQuery().SingleOrDefaultAsync(t => t.Id == id, cancellation);
    }
}
