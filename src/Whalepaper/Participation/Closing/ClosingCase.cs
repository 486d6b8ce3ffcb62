using NodaTime;
using Whalepaper.Members;
using Whalepaper.Participation.Policy;

namespace Whalepaper.Participation.Closing;

/// <summary>What a person decides about somebody who was low. The numbers are kept in databases.</summary>
public enum ClosingDecision
{
    /// <summary>They stay.</summary>
    Keep = 1,

    /// <summary>They move to the open group.</summary>
    ToOpen = 2,

    /// <summary>They move out.</summary>
    ToFormer = 3,
}

/// <summary>
/// A member in a closing, with the evidence as it was frozen: everybody who was low, whoever was exempt and would have been, and the committee and the organizer in any case, who are measured
/// by the same rule and shown. Only who was low is decided about, and only by people.
/// </summary>
public sealed class ClosingCase
{
    /// <summary>The longest objection, and the longest reason, in UTF-16 units.</summary>
    public const int WordsMaximum = 4000;

    private ClosingCase()
    {
    }

    /// <summary>Writes down what somebody did.</summary>
    /// <param name="closingId">The closing's database number.</param>
    /// <param name="memberId">Who: their database number.</param>
    /// <param name="role">What they do for the group.</param>
    /// <param name="verdict">What the policy says.</param>
    public ClosingCase(int closingId, int memberId, Role role, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        (ClosingId, MemberId, Role, Kind, WasLow) = (closingId, memberId, role, verdict.Kind, verdict.Circumstances.WasLow);
        (Exemption, ExemptionWords) = (verdict.Circumstances.Exemption?.Kind, verdict.Circumstances.Exemption?.Words);
        (Talks, Held, Attended, Excused, ExcusedLate) = verdict.Evidence;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The closing's database number.</summary>
    public int ClosingId { get; private set; }

    /// <summary>Who: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Who.</summary>
    public Member Member { get; private set; } = null!;

    /// <summary>What they did for the group when it was frozen.</summary>
    public Role Role { get; private set; }

    /// <summary>What the policy said.</summary>
    public VerdictKind Kind { get; private set; }

    /// <summary>Why nothing was asked of them; null where it was.</summary>
    public ExemptionKind? Exemption { get; private set; }

    /// <summary>The reason for that, in the words of who gave it.</summary>
    public string? ExemptionWords { get; private set; }

    /// <summary>Whether they were low in the topic before.</summary>
    public bool WasLow { get; private set; }

    /// <summary>Talks given.</summary>
    public int Talks { get; private set; }

    /// <summary>Meetings of theirs that were held.</summary>
    public int Held { get; private set; }

    /// <summary>Those at which they were.</summary>
    public int Attended { get; private set; }

    /// <summary>Those for which they were excused in time.</summary>
    public int Excused { get; private set; }

    /// <summary>Those for which they were excused too late.</summary>
    public int ExcusedLate { get; private set; }

    /// <summary>When they were told; null where they were not.</summary>
    public Instant? ToldAt { get; private set; }

    /// <summary>Until when they may object, and nobody decides against them; null where they were not told.</summary>
    public Instant? ObjectUntil { get; private set; }

    /// <summary>What they say against it; null for nothing.</summary>
    public string? Objection { get; private set; }

    /// <summary>When they said so last.</summary>
    public Instant? ObjectedAt { get; private set; }

    /// <summary>What was decided; null while nobody did.</summary>
    public ClosingDecision? Decision { get; private set; }

    /// <summary>Why, in words to them.</summary>
    public string? Reason { get; private set; }

    /// <summary>Who decided: their database number.</summary>
    public int? DecidedById { get; private set; }

    /// <summary>When.</summary>
    public Instant? DecidedAt { get; private set; }

    /// <summary>Who decided the same beside them, where it takes two: their database number.</summary>
    public int? SecondById { get; private set; }

    /// <summary>When.</summary>
    public Instant? SecondedAt { get; private set; }

    /// <summary>Where they stood before they were moved; null where they were not.</summary>
    public Standing? BeforeStanding { get; private set; }

    /// <summary>Since when they had stood there.</summary>
    public Instant? BeforeSince { get; private set; }

    /// <summary>What they had done for the group.</summary>
    public Role? BeforeRole { get; private set; }

    /// <summary>What they held and lost with it: JSON of <see cref="HeldClaims"/>; null for nothing.</summary>
    public string? BeforeClaims { get; private set; }

    /// <summary>When they were put back where they stood; null where they were not.</summary>
    public Instant? UndoneAt { get; private set; }

    /// <summary>When they came back to the open group by themselves; null where they did not.</summary>
    public Instant? ReturnedAt { get; private set; }

    /// <summary>Counts changes: of two who decide at once, one does.</summary>
    public int Version { get; private set; }

    /// <summary>What they did, as it was frozen.</summary>
    public TakingPart Evidence => new(Talks, Held, Attended, Excused, ExcusedLate);

    /// <summary>Whether it is decided about them at all.</summary>
    public bool IsOpen => Kind is VerdictKind.Low;

    /// <summary>Whether they were moved, and not put back.</summary>
    public bool IsMoved => BeforeStanding is not null && UndoneAt is null;

    /// <summary>Where a decision leads to; null where they stay.</summary>
    public static Standing? Target(ClosingDecision? decision) => decision switch
    {
        ClosingDecision.ToOpen => Standing.Open,
        ClosingDecision.ToFormer => Standing.Former,
        _ => null,
    };

    /// <summary>Whether a person decided, and two did where it takes two: to move somebody who holds an office.</summary>
    /// <param name="role">What they do for the group by now.</param>
    public bool IsDecided(Role role) => Decision is ClosingDecision.Keep || (Decision is not null && (role is Role.None || SecondById is not null));

    /// <summary>Whether it can be decided by now that they move: nobody is moved before they could object.</summary>
    public bool MayMove(Instant now) => IsOpen && ObjectUntil <= now;

    /// <summary>Notes that they were told.</summary>
    public void Tell(Instant at, Instant objectUntil)
    {
        Must(IsOpen && ToldAt is null);
        (ToldAt, ObjectUntil) = (at, objectUntil);
    }

    /// <summary>Says something against it, or says it anew: as long as the days last, whatever somebody decided meanwhile, for that may be decided otherwise once they are over.</summary>
    /// <returns>Whether that they move was decided while this was on its way: then it is to be decided anew, by who has read it.</returns>
    /// <exception cref="InvalidOperationException">They were not told, or the days are over.</exception>
    public bool SayAgainst(string words, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(words);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words.Length, WordsMaximum, nameof(words));
        Must(IsOpen && at < ObjectUntil);
        (Objection, ObjectedAt) = (words.Trim(), at);
        if (Target(Decision) is null)
            return false;
        (Decision, Reason, DecidedById, DecidedAt, SecondById, SecondedAt) = (null, null, null, null, null, null);
        return true;
    }

