using NodaTime;

namespace Whalepaper.Meetings.Attending;

/// <summary>What a member said about one date: "I'm coming", or "I'm excused".</summary>
public sealed class Coming
{
    private Coming()
    {
    }

    /// <summary>Says it.</summary>
    /// <param name="meeting">Of which meeting.</param>
    /// <param name="memberId">Who: their database number.</param>
    /// <param name="isComing">Whether they come.</param>
    /// <param name="at">When they said so.</param>
    /// <exception cref="InvalidOperationException">It began already, or is cancelled.</exception>
    public Coming(Meeting meeting, int memberId, bool isComing, Instant at)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        (MeetingId, MemberId) = (meeting.Id, memberId);
        Say(meeting, isComing, at);
    }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Whether they come; else they are excused.</summary>
    public bool IsComing { get; private set; }

    /// <summary>When they said so last.</summary>
    public Instant At { get; private set; }

    /// <summary>Whether a word can be said about a meeting: until it begins. Afterwards it would be no excuse.</summary>
    public static bool IsAsked(Meeting meeting, Instant now)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        return meeting.CancelledAt is null && now < meeting.StartsAt;
    }

    /// <summary>Whether it is an excuse that counts: one that was made before the meeting began.</summary>
    public bool Excuses(Meeting meeting)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        return !IsComing && At < meeting.StartsAt;
    }

    /// <summary>Says it anew.</summary>
    /// <exception cref="InvalidOperationException">It began already, is cancelled, or is another one.</exception>
    public void Say(Meeting meeting, bool isComing, Instant at)
    {
        if (!IsAsked(meeting, at))
            throw new InvalidOperationException("Who comes is said before it begins.");
        if (meeting.Id != MeetingId)
            throw new InvalidOperationException("This was said about another meeting.");
        (IsComing, At) = (isComing, at);
    }

    /// <summary>The same word in another's name, because the two are one person.</summary>
    internal Coming For(int memberId) => new() { MeetingId = MeetingId, MemberId = memberId, IsComing = IsComing, At = At };
}
