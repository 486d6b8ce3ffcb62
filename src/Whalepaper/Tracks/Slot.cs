using NodaTime;

namespace Whalepaper.Tracks;

/// <summary>
/// A weekly hour, meant in the group's zone: 20:30 stays 20:30 when the clocks change. Where they make a day odd:
/// <list type="bullet">
/// <item>an hour that comes twice is met the first time;</item>
/// <item>an hour that is left out begins at the first moment after the gap;</item>
/// <item>a day that is left out altogether (Samoa's 30 December 2011) is made up for on the next day that exists, at the usual hour;</item>
/// <item>the length is elapsed time, whatever the clocks do meanwhile.</item>
/// </list>
/// So every week has exactly one occurrence.
/// </summary>
public sealed record Slot
{
    /// <summary>How long a meeting lasts unless said otherwise, in minutes.</summary>
    public const int UsualMinutes = 90;

    /// <summary>A weekly hour.</summary>
    /// <param name="weekday">The day of the week.</param>
    /// <param name="time">The wall-clock time at which it begins, to the minute.</param>
    /// <param name="minutes">Its length, 10 to 720 minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">No day given, seconds in the time, or a length outside its bounds.</exception>
    public Slot(IsoDayOfWeek weekday, LocalTime time, int minutes = UsualMinutes)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)weekday, (int)IsoDayOfWeek.None, nameof(weekday));
        ArgumentOutOfRangeException.ThrowIfNotEqual(time.TickOfDay % NodaConstants.TicksPerMinute, 0, nameof(time));
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, 10);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, 720);
        Weekday = weekday;
        Time = time;
        Minutes = minutes;
    }

    /// <summary>The day of the week.</summary>
    public IsoDayOfWeek Weekday { get; private init; }

    /// <summary>The wall-clock time at which it begins.</summary>
    public LocalTime Time { get; private init; }

    /// <summary>Its length in minutes.</summary>
    public int Minutes { get; private init; }

    /// <summary>When it is met on a day.</summary>
    /// <param name="date">The day, in the zone; of the slot's weekday.</param>
    /// <param name="zone">The group's zone.</param>
    /// <exception cref="ArgumentException">Another weekday.</exception>
    public SlotOccurrence On(LocalDate date, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (date.DayOfWeek != Weekday)
            throw new ArgumentException($"The weekly hour is on {Weekday}, and {date} is a {date.DayOfWeek}.", nameof(date));
        return new SlotOccurrence(date, Begin(date, zone), Minutes);
    }

    /// <summary>When it is met from one day to another, both included, in order.</summary>
    /// <param name="first">The first day, in the zone.</param>
    /// <param name="last">The last day, in the zone.</param>
    /// <param name="zone">The group's zone.</param>
    public IEnumerable<SlotOccurrence> Between(LocalDate first, LocalDate last, DateTimeZone zone)
    {
        for (var date = first.PlusDays(-1).Next(Weekday); date <= last; date = date.PlusWeeks(1))
            yield return On(date, zone);
    }

    private Instant Begin(LocalDate date, DateTimeZone zone)
    {
        var mapping = zone.MapLocal(date + Time);
        if (mapping.Count > 0)
            return mapping.First().ToInstant();
        var gapBegins = mapping.EarlyInterval.IsoLocalEnd;
        var gapEnds = mapping.LateInterval.IsoLocalStart;
        var wholeDay = gapBegins <= date.AtMidnight() && gapEnds >= date.PlusDays(1).AtMidnight();
        return wholeDay ? Begin(date.PlusDays(1), zone) : mapping.LateInterval.Start;
    }
}
