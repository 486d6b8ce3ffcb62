using NodaTime;
using Whalepaper.Talks;

namespace Whalepaper.Meetings;

/// <summary>One dated occurrence of a track's weekly hour (分享会).</summary>
public sealed class Meeting
{
    private readonly List<Talk> _talks = [];

    private Meeting()
    {
    }

    /// <summary>Plans a meeting.</summary>
    /// <param name="topicId">The topic's database number.</param>
    /// <param name="trackId">The track's database number.</param>
    /// <param name="plannedOn">The day of the weekly hour in the group's zone: with the track, what tells one meeting from another for ever.</param>
    /// <param name="startsAt">When it begins.</param>
    /// <param name="minutes">Its length in minutes.</param>
    /// <param name="at">When it was planned.</param>
    public Meeting(int topicId, int trackId, LocalDate plannedOn, Instant startsAt, int minutes, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, 1);
        TopicId = topicId;
        TrackId = trackId;
        PlannedOn = plannedOn;
        StartsAt = startsAt;
        Minutes = minutes;
        ChangedAt = at;
        Uid = Guid.CreateVersion7(at.ToDateTimeOffset()).ToString("N");
    }

    /// <summary>The database's number, in the meeting's address.</summary>
    public int Id { get; private set; }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The track's database number.</summary>
    public int TrackId { get; private set; }

    /// <summary>The day of the weekly hour from which it was planned, in the group's zone; stays when the meeting moves.</summary>
    public LocalDate PlannedOn { get; private set; }

    /// <summary>When it begins.</summary>
    public Instant StartsAt { get; private set; }

    /// <summary>Its length in minutes.</summary>
    public int Minutes { get; private set; }

    /// <summary>When it ends.</summary>
    public Instant EndsAt => StartsAt + Duration.FromMinutes(Minutes);

    /// <summary>Whether it was moved alone, away from its weekly hour; then a new weekly hour leaves it where it is.</summary>
    public bool IsMoved { get; private set; }

    /// <summary>When it was cancelled; null if it takes place.</summary>
    public Instant? CancelledAt { get; private set; }

    /// <summary>Why it was cancelled, for people.</summary>
    public string? CancelledBecause { get; private set; }

    /// <summary>The lasting name by which calendars know it.</summary>
    public string Uid { get; private set; } = "";

    /// <summary>How often its time or state changed: a calendar's SEQUENCE.</summary>
    public int Sequence { get; private set; }

    /// <summary>When it last changed: a calendar's LAST-MODIFIED and DTSTAMP.</summary>
    public Instant ChangedAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>What is shared at it.</summary>
    public IReadOnlyList<Talk> Talks => _talks;

    /// <summary>Moves it alone, away from its weekly hour.</summary>
    public void MoveTo(Instant startsAt, int minutes, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, 1);
        if (StartsAt == startsAt && Minutes == minutes)
            return;
        StartsAt = startsAt;
        Minutes = minutes;
        IsMoved = true;
        Changed(at);
    }

    /// <summary>Follows the weekly hour to another time; a meeting that was moved alone, or cancelled, stays as it is.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool FollowSlot(Instant startsAt, int minutes, Instant at)
    {
        if (IsMoved || CancelledAt is not null || (StartsAt == startsAt && Minutes == minutes))
            return false;
        StartsAt = startsAt;
        Minutes = minutes;
        Changed(at);
        return true;
    }

    /// <summary>Cancels it alone; calendars go on to show it as cancelled for a while.</summary>
    public void Cancel(string? because, Instant at)
    {
        if (CancelledAt is not null)
            return;
        CancelledAt = at;
        CancelledBecause = because;
        Changed(at);
    }

    /// <summary>Takes a cancellation back.</summary>
    public void Reinstate(Instant at)
    {
        if (CancelledAt is null)
            return;
        CancelledAt = null;
        CancelledBecause = null;
        Changed(at);
    }

    private void Changed(Instant at)
    {
        Sequence++;
        ChangedAt = at;
    }
}
