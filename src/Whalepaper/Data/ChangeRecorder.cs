using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Whalepaper.Data;

/// <summary>Hears of what was saved, once it is certain: after the commit.</summary>
public interface IChangeListener
{
    /// <summary>Tells of changes that are now in the database.</summary>
    ValueTask ChangedAsync(IReadOnlySet<string> tags, CancellationToken cancellationToken);
}

/// <summary>Does what must go with a change, whoever makes it: asked right before it is saved.</summary>
public interface IConsequence
{
    /// <summary>Looks at what is about to be saved, and does its part.</summary>
    Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken);
}

/// <summary>
/// Counts the version of every changed entity up, so that two writers of the same row notice each other (SQLite has no such
/// token of its own), and tells the listeners what changed, so that a cached page never outlives its data.
/// </summary>
internal sealed class ChangeRecorder(IEnumerable<IChangeListener> listeners, IEnumerable<IConsequence> consequences) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private readonly System.Runtime.CompilerServices.ConditionalWeakTable<DbContext, HashSet<string>> _pending = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        // The framework stores its keys in this way, and nobody listens for those.
        if (Changed(eventData.Context!).Count > 0)
            throw new NotSupportedException("Changes are saved with SaveChangesAsync, so that whoever keeps pages hears of them.");
        return result;
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var changed = Record(eventData.Context!);
        foreach (var consequence in consequences)
            await consequence.FollowAsync((WhalepaperDb)eventData.Context!, changed, cancellationToken);
        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context!.Database.CurrentTransaction is null)
            await TellAsync(eventData.Context, cancellationToken);
        return result;
    }

    public Task TransactionCommittedAsync(
        System.Data.Common.DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        TellAsync(eventData.Context!, cancellationToken).AsTask();

    public Task TransactionRolledBackAsync(
        System.Data.Common.DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        _pending.Remove(eventData.Context!);
        return Task.CompletedTask;
    }

    private List<EntityEntry> Record(DbContext db)
    {
        var changed = Changed(db);
        foreach (var entry in changed)
            CountUp(entry);
        _pending.GetOrCreateValue(db).UnionWith(ChangeTags.Of(changed));
        return changed;
    }

    private static List<EntityEntry> Changed(DbContext db) => db.ChangeTracker.Entries()
        .Where(e => e.State is (EntityState.Added or EntityState.Modified or EntityState.Deleted) && e.Entity is not DataProtectionKey)
        .ToList();

    private static void CountUp(EntityEntry entry)
    {
        if (entry.State == EntityState.Modified && entry.Metadata.FindProperty("Version") is { } version)
        {
            var property = entry.Property(version);
            property.CurrentValue = (int)property.OriginalValue! + 1;
        }
    }

    private async ValueTask TellAsync(DbContext db, CancellationToken cancellationToken)
    {
        if (!_pending.TryGetValue(db, out var tags))
            return;
        _pending.Remove(db);
        if (tags.Count == 0)
            return;
        foreach (var listener in listeners)
            await listener.ChangedAsync(tags, cancellationToken);
    }
}
