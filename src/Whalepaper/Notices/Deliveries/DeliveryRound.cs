using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Inbox;
using Whalepaper.Ui;

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
    private readonly Dictionary<string, Outcome> _away = new(StringComparer.Ordinal);

    /// <summary>Sends what is due, up to a batch.</summary>
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
        var held = await HoldAsync(closed, stop);
        await CarryAsync(held, stop);
        await db.Database.CloseConnectionAsync();
        return held.Count;
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
        await using var unit = await db.Database.BeginTransactionAsync(cancellation);
        var now = clock.GetCurrentInstant();
        var due = new List<Delivery>(DeliveryTiming.Batch);
        foreach (var (state, precedence) in Parts())
        {
            if (due.Count < DeliveryTiming.Batch)
                due.AddRange(await db.HoldDueDeliveries(state, precedence, now, closed, DeliveryTiming.Batch - due.Count).ToListAsync(cancellation));
        }

        var held = due.FindAll(delivery => delivery.Lease(_holder, now, timing.Lease));
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
        return held;
    }

    private async Task CarryAsync(List<Delivery> held, CancellationToken stop)
    {
        // Their results are written down one by one; to look through all of them each time would cost more than to send them.
        foreach (var delivery in held.Where(delivery => !IsWithin(delivery)))
            db.Entry(delivery).State = EntityState.Detached;
        var readAt = Instant.MinValue;
        foreach (var (n, delivery) in held.Index())
        {
            var now = clock.GetCurrentInstant();
            // Who is late might no longer be the only one who has it.
            if (stop.IsCancellationRequested || now > delivery.Due - timing.Reserve)
            {
                delivery.PutBack(_holder, now);
                await SaveAsync(delivery);
                continue;
            }

            if (now - readAt > fresh)
            {
                await wording.ExpectAsync(held[n..], CancellationToken.None);
                readAt = now;
            }

            var outcome = await TryAsync(delivery);
            Record(delivery, outcome);
            await SaveAsync(delivery);
            if (outcome.Then is { } then)
                await FollowAsync(then, delivery);
        }

        if (held.Exists(IsWithin))
            await SaveAsync(held[^1].Id, () => db.SaveChangesAsync(CancellationToken.None));
    }

    private bool IsWithin(Delivery delivery) => WayOf(delivery) is { IsWithin: true };

    private IChannel? WayOf(Delivery delivery) => channels.FirstOrDefault(way => string.Equals(way.Kind, ChannelNames.KindOf(delivery.Channel), StringComparison.Ordinal));

    private async Task FollowAsync(Func<CancellationToken, Task> then, Delivery delivery)
    {
        try
        {
            await then(CancellationToken.None);
            await SaveAsync(delivery.Id, () => db.SaveChangesAsync(CancellationToken.None));
        }
        catch (Exception exception)
        {
            Failed(exception, delivery.Id);
        }
    }

    private async Task<Outcome> TryAsync(Delivery delivery)
    {
        if (delivery.Until is { } until && until <= clock.GetCurrentInstant())
            return new Outcome(Fate.Pointless, "Its time was over.");
        if (_away.TryGetValue(delivery.Channel, out var away))
            return away;
        try
        {
            using var limit = new CancellationTokenSource(timing.Attempt.ToTimeSpan(), time);
            var outcome = await CarryAsync(delivery, limit.Token);
            if (outcome.Fate is Fate.Away)
            {
                _away[delivery.Channel] = outcome;
                rests.Begin(delivery.Channel, clock.GetCurrentInstant());
            }

            return outcome;
        }
        catch (OperationCanceledException)
        {
            return new Outcome(Fate.Later, "It took too long.");
        }
        catch (Exception exception)
        {
            // One that cannot be put into words, or breaks its channel, must not hold up the others.
            Failed(exception, delivery.Id);
            return new Outcome(Fate.Later, $"{exception.GetType().Name}; the log says more.");
        }
    }

    private async Task<Outcome> CarryAsync(Delivery delivery, CancellationToken cancellation)
    {
        var kind = ChannelNames.KindOf(delivery.Channel);
        if (!_couriers.TryGetValue(kind, out var courier))
        {
            if (WayOf(delivery) is not { } way)
                return new Outcome(Fate.Later, $"There is no channel '{kind}'.");
            _couriers[kind] = courier = way.Begin();
        }

        if (wording.ReaderOf(delivery) is not { } reader)
            return new Outcome(Fate.Pointless, "The member is gone.");
        Speak(reader);
        var (message, fault) = await wording.WriteAsync(delivery, reader, cancellation);
        if (message is null)
            return fault!;
        // What was written at the door speaks the language in which it was asked for, from its head to its foot.
        if (Language.Parse(message.Language) is { } spoken && spoken != reader.Language)
            Speak(reader = reader with { Language = spoken });
        return await courier.CarryAsync(delivery, message, reader, cancellation);
    }

    private static void Speak(Reader reader) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = reader.Language.Culture;

    private void Record(Delivery delivery, Outcome outcome)
    {
        var now = clock.GetCurrentInstant();
        switch (outcome.Fate)
        {
            case Fate.Taken:
                delivery.Succeed(_holder, outcome.Told, now);
                break;
            case Fate.Later or Fate.Away:
                delivery.Fail(_holder, outcome.Told, now, (RandomNumberGenerator.GetInt32(2001) - 1000) / 1000.0, outcome.Rest);
                break;
            case Fate.NotYet:
                delivery.PutBack(_holder, now + (outcome.Rest ?? Duration.Zero));
                break;
            case Fate.Pointless:
                delivery.Drop(outcome.Told, now, _holder);
                break;
            default:
                delivery.GiveUp(_holder, outcome.Told, now);
                break;
        }

        if (delivery.State is DeliveryState.Dead)
            Died(delivery.Id, delivery.Channel, delivery.Attempts);
    }

    // What stays within is saved when the batch is through.
    private Task SaveAsync(Delivery delivery) => IsWithin(delivery) ? Task.CompletedTask : SaveAsync(delivery.Id, () => WriteDownAsync(delivery));

    // In one statement, which is its own transaction, and written out: the framework takes longer to make it of an expression than the database to carry
    // it out. Who changed it meanwhile, because its recipient left or took it away, is right.
    private Task<int> WriteDownAsync(Delivery delivery) => db.Database.ExecuteSqlAsync(
        $"""
        UPDATE "Deliveries" SET "State" = {(int)delivery.State}, "Holder" = {delivery.Holder}, "Due" = {delivery.Due.ToUnixTimeMilliseconds()}, "Attempts" = {delivery.Attempts},
          "Result" = {delivery.Result}, "EndedAt" = {delivery.EndedAt?.ToUnixTimeMilliseconds()}, "SealedWords" = {delivery.SealedWords}, "Version" = "Version" + 1
        WHERE "Id" = {delivery.Id} AND "Version" = {delivery.Version}
        """,
        CancellationToken.None);

    // What was taken and is not written down would be sent again: it is worth a few tries.
    private async Task SaveAsync(int id, Func<Task<int>> save)
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
