using CsCheck;
using Whalepaper.Participation;
using Whalepaper.Participation.Ledger;
using Whalepaper.Participation.Policy;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>"Can I still make it?": what the meter says is true when it is tried out.</summary>
public sealed class MeterPropertyTests
{
    private static readonly ParticipationPolicy usual = new(1, 50);

    private static readonly Gen<Ahead> aheads = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 3], Gen.Int[0, 12], (meetings, talks, excused) => new Ahead(meetings, talks, Math.Min(meetings, excused)));

    private static readonly Gen<(ParticipationPolicy Policy, TakingPart Done, Ahead Ahead, bool WasLow)> cases = Gen.Select(PolicyPropertyTests.Policies, PolicyPropertyTests.Parts, aheads, Gen.Bool);

    [Fact]
    public void What_suffices_does_when_it_is_tried_out_and_one_less_does_not() => cases.Sample(one =>
    {
        var (policy, done, ahead, wasLow) = one;
        var meter = Meter.Of(policy, done, new(wasLow), ahead);
        var target = meter.OnlyNear ? VerdictKind.Near : VerdictKind.Fine;
        foreach (var way in meter.Ways)
        {
            Assert.True(way.Talks <= ahead.Talks && way.Meetings <= ahead.Meetings);
            Assert.True(Meter.Suffices(policy, done, new(wasLow), ahead, way, target));
            Assert.False(way.Talks > 0 && Meter.Suffices(policy, done, new(wasLow), ahead, way with { Talks = way.Talks - 1 }, target));
            Assert.False(way.Meetings > 0 && Meter.Suffices(policy, done, new(wasLow), ahead, way with { Meetings = way.Meetings - 1 }, target));
        }

        // None of them says what another says with less.
        Assert.All(meter.Ways.Zip(meter.Ways.Skip(1)), pair => Assert.True(pair.First.Talks < pair.Second.Talks && pair.First.Meetings > pair.Second.Meetings));
    });

    [Fact]
    public void It_is_out_of_reach_exactly_where_nothing_helps_and_safe_exactly_where_nothing_harms() => cases.Sample(one =>
    {
        var (policy, done, ahead, wasLow) = one;
        var meter = Meter.Of(policy, done, new(wasLow), ahead);
        var all = new WayThrough(ahead.Talks, ahead.Meetings);
        Assert.Equal(!Meter.Suffices(policy, done, new(wasLow), ahead, all, VerdictKind.Near), meter.State is MeterState.OutOfReach);
        Assert.Equal(Meter.Suffices(policy, done, new(wasLow), ahead, default, VerdictKind.Near), meter.State is MeterState.Safe);
        Assert.Equal(meter.State is MeterState.Open, meter.Ways.Count > 0);
        Assert.False(meter.IsUrgent && meter.State is not MeterState.Open);
    });

    [Fact]
    public void An_excuse_for_a_meeting_to_come_never_makes_it_harder() => cases.Sample(one =>
    {
        var (policy, done, ahead, wasLow) = one;
        if (ahead.Excused == ahead.Meetings)
            return;
        var (before, after) = (Meter.Of(policy, done, new(wasLow), ahead), Meter.Of(policy, done, new(wasLow), ahead with { Excused = ahead.Excused + 1 }));
        Assert.True(after.State <= before.State);
        Assert.All(before.Ways, way => Assert.True(Meter.Suffices(policy, done, new(wasLow), after.Ahead, way, before.OnlyNear ? VerdictKind.Near : VerdictKind.Fine)));
    });

    [Fact]
    public void One_talk_or_three_of_the_five_meetings_left()
    {
        // Two of five attended, five to come: half of ten is five.
        var meter = Meter.Of(usual, new(0, 5, 2, 0), Circumstances.Usual, new(5, 2, 0, 60));
        Assert.Equal(MeterState.Open, meter.State);
        Assert.Equal([new(0, 3), new(1, 0)], meter.Ways);
        Assert.False(meter.IsUrgent);
        Assert.Equal(2, meter.Spare);
        // Missed once more, one may miss only one more.
        Assert.True(Meter.Of(usual, new(0, 6, 2, 0), Circumstances.Usual, new(4, 2, 0, 60)).IsUrgent);
        // Or the end comes near.
        Assert.True(Meter.Of(usual, new(0, 5, 2, 0), Circumstances.Usual, new(5, 2, 0, 14)).IsUrgent);
        // No talk needs to be given where none can be, and nothing can be made good where nothing is left.
        Assert.Equal([new(0, 3)], Meter.Of(usual, new(0, 5, 2, 0), Circumstances.Usual, new(5, 0)).Ways);
        Assert.Equal(MeterState.OutOfReach, Meter.Of(usual, new(0, 8, 2, 0), Circumstances.Usual, new(2, 0)).State);
    }

    [Fact]
    public void On_the_safe_side_is_who_may_miss_all_the_rest_and_nobody_exempt_is_warned()
    {
        Assert.Equal(MeterState.Safe, Meter.Of(usual, new(1, 5, 0, 0), Circumstances.Usual, new(5, 2)).State);
        Assert.Equal(MeterState.Safe, Meter.Of(usual, new(0, 5, 5, 0), Circumstances.Usual, new(5, 2)).State);
        var exempt = Meter.Of(usual, new(0, 5, 0, 0), new(true, new(ExemptionKind.Locked, "founder")), new(5, 2, 0, 3));
        Assert.Equal((MeterState.Exempt, false), (exempt.State, exempt.IsUrgent));
    }

    [Fact]
    public void Where_the_whole_bound_is_out_of_reach_what_leads_nearly_there_is_said_to()
    {
        // 9 of 20 is 45 %: nearly, for who was not low before; and out of reach for who was.
        var meter = Meter.Of(usual, new(0, 19, 8, 0), Circumstances.Usual, new(1, 0));
        Assert.Equal((MeterState.Open, true), (meter.State, meter.OnlyNear));
        Assert.Equal([new(0, 1)], meter.Ways);
        Assert.Equal(.45m, meter.BestRate);
        Assert.Equal(MeterState.OutOfReach, Meter.Of(usual, new(0, 19, 8, 0), new(true), new(1, 0)).State);
    }

    [Fact]
    public void A_total_does_not_depend_on_the_order_of_the_acts()
    {
        var weights = LedgerWeights.From(new Dictionary<string, string>(StringComparer.Ordinal));
        var acts = Gen.Select(Gen.Enum<LedgerKind>(), Gen.Int[1, 3].Nullable(), Gen.Int[-20, 20]).List[0, 30].Select(list =>
            list.Select((act, n) => new WeighedAct(n, act.Item1, act.Item2, act.Item1 is LedgerKind.Manual ? act.Item3 / 2m : null)).ToArray());
        acts.SelectMany(list => Gen.Shuffle(list).Select(mixed => (list, mixed))).Sample(two => Assert.Equal(weights.Total(two.list), weights.Total(two.mixed)));
    }

    [Fact]
    public void Of_the_questions_of_a_meeting_the_first_two_count()
    {
        var weights = LedgerWeights.From(new Dictionary<string, string>(StringComparer.Ordinal));
        WeighedAct[] acts = [new(9, LedgerKind.Asked, 1), new(3, LedgerKind.Asked, 1), new(5, LedgerKind.Asked, 1), new(4, LedgerKind.Asked, 2), new(1, LedgerKind.Given, 1), new(2, LedgerKind.Substituted, 1), new(6, LedgerKind.Manual, null, -1.5m)];
        Assert.Equal(16.5m, weights.Total(acts));
        Assert.Equal([3, 4, 5], weights.Each(acts).Where(act => act.Value is 1).Select(act => act.Key).Order());
    }
}
