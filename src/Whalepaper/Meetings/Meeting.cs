using NodaTime;
using Whalepaper.Talks;
using Whalepaper.Tracks;

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
    /// <param name="plannedOn">The day of the weekly hour in the group's zone: a track has one meeting on a day.</param>
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

    /// <summary>
    /// The day of the weekly hour from which it was planned, in the group's zone. It stays when the meeting is moved alone, and
    /// never leaves its week: track and week are what tells one meeting from another for ever.
    /// </summary>
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

    /// <summary>How often it, or what is shared at it, changed: a calendar's SEQUENCE. See <see cref="MeetingRevision"/>.</summary>
    public int Sequence { get; private set; }

    /// <summary>When it, or what is shared at it, last changed: a calendar's LAST-MODIFIED and DTSTAMP.</summary>
    public Instant ChangedAt { get; private set; }

    /// <summary>How members get into it from afar; null for the way of its track.</summary>
    public JoinLink? JoinLink { get; private set; }

    /// <summary>Where it is to be seen afterwards: an absolute http or https address; null while it is nowhere.</summary>
    public string? Recording { get; private set; }

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

    /// <summary>Whether the plan may still change it: it did not begin, and nobody decided about it alone.</summary>
    /// <param name="now">The present.</param>
    /// <param name="isOpened">Whether its room was opened: then it has begun, though its hour is still to come.</param>
    public bool FollowsPlan(Instant now, bool isOpened = false) => StartsAt > now && !isOpened && !IsMoved && CancelledAt is null;

    /// <summary>Follows the weekly hour to another time or another day of the same week; see <see cref="FollowsPlan"/>.</summary>
    /// <param name="occurrence">The weekly hour of this meeting's week.</param>
    /// <param name="at">The present.</param>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="ArgumentException">The hour is of another week.</exception>
    public bool FollowSlot(SlotOccurrence occurrence, Instant at)
    {
        ArgumentNullException.ThrowIfNull(occurrence);
        if (occurrence.Week != SlotOccurrence.WeekOf(PlannedOn))
            throw new ArgumentException($"{occurrence.Date} is not in the week of {PlannedOn}.", nameof(occurrence));
        if (!FollowsPlan(at) || (PlannedOn == occurrence.Date && StartsAt == occurrence.StartsAt && Minutes == occurrence.Minutes))
            return false;
        PlannedOn = occurrence.Date;
        StartsAt = occurrence.StartsAt;
        Minutes = occurrence.Minutes;
        Changed(at);
        return true;
    }

    /// <summary>Hands it on to a newer topic of the same track.</summary>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="InvalidOperationException">Somebody shares at it already, in its own topic.</exception>
    public bool PassTo(int topicId, Instant at)
    {
        if (TopicId == topicId)
            return false;
        if (_talks.Count > 0)
            throw new InvalidOperationException("A meeting with talks stays with the topic of its talks.");
        TopicId = topicId;
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

    /// <summary>Says how members get into it from afar. Calendars of members hold it, and so hear of the change.</summary>
    /// <param name="link">The way; null for that of its track.</param>
    /// <param name="at">When it was said.</param>
    public void JoinBy(JoinLink? link, Instant at)
    {
        if (JoinLink == link)
            return;
        JoinLink = link;
        Changed(at);
    }

    /// <summary>Says where it is to be seen afterwards.</summary>
    /// <param name="link">An absolute http or https address; null or blank takes it away.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="ArgumentException">No such address.</exception>
    /// <exception cref="InvalidOperationException">It has not begun.</exception>
    public void Record(string? link, Instant now)
    {
        if (string.IsNullOrWhiteSpace(link))
        {
            Recording = null;
            return;
        }

        if (StartsAt > now)
            throw new InvalidOperationException("What has not begun was not recorded.");
        Recording = JoinLink.IsAddress(link.Trim()) ? link.Trim() : throw new ArgumentException($"'{link}' is no http or https address.", nameof(link));
    }

    private void Changed(Instant at)
    {
        Sequence++;
        ChangedAt = at;
    }
}
