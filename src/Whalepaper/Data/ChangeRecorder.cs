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
    /// <summary>Looks at what is about to be saved, and does its part. What it changes itself is found once it is done, and not while it looks.</summary>
    Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken);
}

/// <summary>Keeps in step what is made from the data: told before the save what will change, it does its part once the rows have their numbers.</summary>
public interface ISequel
{
    /// <summary>Notes what is about to be saved, while it can still be told what changed.</summary>
    /// <returns>What to do after the rows are written, in the same transaction; null for nothing.</returns>
    Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed);
}

/// <summary>Makes the search index anew from the rows that it is made of.</summary>
public interface ISearchRebuilding
{
    /// <summary>Makes it anew, whole or not at all.</summary>
    Task RebuildAsync(WhalepaperDb db, CancellationToken cancellation);
}

/// <summary>
/// Counts the version of every changed entity up, so that two writers of the same row notice each other (SQLite has no such
/// token of its own), and tells the listeners what changed, so that a cached page never outlives its data.
/// </summary>
internal sealed class ChangeRecorder(IEnumerable<IChangeListener> listeners, IEnumerable<IConsequence> consequences, IEnumerable<ISequel> sequels, ChangeWire wire)
    : SaveChangesInterceptor, IDbTransactionInterceptor
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<DbContext, Unit> units = [];
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<DbContext, HashSet<string>> pending = [];

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
        var db = (WhalepaperDb)eventData.Context!;
        // To find what changed, every value of all that is at hand is compared, and each look at the tracker would do so anew: it is done when something may have changed.
        var finds = db.ChangeTracker.AutoDetectChangesEnabled;
        if (finds)
            db.ChangeTracker.DetectChanges();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            var changed = Record(db);
            if (changed.Count == 0)
                return result;
            // What goes with a change stands or falls with it.
            // A sequel saves within the save that it follows.
            var unit = await BeginAsync(db, cancellationToken);
            units.AddOrUpdate(db, unit);
            await FollowAsync(db, changed, unit, finds, cancellationToken);
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = finds;
        }

        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        var db = eventData.Context!;
        // A sequel that found nothing to save has no unit of its own, and ends nobody else's.
        if (units.TryGetValue(db, out var unit) && !unit.IsFollowed)
        {
            try
            {
                unit.IsFollowed = true;
                foreach (var sequel in unit.Sequels)
                    await sequel(cancellationToken);
                if (unit.Own is not null)
                    await unit.Own.CommitAsync(cancellationToken);
            }
            finally
            {
                await EndAsync(db);
            }
        }

        if (db.Database.CurrentTransaction is null)
            await TellAsync(db, cancellationToken);
        return result;
    }

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default) =>
        EndAsync(eventData.Context!);

    public override Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default) =>
        EndAsync(eventData.Context!);

    public async ValueTask<InterceptionResult> TransactionCommittingAsync(
        System.Data.Common.DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db && pending.TryGetValue(db, out var tags))
            await wire.TellAsync(transaction, tags, cancellationToken);
        return result;
    }

    public Task TransactionCommittedAsync(
        System.Data.Common.DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        TellAsync(eventData.Context!, cancellationToken).AsTask();

    public Task TransactionRolledBackAsync(
        System.Data.Common.DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        pending.Remove(eventData.Context!);
        return Task.CompletedTask;
    }

    /// <summary>Ends what was begun for a save, if anything was; what was not committed by then is undone.</summary>
    internal static async Task EndAsync(DbContext db)
    {
        if (!units.TryGetValue(db, out var unit))
            return;
        units.Remove(db);
        if (unit.Outer is not null)
            units.Add(db, unit.Outer);
        if (unit.Own is null)
            return;
        pending.Remove(db);
        await unit.Own.DisposeAsync();
    }

    private async Task FollowAsync(WhalepaperDb db, List<EntityEntry> changed, Unit unit, bool finds, CancellationToken cancellation)
    {
        try
        {
            foreach (var consequence in consequences)
            {
                await consequence.FollowAsync(db, changed, cancellation);
                if (finds)
                    db.ChangeTracker.DetectChanges();
            }

            Note(db, [.. Changed(db).Except(changed)]);
            unit.Sequels.AddRange(sequels.Select(sequel => sequel.Prepare(db, changed)).OfType<Func<CancellationToken, Task>>());
        }
        catch
        {
            await EndAsync(db);
            throw;
        }
    }

    private static async Task<Unit> BeginAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        var outer = units.TryGetValue(db, out var known) ? known : null;
        return new Unit(db.Database.CurrentTransaction is null ? await db.BeginWritingAsync(cancellation) : null, outer);
    }

    private static List<EntityEntry> Record(DbContext db)
    {
        var changed = Changed(db);
        if (changed.Exists(entry => entry is { Entity: Audit.AuditEntry, State: not EntityState.Added }))
            throw new NotSupportedException("What was written into the audit log is never changed.");
        Note(db, changed);
        return changed;
    }

    private static void Note(DbContext db, List<EntityEntry> changed)
    {
        foreach (var entry in changed)
            CountUp(entry);
        pending.GetOrCreateValue(db).UnionWith(ChangeTags.Of(changed));
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
        if (!pending.TryGetValue(db, out var tags))
            return;
        pending.Remove(db);
        if (tags.Count == 0)
            return;
        foreach (var listener in listeners)
            await listener.ChangedAsync(tags, cancellationToken);
    }

    /// <summary>A save under way.</summary>
    /// <param name="Own">The transaction that was begun for it; null if it takes part in somebody else's.</param>
    /// <param name="Outer">The save that it is a sequel of; null for none.</param>
    private sealed record Unit(WritingUnit? Own, Unit? Outer)
    {
        public List<Func<CancellationToken, Task>> Sequels { get; } = [];

        /// <summary>Whether it is written, and its sequels are under way.</summary>
        public bool IsFollowed { get; set; }
    }
}
