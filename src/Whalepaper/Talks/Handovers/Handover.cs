using NodaTime;
using Whalepaper.Members;

namespace Whalepaper.Talks.Handovers;

/// <summary>How an offer ended. The numbers are kept in databases.</summary>
public enum HandoverEnd
{
    /// <summary>The talk went over, or the dates were swapped.</summary>
    Done = 1,

    /// <summary>Who was asked said no.</summary>
    Declined = 2,

    /// <summary>Who offered took it back.</summary>
    Withdrawn = 3,

    /// <summary>The committee did not agree.</summary>
    Refused = 4,

    /// <summary>The talk changed meanwhile, so that there was nothing left to take.</summary>
    Lapsed = 5,
}

/// <summary>
/// An offer of a talk to somebody, or to all; or an offer to swap its date with that of another talk. It is two-sided: offered, taken, and
/// where the group's rule says so, agreed to by the committee. Only then anything changes.
/// </summary>
public sealed class Handover
{
    /// <summary>The longest word with it, in UTF-16 units.</summary>
    public const int WordMaximum = 500;

    private Handover()
    {
    }

    /// <summary>Offers.</summary>
    /// <param name="talk">The talk.</param>
    /// <param name="from">Who offers; a presenter of it.</param>
    /// <param name="to">To whom; null for all.</param>
    /// <param name="swap">The talk whose date is wanted for its own; null to give the talk away.</param>
    /// <param name="word">A word with it.</param>
    /// <param name="at">When.</param>
    /// <param name="late">Whether it is late; see <see cref="IsLate"/>.</param>
    /// <exception cref="InvalidOperationException">The talk is not ahead or not theirs, it is offered to its own presenter, or the swap is of two tracks.</exception>
    public Handover(Talk talk, Member from, Member? to, Talk? swap, string? word, Instant at, bool late)
    {
        ArgumentNullException.ThrowIfNull(talk);
        ArgumentNullException.ThrowIfNull(from);
        if (!talk.IsAhead || !talk.Presenters.Any(p => ReferenceEquals(p.Member, from)))
            throw new InvalidOperationException("Only a presenter of a talk to come offers it.");
        if (to is not null && talk.Presenters.Any(p => ReferenceEquals(p.Member, to)))
            throw new InvalidOperationException("Who shares a talk already cannot take it over.");
        if (swap is not null && (swap.TrackId != talk.TrackId || !swap.IsAhead || swap.Id == talk.Id))
            throw new InvalidOperationException("Dates are swapped between two talks of one track.");
        Talk = talk;
        From = from;
        To = to;
        Swap = swap;
        Word = string.IsNullOrWhiteSpace(word) ? null : word.Trim();
        At = at;
        IsLate = late;
        // An offer and the end of its talk at the same moment must notice each other.
        from.TakeTurn();
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>The talk.</summary>
    public Talk Talk { get; private set; } = null!;

    /// <summary>Who offers: their database number.</summary>
    public int FromId { get; private set; }

    /// <summary>Who offers.</summary>
    public Member From { get; private set; } = null!;

    /// <summary>To whom; null for all.</summary>
    public int? ToId { get; private set; }

    /// <summary>To whom; null for all.</summary>
    public Member? To { get; private set; }

    /// <summary>The other talk's database number, for a swap of dates.</summary>
    public int? SwapId { get; private set; }

    /// <summary>The other talk, for a swap of dates.</summary>
    public Talk? Swap { get; private set; }

    /// <summary>A word with it.</summary>
    public string? Word { get; private set; }

    /// <summary>When it was offered.</summary>
    public Instant At { get; private set; }

    /// <summary>Whether it was offered so shortly before the date that nobody could easily step in; it stays marked as late.</summary>
    public bool IsLate { get; private set; }

    /// <summary>Who took it: their database number; null while nobody did.</summary>
    public int? TakenById { get; private set; }

    /// <summary>Who took it.</summary>
    public Member? TakenBy { get; private set; }

    /// <summary>When it was taken.</summary>
    public Instant? TakenAt { get; private set; }

    /// <summary>How it ended; null while it is open.</summary>
    public HandoverEnd? End { get; private set; }

    /// <summary>When it ended.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>Who ended it: their database number; null for the program.</summary>
    public int? EndedById { get; private set; }

    /// <summary>Counts changes: of two who take it at once, one is too late.</summary>
    public int Version { get; private set; }

    /// <summary>Whether somebody took it and the committee has yet to agree.</summary>
    public bool AwaitsCommittee => End is null && TakenAt is not null;

    /// <summary>
    /// Whether there is still something to take: the talk is to come and theirs who offer it, and for a swap both have dates that take place. Once its
    /// hour has come it is theirs, whatever was offered: who gave it, or did not, is not changed afterwards.
    /// </summary>
    /// <param name="now">The present.</param>
    public bool HasObject(Instant now) => Talk.IsAhead && !Talk.HasBegun(now) && Talk.Presenters.Any(p => p.MemberId == FromId)
        && (SwapId is null || (Swap is { IsAhead: true, Meeting.CancelledAt: null } && !Swap.HasBegun(now) && Talk.Meeting is { CancelledAt: null }));

    /// <summary>Takes it.</summary>
    /// <param name="by">Who takes it: whom it was offered to, or anybody if it was offered to all.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It is not open to them.</exception>
    public void Take(Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!IsOpenTo(by))
            throw new InvalidOperationException("This offer is not open to them.");
        TakenBy = by;
        TakenAt = at;
    }

