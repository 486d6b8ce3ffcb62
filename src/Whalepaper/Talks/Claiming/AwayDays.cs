using NodaTime;

namespace Whalepaper.Talks.Claiming;

/// <summary>Days on which a member cannot share, as they said themselves; known to them and the committee alone.</summary>
public sealed class AwayDays
{
    /// <summary>How many stretches of one member are kept.</summary>
    public const int Most = 40;

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

    /// <summary>Whether a day is one of them.</summary>
    public bool Covers(LocalDate day) => From <= day && day <= To;
}
