using NodaTime;

namespace Whalepaper.Meetings.Live;

/// <summary>How the time of a part stands to its bounds.</summary>
public enum HourBounds
{
    /// <summary>The least time is not reached yet.</summary>
    Under,

    /// <summary>It is as long as it should be.</summary>
    Within,

    /// <summary>The most time is used up.</summary>
    Over,
}

/// <summary>Tells it.</summary>
public static class HourBoundsOf
{
    extension(HourBounds)
    {
        /// <summary>How a time stands to bounds; to none it is within.</summary>
        /// <param name="spent">How long it took so far.</param>
        /// <param name="least">The least time, in minutes.</param>
        /// <param name="most">The most time, in minutes.</param>
        public static HourBounds Of(Duration spent, int? least, int? most) =>
            most is { } end && spent > Duration.FromMinutes(end) ? HourBounds.Over : least is { } begin && spent < Duration.FromMinutes(begin) ? HourBounds.Under : HourBounds.Within;
    }
}
