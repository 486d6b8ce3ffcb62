using NodaTime;

namespace Whalepaper;

/// <summary>How recent something is that is kept for a while.</summary>
internal static class Recency
{
    /// <summary>
    /// Whether it is so recent that it is believed. What lies ahead is not: the clock went back since, and what was found out an hour ahead of now would be
    /// believed for an hour.
    /// </summary>
    /// <param name="at">When it was found out.</param>
    /// <param name="kept">For how long it is believed.</param>
    /// <param name="now">The present.</param>
    public static bool IsWithin(this Instant at, Duration kept, Instant now) => at <= now && now - at < kept;
}
