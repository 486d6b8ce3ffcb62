namespace Whalepaper.Admission.Ballots;

/// <summary>By which rules a ballot is held. They are frozen when it opens: what the group sets later is for the next one.</summary>
public sealed class BallotTerms
{
    /// <summary>The least number of people that can hold a secret ballot: of fewer, everybody knows what the others said.</summary>
    public const int LeastVoters = 3;

    private BallotTerms()
    {
    }

    /// <summary>Freezes them.</summary>
    /// <param name="hours">How long it is open, and once more if too few voted; from 1.</param>
    /// <param name="leastVotes">The votes cast that decide however few may vote; from 1.</param>
    /// <param name="voters">How many may vote.</param>
    /// <param name="threshold">The share of approvals among approvals and rejections that passes, in percent, over 0 up to 100.</param>
    /// <param name="seats">How many pass at most; 1 for a candidate.</param>
    /// <exception cref="ArgumentOutOfRangeException">Out of these bounds, or fewer than <see cref="LeastVoters"/> may vote.</exception>
    public BallotTerms(int hours, int leastVotes, int voters, decimal threshold, int seats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hours, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(leastVotes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(voters, LeastVoters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threshold);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threshold, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(seats, 1);
        (Hours, Quorum, Threshold, Seats) = (hours, QuorumOf(leastVotes, voters), threshold, seats);
    }

    /// <summary>How long it is open, in hours.</summary>
    public int Hours { get; private set; }

    /// <summary>How many votes must be cast, abstentions among them.</summary>
    public int Quorum { get; private set; }

    /// <summary>The share of approvals among approvals and rejections that passes, in percent.</summary>
    public decimal Threshold { get; private set; }

    /// <summary>How many pass at most.</summary>
    public int Seats { get; private set; }

    /// <summary>The votes that must be cast: half of those who may, and no fewer than the group's least.</summary>
    public static int QuorumOf(int leastVotes, int voters) => Math.Max(leastVotes, (voters + 1) / 2);
}