    /// <summary>Whether somebody may take it: it is open, offered to them or to all, and for a swap the other talk is theirs.</summary>
    public bool IsOpenTo(Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        if (End is not null || TakenAt is not null || Talk.Presenters.Any(p => p.MemberId == member.Id))
            return false;
        return Swap is { } other ? other.Presenters.Any(p => p.MemberId == member.Id) : ToId is null || ToId == member.Id;
    }

    /// <summary>Carries it out: the talk goes over; both must still be ahead.</summary>
    /// <param name="by">Who ends it: who took it, or the committee member who agreed.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">Nobody took it, or it ended.</exception>
    public void Complete(Member by, Instant at)
    {
        MustBeTaken();
        if (Swap is null)
            Talk.HandOver(From, TakenBy!, at, IsLate);
        EndAs(HandoverEnd.Done, by, at);
    }

    /// <summary>Who was asked says no.</summary>
    /// <exception cref="InvalidOperationException">It was not offered to them alone, or it ended.</exception>
    public void Decline(Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!IsOpenTo(by) || (ToId is null && SwapId is null))
            throw new InvalidOperationException("This offer is not for them to decline.");
        EndAs(HandoverEnd.Declined, by, at);
    }

    /// <summary>Takes the offer back.</summary>
    /// <exception cref="InvalidOperationException">Not their offer, or it ended.</exception>
    public void Withdraw(Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (by.Id != FromId)
            throw new InvalidOperationException("Only who offered takes an offer back.");
        EndAs(HandoverEnd.Withdrawn, by, at);
    }

    /// <summary>The committee does not agree.</summary>
    /// <exception cref="InvalidOperationException">Nobody took it, or it ended.</exception>
    public void Refuse(Member by, Instant at)
    {
        MustBeTaken();
        EndAs(HandoverEnd.Refused, by, at);
    }

    /// <summary>Ends an offer that a change of its talk left without object; one that ended stays as it is.</summary>
    public void Lapse(Instant at)
    {
        if (End is null)
            EndAs(HandoverEnd.Lapsed, null, at);
    }

    private void MustBeTaken()
    {
        if (End is not null || TakenBy is null)
            throw new InvalidOperationException("Nobody took this offer, or it ended.");
    }

    private void EndAs(HandoverEnd end, Member? by, Instant at)
    {
        if (End is not null)
            throw new InvalidOperationException("This offer ended already.");
        End = end;
        EndedAt = at;
        EndedById = by?.Id;
    }
}
