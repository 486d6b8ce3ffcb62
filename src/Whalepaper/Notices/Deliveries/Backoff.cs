using NodaTime;

namespace Whalepaper.Notices.Deliveries;

/// <summary>How long a delivery rests after a failure: half a minute at first, twice as long each time, six hours at most, and never the same for two that failed together.</summary>
public static class Backoff
{
    /// <summary>The first rest.</summary>
    public static readonly Duration First = Duration.FromSeconds(30);

    /// <summary>The longest rest, before the jitter.</summary>
    public static readonly Duration Longest = Duration.FromHours(6);

    /// <summary>By what part the rest may be shorter or longer.</summary>
    public const double Spread = 0.2;

    /// <summary>The rest after a failed attempt.</summary>
    /// <param name="attempts">How many attempts there were, from 1.</param>
    /// <param name="jitter">Between -1 and 1, drawn anew each time.</param>
    public static Duration After(int attempts, double jitter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(jitter, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jitter, 1);
        // Beyond twenty doublings it is the longest anyway.
        var grown = First * Math.Pow(2, Math.Min(attempts - 1, 20));
        return Duration.Min(grown, Longest) * (1 + (Spread * jitter));
    }
}
