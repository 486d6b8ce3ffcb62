using NodaTime;
using Whalepaper.Meetings;

namespace Whalepaper.Participation.Excuses;

/// <summary>
/// A word about a meeting that somebody missed, said after it began: their own, which is shown and leaves the meeting where it is; or the committee's, which takes it out. What is said
/// before a meeting begins is a <see cref="Meetings.Attending.Coming"/>, and counts by itself.
/// </summary>
public sealed class Excuse
{
    /// <summary>The longest words of either side, in UTF-16 units.</summary>
    public const int WordMaximum = 300;

    private Excuse()
    {
    }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>Whose it is: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>What they say; null for nothing.</summary>
    public string? Word { get; private set; }

    /// <summary>When it was first said.</summary>
    public Instant At { get; private set; }

    /// <summary>Why the committee accepts it; null where it does not.</summary>
    public string? Reason { get; private set; }

    /// <summary>Who of the committee accepted it: their database number; null where nobody did.</summary>
    public int? AcceptedById { get; private set; }

    /// <summary>When it was accepted.</summary>
    public Instant? AcceptedAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Whether it counts: the committee accepted it.</summary>
    public bool Counts => AcceptedById is not null;

    /// <summary>Somebody says, too late, why they missed a meeting.</summary>
    /// <param name="meeting">The meeting; it began.</param>
    /// <param name="memberId">Who: their database number.</param>
    /// <param name="word">Why; null for nothing.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It has not begun, or is cancelled.</exception>
    public static Excuse Late(Meeting meeting, int memberId, string? word, Instant at)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        if (at < meeting.StartsAt || meeting.CancelledAt is not null)
            throw new InvalidOperationException("An excuse is late once the meeting began.");
        var excuse = new Excuse { MeetingId = meeting.Id, MemberId = memberId, At = at };
        excuse.Say(word);
        return excuse;
    }

    /// <summary>The committee excuses somebody who said nothing.</summary>
    /// <param name="meeting">The meeting.</param>
    /// <param name="memberId">Whom: their database number.</param>
    /// <param name="reason">Why.</param>
    /// <param name="byId">Who does: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It is cancelled, or somebody excuses themselves.</exception>
    public static Excuse ByCommittee(Meeting meeting, int memberId, string reason, int byId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        if (meeting.CancelledAt is not null)
            throw new InvalidOperationException("Nobody misses a meeting that does not take place.");
        var excuse = new Excuse { MeetingId = meeting.Id, MemberId = memberId, At = at };
        excuse.Accept(reason, byId, at);
        return excuse;
    }

    /// <summary>Says it otherwise.</summary>
    public void Say(string? word)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(word?.Length ?? 0, WordMaximum, nameof(word));
        Word = string.IsNullOrWhiteSpace(word) ? null : word.Trim();
    }

    /// <summary>The committee accepts it, so that it counts.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="byId">Who does: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It is their own.</exception>
    public void Accept(string reason, int byId, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, WordMaximum, nameof(reason));
        if (byId == MemberId)
            throw new InvalidOperationException("Nobody excuses themselves.");
        (Reason, AcceptedById, AcceptedAt) = (reason.Trim(), byId, at);
    }

    /// <summary>The committee takes that back.</summary>
    /// <param name="byId">Who does: their database number.</param>
    /// <exception cref="InvalidOperationException">It is their own.</exception>
    public void Unaccept(int byId)
    {
        if (byId == MemberId)
            throw new InvalidOperationException("Nobody decides about their own excuse.");
        (Reason, AcceptedById, AcceptedAt) = (null, null, null);
    }

    /// <summary>Forgets the words, since who they tell about left; that they were excused stays.</summary>
    internal void Forget() => (Word, Reason) = (null, null);
}
