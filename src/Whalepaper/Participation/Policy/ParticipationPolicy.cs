using NodaTime;
using Whalepaper.Members;
using Whalepaper.Settings;

namespace Whalepaper.Participation.Policy;

/// <summary>When several bounds make somebody low. The numbers are kept in databases.</summary>
public enum BoundsMissed
{
    /// <summary>Only who misses all of them.</summary>
    All = 1,

    /// <summary>Who misses any of them.</summary>
    Any = 2,
}

/// <summary>Whose role exempts them. The numbers are kept in databases.</summary>
public enum ExemptRoles
{
    /// <summary>Nobody's: the committee and the organizer are measured like everybody else.</summary>
    None = 0,

    /// <summary>The organizer's.</summary>
    Organizer = 1,

    /// <summary>The organizer's and the committee's.</summary>
    Committee = 2,
}

/// <summary>
/// Who is called low in a topic (流出机制). A bound of 0 is none; without a bound nobody is low. It judges by what it is given, knows no clock and no
/// database, and moves nobody: that takes a person's word.
/// </summary>
/// <param name="LeastTalks">Talks that a member is to give in the topic; 0 for no such bound.</param>
/// <param name="LeastAttendance">Attendance in percent, from 0 to 100; 0 for no such bound.</param>
/// <param name="Missed">Whether all bounds have to be missed, or any.</param>
/// <param name="GraceDays">Who joined in so many last days of the topic is exempt; at least 0.</param>
/// <param name="Hysteresis">The share of a bound, in percent from 0 to 100, at which who was not low in the topic before is not called low.</param>
/// <param name="FreeAbsences">Missed meetings that do not count; at least 0.</param>
/// <param name="Exempts">Whose role exempts them.</param>
public sealed record ParticipationPolicy(
    int LeastTalks, decimal LeastAttendance, BoundsMissed Missed = BoundsMissed.All, int GraceDays = 14, decimal Hysteresis = 90, int FreeAbsences = 0, ExemptRoles Exempts = ExemptRoles.None)
{
    /// <summary>The policy that settings say; what is not set has its default.</summary>
    /// <param name="kept">The settings, by key.</param>
    public static ParticipationPolicy From(IReadOnlyDictionary<string, string> kept) => new(
        (int)SettingsCatalogue.LeastTalks.Of(kept),
        SettingsCatalogue.LeastAttendance.Of(kept),
        SettingsCatalogue.BoundsMissed.Of(kept) is "any" ? BoundsMissed.Any : BoundsMissed.All,
        (int)SettingsCatalogue.GraceDays.Of(kept),
        SettingsCatalogue.Hysteresis.Of(kept),
        (int)SettingsCatalogue.FreeAbsences.Of(kept),
        SettingsCatalogue.ExemptRoles.Of(kept) switch { "organizer" => ExemptRoles.Organizer, "committee" => ExemptRoles.Committee, _ => ExemptRoles.None });

    /// <summary>
    /// Judges. Called low is who misses the bounds: by <see cref="Hysteresis"/> where they were not low before, and whole where they were. So nobody
    /// goes in and out by doing about as much as a bound: to be called low one falls below the lower mark, to be called so no longer one reaches the whole.
    /// </summary>
    /// <param name="evidence">What the member did.</param>
    /// <param name="circumstances">What else is known of them.</param>
    public Verdict Judge(TakingPart evidence, Circumstances circumstances)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(circumstances);
        var (talks, attendance) = (LacksTalks(evidence, 100), LacksAttendance(evidence, 100));
        var kind = circumstances.Exemption is not null ? VerdictKind.Exempt
            : !IsLow(talks, attendance) ? VerdictKind.Fine
            : circumstances.WasLow || IsLow(LacksTalks(evidence, Hysteresis), LacksAttendance(evidence, Hysteresis)) ? VerdictKind.Low
            : VerdictKind.Near;
        return new(kind, evidence, circumstances, evidence.Rate(FreeAbsences), talks, attendance);
    }

    /// <summary>Why nothing is asked of a member; null where it is. A person's word comes before the rules.</summary>
    /// <param name="locked">The organizer's reason for locking their standing; null where it is not locked.</param>
    /// <param name="excepted">The committee's reason for excepting them in this topic; null where they are not.</param>
    /// <param name="role">Their role.</param>
    /// <param name="joined">The day on which they joined, in the group's zone; null where it is not known.</param>
    /// <param name="ends">The topic's last day, in the group's zone; null while it is not known.</param>
    public Exemption? ExemptionOf(string? locked, string? excepted, Role role, LocalDate? joined, LocalDate? ends) =>
        locked is not null ? new(ExemptionKind.Locked, locked)
        : excepted is not null ? new(ExemptionKind.Excepted, excepted)
        : (role is Role.Organizer && Exempts is not ExemptRoles.None) || (role is Role.Committee && Exempts is ExemptRoles.Committee) ? new(ExemptionKind.Role)
        : IsLate(joined, ends) ? new(ExemptionKind.JoinedLate)
        : null;

    /// <summary>
    /// Whether somebody was not low, and was excused from more than half of what was held, or from all that would have been asked of them. Excuses said in time are free; this is to be seen, and
    /// nothing follows from it.
    /// </summary>
    /// <param name="verdict">What the policy says of them.</param>
    public bool IsMostlyExcused(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var (kind, evidence) = (verdict.Kind, verdict.Evidence);
        return LeastAttendance > 0 && kind is VerdictKind.Fine or VerdictKind.Near && evidence.Excused > 0 && (evidence.Excused * 2 > evidence.Held || evidence.Asked(FreeAbsences) == 0);
    }

    private bool IsLate(LocalDate? joined, LocalDate? ends) => joined is { } day && ends is { } last && day > last.PlusDays(-GraceDays);

    private bool IsLow(bool talks, bool attendance) => Missed is BoundsMissed.Any
        ? talks || attendance
        : (talks || LeastTalks <= 0) && (attendance || LeastAttendance <= 0) && (talks || attendance);

    // In whole numbers as far as they go, so that a bound is met by exactly as much as it says.
    private bool LacksTalks(TakingPart evidence, decimal share) => evidence.Talks * 100 < LeastTalks * share;

    private bool LacksAttendance(TakingPart evidence, decimal share) =>
        evidence.Asked(FreeAbsences) is var asked and > 0 && evidence.Attended * 10_000m < LeastAttendance * share * asked;
}
