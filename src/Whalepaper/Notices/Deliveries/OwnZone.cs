using NodaTime;

namespace Whalepaper.Notices.Deliveries;

/// <summary>The zone by whose clock somebody lives.</summary>
internal static class OwnZone
{
    /// <summary>The zone that they chose; the group's where they chose none, or one that is known no more.</summary>
    /// <param name="id">What they chose, as the database keeps it.</param>
    /// <param name="group">The group's zone.</param>
    public static DateTimeZone Of(string? id, DateTimeZone group) => id is { Length: > 0 } && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } known ? known : group;
}
