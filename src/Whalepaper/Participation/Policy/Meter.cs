using System.Runtime.InteropServices;

namespace Whalepaper.Participation.Policy;

/// <summary>What a member can still do in a topic.</summary>
/// <param name="Meetings">Meetings left in their own tracks; at least 0.</param>
/// <param name="Talks">Talks that they can still give: those they have planned, and dates that are free; at least 0.</param>
/// <param name="Excused">Those of the meetings for which they are excused already, though they may come; at most <paramref name="Meetings"/>.</param>
/// <param name="Days">Whole days until the topic is planned to end; null where that is not known.</param>
public sealed record Ahead(int Meetings, int Talks, int Excused = 0, int? Days = null)
{
    /// <summary>The topic is over.</summary>
    public static Ahead Nothing { get; } = new(0, 0, 0, 0);

    /// <summary>What was done in the end by who goes this way and misses all else; what they are excused for they leave out first.</summary>
    /// <param name="done">What they did until now.</param>
    /// <param name="way">The way.</param>
    public TakingPart Along(TakingPart done, WayThrough way)
    {
        ArgumentNullException.ThrowIfNull(done);
        return done.After(way.Talks, way.Meetings, Math.Max(Meetings - Excused - way.Meetings, 0));
    }
}

/// <summary>One way in which a member comes through: both of it, and of the meetings left all others may be missed.</summary>
/// <param name="Talks">So many further talks.</param>
/// <param name="Meetings">So many of the meetings left.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WayThrough(int Talks, int Meetings);

/// <summary>How a member stands in a topic that goes on.</summary>
public enum MeterState
{
    /// <summary>Nothing is asked of them.</summary>
    Exempt,

    /// <summary>On the safe side: whatever else they miss, they will not be called low.</summary>
    Safe,

    /// <summary>Something is still to be done, and can be.</summary>
    Open,

    /// <summary>What is asked for cannot be reached any more.</summary>
    OutOfReach,
}

/// <summary>"Can I still make it?": what was done, what is asked for, and the least that would suffice.</summary>
/// <param name="State">How they stand.</param>
/// <param name="Now">The verdict if the topic ended now.</param>
/// <param name="Policy">By what it is measured.</param>
/// <param name="Ahead">What can still be done.</param>
/// <param name="Ways">The least that suffices, as alternatives: fewer talks first. None where nothing is to be done, or nothing helps.</param>
/// <param name="OnlyNear">Whether the ways lead only nearly to the bound, because the whole of it cannot be reached any more.</param>
/// <param name="BestRate">The best attendance that can still be reached, from 0 to 1; null where there is none to measure.</param>
public sealed record Meter(MeterState State, Verdict Now, ParticipationPolicy Policy, Ahead Ahead, IReadOnlyList<WayThrough> Ways, bool OnlyNear, decimal? BestRate)
{
    /// <summary>So many days before its planned end, a topic is late enough to warn everybody who has not come through.</summary>
    public const int LastDays = 14;

    /// <summary>
    /// Whether it is time to warn: with nothing more done they would be called low, they can still come through, and of one way that is left only just enough is left
    /// (one meeting to spare at most, or no date for a talk), or the topic is in its last two weeks.
    /// </summary>
    public bool IsUrgent => State is MeterState.Open && Now.Kind is VerdictKind.Low or VerdictKind.Near && (Ahead.Days <= LastDays || Ways.Any(IsTight));

    /// <summary>How many meetings they may still miss on the way that takes the fewest talks; the less, the greater the need. Null where there is no way.</summary>
    public int? Spare => Ways.Count > 0 ? Ahead.Meetings - Ways[0].Meetings : null;

    /// <summary>Measures.</summary>
    /// <param name="policy">By what.</param>
    /// <param name="done">What they did until now.</param>
    /// <param name="circumstances">What else is known of them.</param>
    /// <param name="ahead">What they can still do.</param>
    public static Meter Of(ParticipationPolicy policy, TakingPart done, Circumstances circumstances, Ahead ahead)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(done);
        ArgumentNullException.ThrowIfNull(ahead);
        var now = policy.Judge(done, circumstances);
        var best = ahead.Along(done, new(0, ahead.Meetings)).Rate(policy.FreeAbsences);
        if (now.Kind is VerdictKind.Exempt)
            return new(MeterState.Exempt, now, policy, ahead, [], false, best);
        if (Suffices(policy, done, circumstances, ahead, default, VerdictKind.Near))
            return new(MeterState.Safe, now, policy, ahead, [], !Suffices(policy, done, circumstances, ahead, default), best);
        var whole = Through(policy, done, circumstances, ahead, VerdictKind.Fine);
        if (whole.Count > 0)
            return new(MeterState.Open, now, policy, ahead, whole, false, best);
        var nearly = Through(policy, done, circumstances, ahead, VerdictKind.Near);
        return new(nearly.Count > 0 ? MeterState.Open : MeterState.OutOfReach, now, policy, ahead, nearly, nearly.Count > 0, best);
    }

    /// <summary>Whether a way leads through, tried out: so many further talks, so many of the meetings left attended and all others missed.</summary>
    /// <param name="policy">By what it is measured.</param>
    /// <param name="done">What was done until now.</param>
    /// <param name="circumstances">What else is known.</param>
    /// <param name="ahead">What can still be done.</param>
    /// <param name="way">The way.</param>
    /// <param name="target">The worst verdict that will do.</param>
    public static bool Suffices(ParticipationPolicy policy, TakingPart done, Circumstances circumstances, Ahead ahead, WayThrough way, VerdictKind target = VerdictKind.Fine)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(done);
        ArgumentNullException.ThrowIfNull(ahead);
        return policy.Judge(ahead.Along(done, way), circumstances).Kind <= target;
    }

    private bool IsTight(WayThrough way) => (way.Meetings > 0 && Ahead.Meetings <= way.Meetings + 1) || (way.Talks > 0 && Ahead.Talks <= way.Talks);

    // More of either is never worse: with each further talk the least number of meetings is sought below that of one talk fewer, and kept where it is less.
    private static List<WayThrough> Through(ParticipationPolicy policy, TakingPart done, Circumstances circumstances, Ahead ahead, VerdictKind target)
    {
        var ways = new List<WayThrough>();
        var fewest = ahead.Meetings + 1;
        for (var talks = 0; talks <= Math.Min(ahead.Talks, Math.Max(policy.LeastTalks - done.Talks, 0)) && fewest > 0; talks++)
        {
            var (low, high) = (0, fewest);
            while (low < high)
            {
                var middle = low + (high - low) / 2;
                if (Suffices(policy, done, circumstances, ahead, new(talks, middle), target))
                    high = middle;
                else
                    low = middle + 1;
            }

            if (low < fewest)
                ways.Add(new(talks, fewest = low));
        }

        return ways;
    }
}
