using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Whalepaper.Data;
using Whalepaper.Settings;
using Whalepaper.Topics;

namespace Whalepaper.Participation.Policy;

/// <summary>Keeps the policy with each topic that opens; and before the organizer changes it, with those that were opened when nobody kept it.</summary>
internal sealed class PolicyKeeping : IConsequence
{
    public async Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(changed);
        var opened = changed.Where(IsOpened).Select(entry => (Topic)entry.Entity).ToList();
        var isChanged = changed.Any(entry => entry.Entity is Setting setting && setting.Key.StartsWith("policy.", StringComparison.Ordinal));
        if (opened.Count == 0 && !isChanged)
            return;
        // As the database still has them: what is about to be saved holds for topics that open later.
        var policy = ParticipationPolicy.From(await db.SettingsAsync(cancellationToken));
        int[] known = [.. opened.Select(topic => topic.Id).Where(id => id > 0)];
        var kept = known.Length == 0 ? [] : await db.TopicPolicies.Where(p => EF.Parameter(known).Contains(p.TopicId)).Select(p => p.TopicId).ToListAsync(cancellationToken);
        db.AddRange(opened.Where(topic => !kept.Contains(topic.Id)).Select(topic => new TopicPolicy(topic, policy)));
        if (isChanged)
            db.AddRange((await db.Topics.Where(topic => topic.OpenedAt != null && !db.TopicPolicies.Any(p => p.TopicId == topic.Id)).ToListAsync(cancellationToken))
                .Except(opened).Select(topic => new TopicPolicy(topic, policy)));
    }

    private static bool IsOpened(EntityEntry entry) => entry.Entity is Topic { OpenedAt: not null }
        && (entry.State is EntityState.Added || (entry.State is EntityState.Modified && entry.Property(nameof(Topic.OpenedAt)) is { IsModified: true, OriginalValue: null }));
}
