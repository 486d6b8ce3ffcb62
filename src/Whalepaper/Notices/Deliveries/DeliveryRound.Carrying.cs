using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Deliveries;

/// <content>How a batch is carried: one is under way, and the next is got ready meanwhile. What is under way asks no database.</content>
internal sealed partial class DeliveryRound
{
    private (Delivery Delivery, Task<Outcome> Outcome)? _underWay;

    private async Task CarryAsync(List<Delivery> held, CancellationToken stop)
    {
        // Their results are written down one by one; to look through all of them each time would cost more than to send them.
        foreach (var delivery in held.Where(delivery => !IsWithin(delivery)))
            db.Entry(delivery).State = EntityState.Detached;
        _away.Clear();
        try
        {
            var readAt = Instant.MinValue;
            foreach (var (n, delivery) in held.Index())
            {
                var now = clock.GetCurrentInstant();
                if (now - readAt > fresh)
                {
                    await wording.ExpectAsync(held[n..], CancellationToken.None);
                    readAt = now;
                }

                var carriage = await ReadyAsync(delivery);
                await TurnAsync(delivery, carriage, stop);
            }
        }
        finally
        {
            await TurnAsync(null, null, stop);
        }

        if (held.Exists(IsWithin))
            await SaveAsync(held[^1].Id, () => db.SaveChangesAsync(CancellationToken.None));
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

    // One arrives and the next departs; that hands nothing over before it is written down what became of the first.
    private async Task TurnAsync(Delivery? next, Carriage? carriage, CancellationToken stop)
    {
        var arrived = await ArriveAsync();
        var departs = next is not null && !IsOver(next, stop);
        var written = new TaskCompletionSource();
        if (departs && carriage!.GoesAlone)
            _underWay = (next!, TryAsync(next!, carriage, written.Task));
        try
        {
            if (arrived is { } one)
                await WriteDownAsync(one.Delivery, one.Outcome);
            written.SetResult();
        }
        catch (Exception failure)
        {
            written.SetException(failure);
            throw;
        }

        if (departs && !carriage!.GoesAlone)
        {
            _underWay = (next!, TryAsync(next!, carriage, Task.CompletedTask));
            await TurnAsync(null, null, stop);
        }
        else if (next is not null && !departs)
        {
            next.PutBack(_holder, clock.GetCurrentInstant());
            await SaveAsync(next);
        }
    }

    // Who is late might no longer be the only one who has it.
    private bool IsOver(Delivery delivery, CancellationToken stop) => stop.IsCancellationRequested || clock.GetCurrentInstant() > delivery.Due - timing.Reserve;

    private async Task<(Delivery Delivery, Outcome Outcome)?> ArriveAsync()
    {
        if (_underWay is not { Delivery: var delivery, Outcome: var coming })
            return null;
        _underWay = null;
        var outcome = await coming;
        if (outcome.Fate is Fate.Away && _away.TryAdd(delivery.Channel, outcome))
            rests.Begin(delivery.Channel, clock.GetCurrentInstant());
        Record(delivery, outcome);
        return (delivery, outcome);
    }

    private async Task WriteDownAsync(Delivery delivery, Outcome outcome)
    {
        await SaveAsync(delivery);
        if (outcome.Then is { } then)
            await FollowAsync(then, delivery);
    }

    private async Task<Outcome> TryAsync(Delivery delivery, Carriage carriage, Task before)
    {
        if (!carriage.HasEnded && _away.TryGetValue(delivery.Channel, out var away))
            return away;
        try
        {
            using var limit = new CancellationTokenSource(timing.Attempt.ToTimeSpan(), time);
            return await carriage.CarryAsync(before, limit.Token);
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
