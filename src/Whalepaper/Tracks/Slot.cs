using NodaTime;

namespace Whalepaper.Tracks;

/// <summary>A weekly hour, meant in the group's zone.</summary>
public sealed record Slot
{
    /// <summary>How long a meeting lasts unless said otherwise, in minutes.</summary>
    public const int UsualMinutes = 90;

    /// <summary>A weekly hour.</summary>
    /// <param name="weekday">The day of the week.</param>
    /// <param name="time">The wall-clock time at which it begins, to the minute.</param>
    /// <param name="minutes">Its length, 10 to 720 minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">No day given, or a length outside its bounds.</exception>
    public Slot(IsoDayOfWeek weekday, LocalTime time, int minutes = UsualMinutes)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)weekday, (int)IsoDayOfWeek.None, nameof(weekday));
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
}