    /// <summary>Decides, or decides otherwise. Who decides the same as somebody else before them is the second.</summary>
    /// <param name="decision">What.</param>
    /// <param name="reason">Why, in words to them; needed to keep somebody, and for who objected.</param>
    /// <param name="byId">Who decides: their database number.</param>
    /// <param name="role">What the member does for the group by now.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">They decide about themselves, too early, or without a word where one is needed.</exception>
    public void Decide(ClosingDecision decision, string? reason, int byId, Role role, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason?.Length ?? 0, WordsMaximum, nameof(reason));
        Must(IsOpen && ToldAt is not null && byId != MemberId);
        Must(decision is ClosingDecision.Keep || MayMove(at));
        var words = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (decision is not ClosingDecision.Keep && role is not Role.None && Decision == decision && DecidedById != byId)
        {
            (SecondById, SecondedAt, Reason) = (byId, at, words ?? Reason);
            return;
        }

        // Whoever says again what they said is still the first, and nobody's second.
        if (Decision == decision && (DecidedById == byId || SecondById == byId))
        {
            Reason = words ?? Reason;
            return;
        }

        // Whoever says the same in somebody's place may leave their words.
        Must(!Lacks(decision, words));
        words ??= Decision == decision ? Reason : null;
        (Decision, Reason, DecidedById, DecidedAt, SecondById, SecondedAt) = (decision, words, byId, at, null, null);
    }

    /// <summary>Whether a decision takes a word: to keep somebody, and an answer to who objected.</summary>
    public bool NeedsReason(ClosingDecision decision) => decision is ClosingDecision.Keep || Objection is not null;

    /// <summary>Whether a decision still lacks the word that it takes. Who says the same as was said before may leave that word.</summary>
    /// <param name="decision">What is decided.</param>
    /// <param name="reason">Why, as it was said; null or blank for nothing.</param>
    public bool Lacks(ClosingDecision decision, string? reason) => string.IsNullOrWhiteSpace(reason) && NeedsReason(decision) && Decision != decision;

    /// <summary>Moves them as it was decided, and keeps where they stood.</summary>
    /// <param name="claims">What they held and lose with it; null for nothing.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It is not decided that they move.</exception>
    public void Move(HeldClaims? claims, Instant at)
    {
        Must(Target(Decision) is not null && IsDecided(Member.Role) && BeforeStanding is null);
        (BeforeStanding, BeforeSince, BeforeRole, BeforeClaims) = (Member.Standing, Member.StandingSince, Member.Role, claims?.Write());
        Member.MoveTo(Target(Decision)!.Value, at);
    }

    /// <summary>Whether they still stand where they were moved to, or came back by themselves: whom somebody else moved since stays there.</summary>
    /// <param name="executedAt">When they were moved.</param>
    public bool StandsAsMoved(Instant? executedAt) => IsMoved && Member.LeftAt is null
        && (ReturnedAt is null ? Member.Standing == Target(Decision) && Member.StandingSince == executedAt : Member.Standing is Standing.Open && Member.StandingSince == ReturnedAt);

    /// <summary>Comes back to the open group, as anyone may who was moved out.</summary>
    /// <exception cref="InvalidOperationException">They were not moved out by this.</exception>
    public void Return(Instant at)
    {
        Must(IsMoved && Decision is ClosingDecision.ToFormer && Member.Standing is Standing.Former);
        ReturnedAt = at;
        Member.MoveTo(Standing.Open, at);
    }

    /// <summary>Puts them back where they stood.</summary>
    /// <param name="toCommittee">Whether a seat on the committee comes back with it: not once another one was elected.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">They were not moved, or were put back before.</exception>
    public void PutBack(bool toCommittee, Instant at)
    {
        Must(IsMoved);
        Member.StandAgain(BeforeStanding!.Value, BeforeSince, BeforeRole is Role.Committee && !toCommittee ? Role.None : BeforeRole!.Value);
        UndoneAt = at;
    }

    /// <summary>Forgets what was said, and what they had noted on panels: they left. That they were measured stays, of a number without a name.</summary>
    public void Forget()
    {
        (Objection, Reason, ExemptionWords) = (null, null, null);
        // Whoever waits for a paper that they held is still to move up to it.
        if (HeldClaims.Read(BeforeClaims) is { } held)
            BeforeClaims = (held with { Seats = [] }).Write();
    }

    private void Must(bool isMet)
    {
        if (!isMet)
            throw new InvalidOperationException($"Member {MemberId} cannot be treated so in this closing.");
    }
}
