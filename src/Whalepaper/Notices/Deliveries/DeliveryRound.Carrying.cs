using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Deliveries;

/// <content>How a batch is carried: while one is under way, the result of the one before is written down and the next is got ready.</content>
internal sealed partial class DeliveryRound
{
    private (Delivery Delivery, Outcome Outcome)? _before;
    private Task<Carriage>? _ready;
    private Instant _readAt;

    private async Task CarryAsync(List<Delivery> held, CancellationToken stop)
    {
        // Their results are written down one by one; to look through all of them each time would cost more than to send them.
        foreach (var delivery in held.Where(delivery => !IsWithin(delivery)))
            db.Entry(delivery).State = EntityState.Detached;
        _away.Clear();
        _readAt = Instant.MinValue;
        try
        {
            for (var n = 0; n < held.Count; n++)
                await TurnAsync(held, n, stop);
        }
        finally
        {
            // It asks the database, which serves one at a time.
            await ((Task?)_ready ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _ready = null;
            await SettleAsync();
        }

        if (held.Exists(IsWithin))
            await SaveAsync(held[^1].Id, () => db.SaveChangesAsync(CancellationToken.None));
    }

    private async Task TurnAsync(List<Delivery> held, int n, CancellationToken stop)
    {
        if (_ready is null)
            await SettleAsync();
        var (delivery, carriage) = (held[n], await (_ready ?? NextAsync(held, n)));
        _ready = null;
        if (IsOver(delivery, stop))
        {
            await SettleAsync();
            delivery.PutBack(_holder, clock.GetCurrentInstant());
            await SaveAsync(delivery);
            return;
        }

        // To read anew what concerns the whole batch takes too long to be done while somebody waits for an answer.
        var meanwhile = new Meanwhile(SettleAsync, () => _ready = n + 1 < held.Count && IsFresh ? NextAsync(held, n + 1) : null);
        if (!carriage.GoesAlone)
            await meanwhile.WriteDownAsync();
        var outcome = await TryAsync(delivery, carriage, meanwhile);
        try
        {
            await meanwhile.WriteDownAsync();
        }
        finally
        {
            _before = (delivery, outcome);
        }

        if (!carriage.GoesAlone)
            await SettleAsync();
    }

    private bool IsFresh => clock.GetCurrentInstant() - _readAt <= fresh;

    private async Task<Carriage> NextAsync(List<Delivery> held, int n)
    {
        if (!IsFresh)
        {
            _readAt = clock.GetCurrentInstant();
            await wording.ExpectAsync(held[n..], CancellationToken.None);
        }

        return await ReadyAsync(held[n]);
    }

    // Writes down what became of the one before.
    private async Task SettleAsync()
    {
        if (_before is not { } one)
            return;
        _before = null;
        await SaveAsync(one.Delivery);
        if (one.Outcome.Then is { } then)
            await FollowAsync(then, one.Delivery);
    }

    // Puts it into words, and makes it ready to go.
    private async Task<Carriage> ReadyAsync(Delivery delivery)
    {
        if (delivery.Until is { } until && until <= clock.GetCurrentInstant())
            return Carriage.Ended(new Outcome(Fate.Pointless, "Its time was over."));
        try
        {
            using var limit = new CancellationTokenSource(timing.Attempt.ToTimeSpan(), time);
            return await PrepareAsync(delivery, limit.Token);
        }
        catch (Exception exception)
        {
            // One that cannot be put into words must not hold up the others.
            return Carriage.Ended(Broken(exception, delivery));
        }
    }

    private async Task<Carriage> PrepareAsync(Delivery delivery, CancellationToken cancellation)
    {
        var kind = ChannelNames.KindOf(delivery.Channel);
        if (!_couriers.TryGetValue(kind, out var courier))
        {
            if (WayOf(delivery) is not { } way)
                return Carriage.Ended(new Outcome(Fate.Later, $"There is no channel '{kind}'."));
            _couriers[kind] = courier = way.Begin();
        }

        if (wording.ReaderOf(delivery) is not { } reader)
            return Carriage.Ended(new Outcome(Fate.Pointless, "The member is gone."));
        Speak(reader);
        var (message, fault) = await wording.WriteAsync(delivery, reader, cancellation);
        if (message is null)
            return Carriage.Ended(fault!);
        // What was written at the door speaks the language in which it was asked for, from its head to its foot.
        if (Language.Parse(message.Language) is { } spoken && spoken != reader.Language)
            Speak(reader = reader with { Language = spoken });
        return await courier.PrepareAsync(delivery, message, reader, cancellation);
    }

    // Who is late might no longer be the only one who has it.
    private bool IsOver(Delivery delivery, CancellationToken stop) => stop.IsCancellationRequested || clock.GetCurrentInstant() > delivery.Due - timing.Reserve;

    private async Task<Outcome> TryAsync(Delivery delivery, Carriage carriage, Meanwhile meanwhile)
    {
        var outcome = !carriage.HasEnded && _away.TryGetValue(delivery.Channel, out var away) ? away : await AttemptAsync(delivery, carriage, meanwhile);
        if (outcome.Fate is Fate.Away && _away.TryAdd(delivery.Channel, outcome))
            rests.Begin(delivery.Channel, clock.GetCurrentInstant());
        Record(delivery, outcome);
        return outcome;
    }

    private async Task<Outcome> AttemptAsync(Delivery delivery, Carriage carriage, Meanwhile meanwhile)
    {
        try
        {
            using var limit = new CancellationTokenSource(timing.Attempt.ToTimeSpan(), time);
            return await carriage.CarryAsync(meanwhile, limit.Token);
        }
        catch (Exception exception)
        {
            return Broken(exception, delivery);
        }
    }

    private Outcome Broken(Exception exception, Delivery delivery)
    {
        if (exception is OperationCanceledException)
            return new Outcome(Fate.Later, "It took too long.");
        Failed(exception, delivery.Id);
        return new Outcome(Fate.Later, $"{exception.GetType().Name}; the log says more.");
    }

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
}
