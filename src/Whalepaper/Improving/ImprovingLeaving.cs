using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Improving;

/// <summary>
/// Keeps the room in step with who leaves: they support nothing any more, and are on no list of those who may answer. What they proposed and said belongs to the discussion
/// and stays, under the name of nobody; what they answered stays in its box, for nobody can find it.
/// </summary>
internal sealed class ImprovingLeaving : IConsequence
{
    public async Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changed);
        int[] left = [.. changed.Where(entry => entry is { State: EntityState.Modified, Entity: Member { LeftAt: not null } } && entry.Property(nameof(Member.LeftAt)).IsModified).Select(entry => ((Member)entry.Entity).Id)];
        if (left.Length == 0)
            return;
        db.RemoveRange(await db.SuggestionSupports.Where(s => EF.Parameter(left).Contains(s.MemberId)).ToListAsync(cancellationToken));
        db.RemoveRange(await db.RetrospectiveInvitees.Where(i => EF.Parameter(left).Contains(i.MemberId)).ToListAsync(cancellationToken));
    }
}
