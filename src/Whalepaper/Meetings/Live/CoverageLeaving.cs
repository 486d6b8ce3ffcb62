using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Whalepaper.Data;
using Whalepaper.Talks;

namespace Whalepaper.Meetings.Live;

/// <summary>What was said of the parts of a talk at one meeting says nothing about the next: a talk that gets another date, or none, begins anew.</summary>
internal sealed class CoverageLeaving : IConsequence
{
    public async Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changed);
        int[] moved = [.. changed.Where(entry => entry is { Entity: Talk, State: EntityState.Modified } && entry.Property(nameof(Talk.MeetingId)).IsModified).Select(entry => ((Talk)entry.Entity).Id)];
        if (moved.Length == 0)
            return;
        await db.PartTicks.Where(tick => EF.Parameter(moved).Contains(tick.TalkId)).ExecuteDeleteAsync(cancellationToken);
        await db.PartWords.Where(word => EF.Parameter(moved).Contains(word.TalkId)).ExecuteDeleteAsync(cancellationToken);
    }
}
