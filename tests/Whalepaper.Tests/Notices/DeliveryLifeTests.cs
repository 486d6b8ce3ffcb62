using CsCheck;
using NodaTime;
using Whalepaper.Notices.Deliveries;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>Whatever happens to a delivery in whatever order, it is in one pair of hands at most, ends once, and forgets its words when it should.</summary>
public sealed class DeliveryLifeTests
{
    private static readonly Instant begin = Instant.FromUtc(2026, 11, 28, 12, 0);
    private static readonly Duration lease = Duration.FromMinutes(2);

    private enum Step
    {
        Lease,
        Succeed,
        Fail,
        GiveUp,
        PutBack,
        Drop,
        Retry,
        Move,
        Wait,
    }

    private static readonly Gen<(Step Step, string Holder, int Seconds, double Jitter)[]> lives =
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 2].Select(n => "abc"[n].ToString()), Gen.Int[0, 8 * 3600], Gen.Double[-1, 1]).Array[1, 60];

    [Fact]
    public void A_delivery_lives_by_its_rules() => lives.Sample(life =>
    {
        var letter = life.Length % 2 == 0;
        var delivery = letter
            ? Delivery.Carrying("o", Recipient.At("a@b.example"), ChannelNames.Mail, "sealed", begin + Duration.FromDays(7), begin)
            : Delivery.Of("o", Recipient.Member(1), ChannelNames.Inbox, "kind", "1", begin, null, begin);
        var (now, uid) = (begin, delivery.Uid);
        var (holder, until) = ((string?)null, Instant.MinValue);
        foreach (var (step, who, seconds, jitter) in life)
        {
            var before = delivery.State;
            var done = Try(() => Do(delivery, step, who, ref now, seconds, jitter));
            switch (step)
            {
                case Step.Lease when done && delivery.State is DeliveryState.Sending:
                    // Only what nobody holds, or whose holder is late.
                    Assert.True(holder is null || until <= now);
                    (holder, until) = (who, now + lease);
                    break;
                case Step.Succeed or Step.Fail or Step.GiveUp or Step.PutBack when done:
                    Assert.Equal(holder, who);
                    holder = null;
                    break;
                case Step.Succeed or Step.Fail or Step.GiveUp or Step.PutBack:
                    Assert.True(before is not DeliveryState.Sending || holder != who);
                    break;
                default:
                    holder = delivery.State is DeliveryState.Sending ? holder : null;
                    break;
            }

            Check(delivery, holder, letter, uid, before, step, done);
        }
    });

    [Fact]
    public void The_rest_grows_to_six_hours_and_never_leaves_its_spread() => Gen.Select(Gen.Int[1, 40], Gen.Double[-1, 1]).Sample((attempts, jitter) =>
    {
        var rest = Backoff.After(attempts, jitter).TotalSeconds;
        var middle = Math.Min(30 * Math.Pow(2, Math.Min(attempts - 1, 20)), 6 * 3600);

        Assert.InRange(rest, (middle * 0.8) - 0.001, (middle * 1.2) + 0.001);
        Assert.True(Backoff.After(attempts + 1, 0) >= Backoff.After(attempts, 0));
    });

    [Fact]
    public void After_twelve_attempts_people_must_look_after_it()
    {
        var delivery = Delivery.Of("o", Recipient.Member(1), ChannelNames.Mail, "kind", "1", begin, null, begin);
        var now = begin;
        for (var attempt = 1; attempt <= 12; attempt++)
        {
            Assert.Equal(DeliveryState.Waiting, delivery.State);
            now = delivery.Due;
            delivery.Lease("a", now, lease);
            delivery.Fail("a", "451 later", now, 0);
        }

        Assert.Equal((DeliveryState.Dead, true, 12), (delivery.State, delivery.CanRetry, delivery.Attempts));
        // Fourteen and a half hours of trying, half a minute after the first failure.
        Assert.InRange((now - begin).TotalHours, 14, 15);
        delivery.Retry(now);
        Assert.Equal((DeliveryState.Waiting, 0, now), (delivery.State, delivery.Attempts, delivery.Due));
    }

    [Fact]
    public void What_brings_its_sender_down_every_time_is_given_up_too()
    {
        var delivery = Delivery.Of("o", Recipient.Member(1), ChannelNames.Mail, "kind", "1", begin, null, begin);
        for (var attempt = 1; attempt <= 12; attempt++)
            Assert.True(delivery.Lease("a", delivery.Due, lease));

        Assert.False(delivery.Lease("a", delivery.Due, lease));
        Assert.Equal(DeliveryState.Dead, delivery.State);
    }

    [Fact]
    public void Who_asks_to_be_left_alone_longer_is_left_alone_longer()
    {
        var delivery = Delivery.Of("o", Recipient.Member(1), ChannelNames.ChatOf(3), "kind", "1", begin, null, begin);
        delivery.Lease("a", begin, lease);
        delivery.Fail("a", "429", begin, 0, Duration.FromMinutes(10));
        Assert.Equal(begin + Duration.FromMinutes(10), delivery.Due);
    }

    private static void Do(Delivery delivery, Step step, string who, ref Instant now, int seconds, double jitter)
    {
        switch (step)
        {
            case Step.Lease:
                delivery.Lease(who, now, lease);
                break;
            case Step.Succeed:
                delivery.Succeed(who, "250 ok", now);
                break;
            case Step.Fail:
                delivery.Fail(who, new string('x', 400), now, jitter);
                break;
            case Step.GiveUp:
                delivery.GiveUp(who, "550 no", now);
                break;
            case Step.PutBack:
                delivery.PutBack(who, now);
                break;
            case Step.Drop:
                delivery.Drop("cancelled", now, who);
                break;
            case Step.Retry:
                delivery.Retry(now);
                break;
            case Step.Move:
                delivery.MoveTo(now + Duration.FromSeconds(seconds), null);
                break;
            default:
                now += Duration.FromSeconds(seconds);
                break;
        }
    }

    private static void Check(Delivery delivery, string? holder, bool letter, string uid, DeliveryState before, Step step, bool done)
    {
        Assert.Equal(holder, delivery.Holder);
        Assert.Equal(delivery.State is DeliveryState.Sending, delivery.Holder is not null);
        Assert.Equal(delivery.State is DeliveryState.Sent or DeliveryState.Dead or DeliveryState.Dropped, delivery.EndedAt is not null);
        Assert.InRange(delivery.Attempts, 0, Delivery.MostAttempts);
        Assert.True(delivery.Result is null or { Length: <= Delivery.ResultMaximum });
        // It is the same one outside, whatever happens here.
        Assert.Equal(uid, delivery.Uid);
        // What was sent or dropped is over for good; what is dead, only a retry wakes.
        if (before is DeliveryState.Sent or DeliveryState.Dropped)
            Assert.Equal(before, delivery.State);
        if (before is DeliveryState.Dead && delivery.State is not DeliveryState.Dead)
            Assert.True(step is Step.Retry && done);
        // A key lies here no longer than somebody may still need it.
        Assert.Equal(letter && delivery.State is DeliveryState.Waiting or DeliveryState.Sending or DeliveryState.Dead && letter, delivery.SealedWords is not null);
    }

    private static bool Try(Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
