namespace Whalepaper.Participation.Policy;

/// <summary>What the policy says of a member in a topic, from the best to the worst.</summary>
public enum VerdictKind
{
    /// <summary>The policy does not ask anything of this member.</summary>
    Exempt,

    /// <summary>All that is asked for was done.</summary>
    Fine,

    /// <summary>Less than the bound was done, but nearly as much; who was not called low in the topic before is not called low for it.</summary>
    Near,

    /// <summary>Called low. A person decides what follows.</summary>
    Low,
}

/// <summary>Why a policy asks nothing of a member.</summary>
public enum ExemptionKind
{
    /// <summary>The organizer locked their standing, with a reason.</summary>
    Locked = 1,

    /// <summary>The committee excepted them in this topic, with a reason.</summary>
    Excepted = 2,

    /// <summary>They have a role whose members the policy does not measure.</summary>
    Role = 3,

    /// <summary>They joined late in the topic.</summary>
    JoinedLate = 4,
}

/// <summary>That nothing is asked of a member, and why.</summary>
/// <param name="Kind">Which kind of reason.</param>
/// <param name="Words">The reason in the words of who gave it; null where the kind says all.</param>
public sealed record Exemption(ExemptionKind Kind, string? Words = null);

/// <summary>What was known about a member beside what they did.</summary>
/// <param name="WasLow">Whether they were called low in the topic before.</param>
/// <param name="Exemption">Why nothing is asked of them; null where it is.</param>
public sealed record Circumstances(bool WasLow = false, Exemption? Exemption = null)
{
    /// <summary>Nothing is known that would matter.</summary>
    public static Circumstances Usual { get; } = new();
}

/// <summary>A verdict with its evidence: all by which it can be worked out again.</summary>
/// <param name="Kind">What the policy says.</param>
/// <param name="Evidence">What the member did.</param>
/// <param name="Circumstances">What else was known.</param>
/// <param name="Rate">The rate of attendance by which it was measured, from 0 to 1; null where there was nothing to measure.</param>
/// <param name="LacksTalks">Whether fewer talks were given than the bound asks for.</param>
/// <param name="LacksAttendance">Whether less was attended than the bound asks for.</param>
public sealed record Verdict(VerdictKind Kind, TakingPart Evidence, Circumstances Circumstances, decimal? Rate, bool LacksTalks, bool LacksAttendance);
