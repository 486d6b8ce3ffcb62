using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Participation;

/// <summary>Whoever leaves takes along what was said of them and by them about their participation: that they took part stays, the words go.</summary>
internal sealed class ParticipationLeaving(IClock clock) : IConsequence
{
    public async Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(changed);
        int[] left = [.. changed.Where(entry => entry is { State: EntityState.Modified, Entity: Member { LeftAt: not null } } && entry.Property(nameof(Member.LeftAt)).IsModified).Select(entry => ((Member)entry.Entity).Id)];
        if (left.Length == 0)
            return;
        var now = clock.GetCurrentInstant();
        db.RemoveRange(await db.Waivers.Where(w => EF.Parameter(left).Contains(w.MemberId)).ToListAsync(cancellationToken));
        db.RemoveRange(await db.MeterWarnings.Where(w => EF.Parameter(left).Contains(w.MemberId)).ToListAsync(cancellationToken));
        db.RemoveRange(await db.Certificates.Where(c => EF.Parameter(left).Contains(c.MemberId)).ToListAsync(cancellationToken));
        await db.ClosingCases.Where(c => EF.Parameter(left).Contains(c.MemberId)).ForEachAsync(one => one.Forget(), cancellationToken);
        await db.Excuses.Where(e => EF.Parameter(left).Contains(e.MemberId)).ForEachAsync(excuse => excuse.Forget(), cancellationToken);
        await db.ManualEntries.Where(m => EF.Parameter(left).Contains(m.MemberId)).ForEachAsync(manual => manual.Forget(), cancellationToken);
        await db.LedgerDisputes.Where(d => EF.Parameter(left).Contains(d.MemberId)).ForEachAsync(dispute => dispute.Forget(now), cancellationToken);
    }
}
