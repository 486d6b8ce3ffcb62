using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Inbox;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// One batch of deliveries: taken in hand in a short transaction, carried one after the other outside of any. The result of what leads outside is saved
/// before the next is begun, so that whatever ends the program, at most one message was taken by its receiver and not written down as sent; what stays
/// within is saved together, since it is there or not with its result.
/// </summary>
internal sealed partial class DeliveryRound(
    WhalepaperDb db, IEnumerable<IChannel> channels, DeliveryWording wording, ChannelRests rests, DeliveryTiming timing, IClock clock, TimeProvider time, ILogger<DeliveryRound> logger) : IAsyncDisposable
{
    private const int MostSaves = 3;

    // What was read for a batch in advance is true for so long.
    private static readonly Duration fresh = Duration.FromSeconds(5);

    private readonly string _holder = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, ICourier> _couriers = new(StringComparer.Ordinal);
    private readonly DeliveryResults _results = new(db);
    private readonly Dictionary<string, Outcome> _away = new(StringComparer.Ordinal);

    /// <summary>Sends what is due, batch after batch, for a few seconds: what was opened for the first serves the others.</summary>
    /// <param name="stop">Lets it end after the delivery in hand; the rest is laid back.</param>
    /// <returns>How many were taken in hand.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var now = clock.GetCurrentInstant();
        string[] closed = [.. await ClosedAsync(stop), .. rests.At(now)];
        // Most of the time nothing is due, and to look needs no transaction.
        if (await NextAsync(closed, stop) is not { } next || next > now)
            return 0;
        await db.BeginDeliveringAsync(stop);
        var carried = 0;
        for (var full = true; full && !stop.IsCancellationRequested && clock.GetCurrentInstant() - now < fresh;)
        {
            var held = await HoldAsync([.. closed.Union(rests.At(clock.GetCurrentInstant()), StringComparer.Ordinal)], stop);
            await CarryAsync(held, stop);
            db.ChangeTracker.Clear();
            carried += held.Count;
            full = held.Count == DeliveryTiming.Batch;
        }

        await db.Database.CloseConnectionAsync();
        return carried;
    }

    /// <summary>Sends one delivery at once, if nobody has it in hand.</summary>
    public async Task RunAsync(Delivery delivery, CancellationToken cancellation)
    {
        if (!delivery.IsDue(clock.GetCurrentInstant()) || (await ClosedAsync(cancellation)).Contains(delivery.Channel, StringComparer.Ordinal))
            return;
        try
        {
            var held = delivery.Lease(_holder, clock.GetCurrentInstant(), timing.Lease);
            await db.SaveChangesAsync(cancellation);
            if (held)
                await CarryAsync([delivery], CancellationToken.None);
        }
        catch (DbUpdateConcurrencyException)
        {
            // The worker was faster.
        }
    }

    /// <summary>When something is due next on a channel that can be used; null if nothing waits.</summary>
    public async Task<Instant?> NextAsync(CancellationToken cancellation) =>
        await NextAsync([.. await ClosedAsync(cancellation), .. rests.At(clock.GetCurrentInstant())], cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var courier in _couriers.Values)
            await courier.DisposeAsync();
        _results.Dispose();
    }

    private async Task<string[]> ClosedAsync(CancellationToken cancellation)
    {
        var closed = new List<string>();
        foreach (var channel in channels)
            closed.AddRange(await channel.ClosedAsync(cancellation));
        return [.. closed];
    }

    // One step into the index for each part of it: in one question the database would sort all that waits.
    private async Task<Instant?> NextAsync(string[] closed, CancellationToken cancellation)
    {
        var firsts = Parts().Select(part => db.Deliveries.Where(d => d.State == part.State && d.Precedence == part.Precedence && !EF.Parameter(closed).Contains(d.Channel)).OrderBy(d => d.Due).Select(d => d.Due).Take(1));
        return await firsts.Aggregate((one, other) => one.Concat(other)).OrderBy(due => due).Select(due => (Instant?)due).FirstOrDefaultAsync(cancellation);
    }

    private static IEnumerable<(DeliveryState State, DeliveryPrecedence Precedence)> Parts() =>
        Enum.GetValues<DeliveryPrecedence>().SelectMany(precedence => new[] { (DeliveryState.Sending, precedence), (DeliveryState.Waiting, precedence) });

    private async Task<List<Delivery>> HoldAsync(string[] closed, CancellationToken cancellation)
    {
        await using var unit = await db.BeginWritingAsync(cancellation);
        var now = clock.GetCurrentInstant();
        var due = new List<Delivery>(DeliveryTiming.Batch);
        foreach (var (state, precedence) in Parts())
        {
            if (due.Count < DeliveryTiming.Batch)
                due.AddRange(await db.HoldDueDeliveries(state, precedence, now, closed, DeliveryTiming.Batch - due.Count).ToListAsync(cancellation));
        }

        var held = due.FindAll(delivery => delivery.Lease(_holder, now, timing.Lease));
        await NoteAsync(held, cancellation);
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
        return held;
    }

    private bool IsWithin(Delivery delivery) => WayOf(delivery) is { IsWithin: true };

    private IChannel? WayOf(Delivery delivery) => channels.FirstOrDefault(way => string.Equals(way.Kind, ChannelNames.KindOf(delivery.Channel), StringComparison.Ordinal));

    // The same for all, and nobody else reaches them within this transaction: one statement instead of one for each.
    private async Task NoteAsync(List<Delivery> held, CancellationToken cancellation)
    {
        if (held.Count == 0)
            return;
        int[] ids = [.. held.Select(delivery => delivery.Id)];
        var (state, due) = (held[0].State, held[0].Due);
        await db.Deliveries.Where(d => EF.Parameter(ids).Contains(d.Id)).ExecuteUpdateAsync(
            row => row.SetProperty(d => d.State, state).SetProperty(d => d.Holder, _holder).SetProperty(d => d.Due, due)
                .SetProperty(d => d.Attempts, d => d.Attempts + 1).SetProperty(d => d.Version, d => d.Version + 1),
            cancellation);
        foreach (var entry in held.Select(db.Entry))
        {
            entry.Property(d => d.Version).CurrentValue++;
            // Else it would get its old values back.
            entry.OriginalValues.SetValues(entry.CurrentValues);
            entry.State = EntityState.Unchanged;
        }
    }

    // What stays within is saved when the batch is through.
    private Task SaveAsync(Delivery delivery) => IsWithin(delivery) ? Task.CompletedTask : SaveAsync(delivery.Id, () =>
    {
        _results.Write(delivery);
        return Task.CompletedTask;
    });

    // What was taken and is not written down would be sent again: it is worth a few tries.
    private async Task SaveAsync(int id, Func<Task> save)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await save();
                return;
            }
            catch (DbUpdateConcurrencyException lost)
            {
                // Its recipient left meanwhile, or took it away: what belongs to the others is saved without it.
                tries--;
                LetGo(lost);
            }
            catch (Exception exception) when (tries < MostSaves)
            {
                Unsaved(exception, id);
                await Task.Delay(TimeSpan.FromSeconds(1), time);
            }
        }
    }

    private void LetGo(DbUpdateConcurrencyException lost)
    {
        var uids = lost.Entries.Select(entry => entry.Entity).OfType<Delivery>().Select(delivery => delivery.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is not EntityState.Unchanged).ToList())
        {
            if (uids.Count == 0 || lost.Entries.Any(one => ReferenceEquals(one.Entity, entry.Entity)) || (entry.Entity is InboxItem item && uids.Contains(item.Uid)))
                entry.State = EntityState.Detached;
        }
    }

    [LoggerMessage(LogLevel.Error, "Delivery {Id} failed.")]
    private partial void Failed(Exception exception, int id);

    [LoggerMessage(LogLevel.Warning, "Delivery {Id} on {Channel} was given up after {Attempts} attempt(s); the outbox tells why.")]
    private partial void Died(int id, string channel, int attempts);

    [LoggerMessage(LogLevel.Warning, "What became of delivery {Id} could not be saved; once more.")]
    private partial void Unsaved(Exception exception, int id);
}
