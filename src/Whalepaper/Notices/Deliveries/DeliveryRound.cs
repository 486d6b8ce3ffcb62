using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// One batch of deliveries: taken in hand in a short transaction, carried one after the other outside of any, each result saved before the next is
/// begun. So whatever ends the program, at most one message was taken by its receiver and not written down as sent.
/// </summary>
internal sealed partial class DeliveryRound(
    WhalepaperDb db, IEnumerable<IChannel> channels, DeliveryWording wording, DeliveryTiming timing, IClock clock, TimeProvider time, ILogger<DeliveryRound> logger) : IAsyncDisposable
{
    private const int MostSaves = 3;

    private readonly string _holder = Guid.NewGuid().ToString("N");
    private readonly Dictionary<string, ICourier> _couriers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Outcome> _away = new(StringComparer.Ordinal);

    /// <summary>Sends what is due, up to a batch.</summary>
    /// <param name="stop">Lets it end after the delivery in hand; the rest is laid back.</param>
    /// <returns>How many were taken in hand.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var closed = await ClosedAsync(stop);
        var now = clock.GetCurrentInstant();
        // Most of the time nothing is due, and to look needs no transaction.
        if (!await db.Deliveries.AnyAsync(d => (d.State == DeliveryState.Waiting || d.State == DeliveryState.Sending) && d.Due <= now && !EF.Parameter(closed).Contains(d.Channel), stop))
            return 0;
        var held = await HoldAsync(closed, stop);
        await CarryAsync(held, stop);
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
    public async Task<Instant?> NextAsync(CancellationToken cancellation)
    {
        var closed = await ClosedAsync(cancellation);
        return await db.Deliveries.Where(d => (d.State == DeliveryState.Waiting || d.State == DeliveryState.Sending) && !EF.Parameter(closed).Contains(d.Channel))
            .OrderBy(d => d.Due).Select(d => (Instant?)d.Due).FirstOrDefaultAsync(cancellation);
    }

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

    private async Task<List<Delivery>> HoldAsync(string[] closed, CancellationToken cancellation)
    {
        await using var unit = await db.Database.BeginTransactionAsync(cancellation);
        var now = clock.GetCurrentInstant();
        var due = await db.HoldDueDeliveries(now, closed, DeliveryTiming.Batch).ToListAsync(cancellation);
        var held = due.FindAll(delivery => delivery.Lease(_holder, now, timing.Lease));
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
        // The database locks rows in its own order.
        held.Sort((one, other) => one.At != other.At ? one.At.CompareTo(other.At) : one.Id.CompareTo(other.Id));
        return held;
    }

    private async Task CarryAsync(List<Delivery> held, CancellationToken stop)
    {
        foreach (var delivery in held)
        {
            // Who is late might no longer be the only one who has it.
            if (stop.IsCancellationRequested || clock.GetCurrentInstant() > delivery.Due - timing.Reserve)
            {
                delivery.PutBack(_holder, clock.GetCurrentInstant());
                await SaveAsync(delivery);
                continue;
            }

            var outcome = await TryAsync(delivery);
            Record(delivery, outcome);
            await SaveAsync(delivery);
            if (outcome.Then is { } then)
                await FollowAsync(then, delivery);
        }
    }

    private async Task FollowAsync(Func<CancellationToken, Task> then, Delivery delivery)
    {
        try
        {
            await then(CancellationToken.None);
            await SaveAsync(delivery);
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
                _away[delivery.Channel] = outcome;
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
            if (channels.FirstOrDefault(channel => string.Equals(channel.Kind, kind, StringComparison.Ordinal)) is not { } way)
                return new Outcome(Fate.Later, $"There is no channel '{kind}'.");
            _couriers[kind] = courier = way.Begin();
        }

        if (await wording.ReaderOfAsync(delivery, cancellation) is not { } reader)
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

    // What was taken and is not written down would be sent again: it is worth a few tries.
    private async Task SaveAsync(Delivery delivery)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await db.SaveChangesAsync(CancellationToken.None);
                return;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Its recipient left meanwhile, or took it away.
                foreach (var entry in db.ChangeTracker.Entries().Where(entry => entry.State is not EntityState.Unchanged).ToList())
                    entry.State = EntityState.Detached;
                return;
            }
            catch (Exception exception) when (tries < MostSaves)
            {
                Unsaved(exception, delivery.Id);
                await Task.Delay(TimeSpan.FromSeconds(1), time);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Delivery {Id} failed.")]
    private partial void Failed(Exception exception, int id);

    [LoggerMessage(LogLevel.Warning, "Delivery {Id} on {Channel} was given up after {Attempts} attempt(s); the outbox tells why.")]
    private partial void Died(int id, string channel, int attempts);

    [LoggerMessage(LogLevel.Warning, "What became of delivery {Id} could not be saved; once more.")]
    private partial void Unsaved(Exception exception, int id);
}
