namespace Whalepaper.Admission.Ballots;

/// <summary>Somebody who stands in a ballot.</summary>
public sealed class BallotOption
{
    private BallotOption()
    {
    }

    internal BallotOption(int place, int memberId) => (Place, MemberId) = (place, memberId);

    /// <summary>The ballot's database number.</summary>
    public int BallotId { get; private set; }

    /// <summary>Their place among those who stand, from 0.</summary>
    public int Place { get; private set; }

    /// <summary>Who stands: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Whether they passed; null until it closed.</summary>
    public bool? Passed { get; private set; }

    /// <summary>How many approved; null until it closed, and where so few voted that it would tell who.</summary>
    public int? Approve { get; private set; }

    /// <summary>How many rejected; null as <see cref="Approve"/> is.</summary>
    public int? Reject { get; private set; }

    /// <summary>How many said neither; null as <see cref="Approve"/> is.</summary>
    public int? Abstain { get; private set; }

    internal void Settle(bool passed, Tally? tally) => (Passed, Approve, Reject, Abstain) = (passed, tally?.Approve, tally?.Reject, tally?.Abstain);
}

/// <summary>Somebody who may vote. It tells whether they did, not when, and not how.</summary>
public sealed class BallotVoter
{
    private BallotVoter()
    {
    }

    internal BallotVoter(int memberId) => MemberId = memberId;

    /// <summary>The ballot's database number.</summary>
    public int BallotId { get; private set; }

    /// <summary>Who: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Whether they voted; to be told to the committee once the ballot is closed, and before to themselves alone.</summary>
    public bool HasVoted { get; private set; }

    internal void MarkVoted() => HasVoted = true;

    internal void Strike() => HasVoted = false;
}

/// <summary>
/// Where the votes of an open ballot lie, apart from everything else and under seal: one sealed piece for all of them, always equally long and sealed
/// anew with each vote, so that neither its columns nor the order or time of changes tell how somebody voted. When the ballot closes it is counted once
/// and taken away.
/// </summary>
public sealed class BallotBox
{
    private BallotBox()
    {
    }

    /// <summary>Sets it up.</summary>
    /// <param name="ballot">For which ballot; it has its number with the same save.</param>
    /// <param name="content">Blank slips, sealed.</param>
    public BallotBox(Ballot ballot, byte[] content) => (Ballot, Content) = (ballot, content);

    /// <summary>The ballot's database number.</summary>
    public int BallotId { get; private set; }

    /// <summary>The ballot.</summary>
    public Ballot Ballot { get; private set; } = null!;

    /// <summary>The slips, sealed.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>Counts who had it in hand: who counts up has it alone until the end of their transaction.</summary>
    public int Turn { get; private set; }

    /// <summary>Lays other slips into it.</summary>
    public void Fill(byte[] content) => Content = content;
}
