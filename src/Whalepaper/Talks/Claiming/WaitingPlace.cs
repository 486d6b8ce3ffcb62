using NodaTime;
using Whalepaper.Members;

namespace Whalepaper.Talks.Claiming;

/// <summary>A place on the waiting list of a paper that somebody else took: who waits longest moves up when it becomes free.</summary>
public sealed class WaitingPlace
{
    private WaitingPlace()
    {
    }

    /// <summary>Waits for an entry.</summary>
    /// <param name="entryId">The entry's database number.</param>
    /// <param name="member">Who waits.</param>
    /// <param name="at">Since when.</param>
    public WaitingPlace(int entryId, Member member, Instant at)
    {
        ArgumentNullException.ThrowIfNull(member);
        EntryId = entryId;
        Member = member;
        At = at;
    }

    /// <summary>The entry's database number.</summary>
    public int EntryId { get; private set; }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Who waits.</summary>
    public Member Member { get; private set; } = null!;

    /// <summary>Since when.</summary>
    public Instant At { get; private set; }
}
