using System.Runtime.InteropServices;

namespace Whalepaper.Admission.Ballots;

/// <summary>What a voter says of one who stands.</summary>
public enum Choice
{
    /// <summary>Yes.</summary>
    Approve = 1,

    /// <summary>No.</summary>
    Reject = 2,

    /// <summary>Neither; it counts as a vote cast.</summary>
    Abstain = 3,
}

/// <summary>How many said what of one who stands.</summary>
/// <param name="Approve">Yes.</param>
/// <param name="Reject">No.</param>
/// <param name="Abstain">Neither.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Tally(int Approve, int Reject, int Abstain)
{
    /// <summary>The same with one choice more.</summary>
    public Tally With(Choice choice) => choice switch
    {
        Choice.Approve => this with { Approve = Approve + 1 },
        Choice.Reject => this with { Reject = Reject + 1 },
        Choice.Abstain => this with { Abstain = Abstain + 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(choice), choice, "No choice."),
    };

    /// <summary>Whether enough of those who said yes or no said yes: the share of the terms, and in any case more yes than no.</summary>
    /// <param name="threshold">The share, in percent.</param>
    public bool Passes(decimal threshold) => Approve > Reject && 100m * Approve >= threshold * (Approve + Reject);

    /// <summary>Which of several pass: those who have enough, the most approved first, as many as there are seats. Where two are equal at the last seat, neither gets it.</summary>
    /// <param name="tallies">What was said of each.</param>
    /// <param name="terms">The rules.</param>
    /// <returns>For each of them, whether it passes.</returns>
    public static IReadOnlyList<bool> Passing(IReadOnlyList<Tally> tallies, BallotTerms terms)
    {
        ArgumentNullException.ThrowIfNull(tallies);
        ArgumentNullException.ThrowIfNull(terms);
        var able = tallies.Where(tally => tally.Passes(terms.Threshold)).OrderByDescending(tally => tally.Approve).ThenBy(tally => tally.Reject).ToList();
        Tally? tied = able.Count > terms.Seats && able[terms.Seats - 1].IsLevelWith(able[terms.Seats]) ? able[terms.Seats] : null;
        var seated = able.Take(terms.Seats).Where(tally => tied is not { } last || !tally.IsLevelWith(last)).ToList();
        return [.. tallies.Select(tally => tally.Passes(terms.Threshold) && seated.Exists(other => tally.IsLevelWith(other)))];
    }

    // Who abstained makes nobody better.
    private bool IsLevelWith(Tally other) => Approve == other.Approve && Reject == other.Reject;
}
