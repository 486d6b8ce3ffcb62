using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Members;

namespace Whalepaper.Talks.Claiming;

/// <summary>Who steps in at a meeting if nobody else can: one a meeting, first come.</summary>
public sealed class Standby
{
    private Standby()
    {
    }

    /// <summary>Stands by.</summary>
    /// <param name="meetingId">The meeting's database number.</param>
    /// <param name="member">Who stands by.</param>
    /// <param name="at">When they said so.</param>
    public Standby(int meetingId, Member member, Instant at)
    {
        ArgumentNullException.ThrowIfNull(member);
        MeetingId = meetingId;
        Member = member;
        At = at;
    }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>Whether somebody may begin to stand by: until a meeting begins, or is opened. Afterwards it would be a way to somebody else's talk.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="isOpened">Whether somebody opened it already.</param>
    /// <param name="now">The present.</param>
    public static bool IsTaken(Meeting meeting, bool isOpened, Instant now)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        return meeting.CancelledAt is null && !isOpened && now < meeting.StartsAt;
    }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Who stands by.</summary>
    public Member Member { get; private set; } = null!;

    /// <summary>When they said so.</summary>
    public Instant At { get; private set; }
}
