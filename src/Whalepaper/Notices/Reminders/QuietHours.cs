using NodaTime;

namespace Whalepaper.Notices.Reminders;

/// <summary>The hours of the night in which nobody is reminded, in the reader's own zone. They may run over midnight; of no length, there are none.</summary>
/// <param name="From">When they begin.</param>
/// <param name="To">When they end.</param>
public sealed record QuietHours(LocalTime From, LocalTime To)
{
    /// <summary>A reminder that waits for the morning must come so long before what it reminds of.</summary>
    public static readonly Duration Least = Duration.FromMinutes(30);

    /// <summary>
    /// The moment at which to remind somebody: the one that was meant, or the end of the night that it falls into; where that would be too late, the
    /// evening before.
    /// </summary>
    /// <param name="due">When it was meant.</param>
    /// <param name="event">What it reminds of.</param>
    /// <param name="zone">The reader's zone.</param>
    public Instant Shift(Instant due, Instant @event, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var local = due.InZone(zone).LocalDateTime;
        if (!Covers(local.TimeOfDay))
            return due;
        // Past midnight, the night began the day before.
        var evening = From > To && local.TimeOfDay < To ? local.Date.PlusDays(-1) : local.Date;
        var morning = From > To ? evening.PlusDays(1) : evening;
        var end = (morning + To).InZoneLeniently(zone).ToInstant();
        // Where a clock is set back, the same hour comes twice, and the night may end before the moment that was meant.
        if (end >= due && end <= @event - Least)
            return end;
        var beginning = (evening + From).InZoneLeniently(zone).ToInstant();
        return Instant.Min(beginning, due);
    }

    private bool Covers(LocalTime time) => From <= To ? time >= From && time < To : time >= From || time < To;
}
