using NodaTime;

namespace Whalepaper.Tracks;

/// <summary>A weekly hour on one day.</summary>
/// <param name="Date">The day of the weekly hour, in the group's zone.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="Minutes">Its length in minutes of elapsed time.</param>
public sealed record SlotOccurrence(LocalDate Date, Instant StartsAt, int Minutes)
{
    /// <summary>When it ends.</summary>
    public Instant EndsAt => StartsAt + Duration.FromMinutes(Minutes);

    /// <summary>The Monday of its week: a weekly hour has one occurrence in each week (ISO 8601).</summary>
    public LocalDate Week => WeekOf(Date);

    /// <summary>The Monday on or before a day.</summary>
    public static LocalDate WeekOf(LocalDate date) => date.PlusDays(1 - (int)date.DayOfWeek);
}
