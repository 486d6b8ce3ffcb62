using NodaTime;

namespace Whalepaper.Talks.Claiming;

/// <summary>Days on which a member cannot share, as they said themselves; or is on leave, and cannot come to meetings either. Known to them and the committee alone.</summary>
public sealed class AwayDays
{
    /// <summary>How many stretches of one member are kept.</summary>
    public const int Most = 40;

    /// <summary>The longest reason of the committee, in UTF-16 units.</summary>
    public const int ReasonMaximum = 300;

    /// <summary>The longest stretch, in days.</summary>
    public const int LongestDays = 400;

    private AwayDays()
    {
    }

    /// <summary>Says when.</summary>
    /// <param name="memberId">Whose days.</param>
    /// <param name="from">The first day, in the group's zone.</param>
    /// <param name="to">The last day, in the group's zone; the first one again for a single day.</param>
    /// <exception cref="ArgumentException">It would end before it begins, or last longer than <see cref="LongestDays"/>.</exception>
    public AwayDays(int memberId, LocalDate from, LocalDate to)
    {
        if (to < from || Period.DaysBetween(from, to) >= LongestDays)
            throw new ArgumentException($"From {from} to {to} is no stretch of days.", nameof(to));
        MemberId = memberId;
        From = from;
        To = to;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>The first day, in the group's zone.</summary>
    public LocalDate From { get; private set; }

    /// <summary>The last day, in the group's zone.</summary>
    public LocalDate To { get; private set; }

    /// <summary>When it was said that they cannot come to meetings either; null where they can. For meetings that begin later it counts as an excuse in advance.</summary>
    public Instant? LeaveAt { get; private set; }

    /// <summary>Who of the committee entered the leave: their database number; null where its member did. It counts for meetings before, too.</summary>
    public int? LeaveById { get; private set; }

    /// <summary>Why, in the committee's words; null where its member entered it.</summary>
    public string? LeaveReason { get; private set; }

    /// <summary>Says that they cannot come to meetings either.</summary>
    /// <param name="at">When it is said.</param>
    /// <returns>The same.</returns>
    public AwayDays AsLeave(Instant at)
    {
        LeaveAt ??= at;
        return this;
    }

    /// <summary>The committee enters a leave.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="byId">Who does: their database number.</param>
    /// <param name="at">When.</param>
    /// <returns>The same.</returns>
    /// <exception cref="InvalidOperationException">It is their own.</exception>
    public AwayDays AsLeave(string reason, int byId, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, ReasonMaximum, nameof(reason));
        if (byId == MemberId)
            throw new InvalidOperationException("Nobody excuses themselves in the committee's name.");
        (LeaveAt, LeaveById, LeaveReason) = (at, byId, reason.Trim());
        return this;
    }

    /// <summary>Whether a day is one of them.</summary>
    public bool Covers(LocalDate day) => From <= day && day <= To;
}
