using NodaTime;

namespace Whalepaper.Ui;

/// <summary>From where a viewer's zone is known.</summary>
public enum ZoneSource
{
    /// <summary>It is not known: the group's zone stands in.</summary>
    Group,

    /// <summary>The viewer's device told it, and may tell another one tomorrow.</summary>
    Device,

    /// <summary>The viewer chose it; the device is not asked any more.</summary>
    Chosen,
}

/// <summary>For whom a page is set: the three things that change every page. Resolved once per request.</summary>
/// <param name="Language">The language of the page.</param>
/// <param name="Theme">Light or dark.</param>
/// <param name="Zone">The zone in which times are shown first.</param>
/// <param name="ZoneSource">From where the zone is known.</param>
/// <param name="GroupZone">The group's zone, shown beside where it differs.</param>
public sealed record Viewer(Language Language, Theme Theme, DateTimeZone Zone, ZoneSource ZoneSource, DateTimeZone GroupZone)
{
    /// <summary>
    /// Two viewers with the same key see the same page. The zone's source belongs to it because the preferences page shows it.
    /// </summary>
    public string CacheKey => $"{Language.Tag} {Theme.Word()} {Zone.Id} {ZoneSource:D}";

    /// <summary>Whether the viewer's clock and the group's differ at this instant. Two names of zones may well mean the same hour.</summary>
    public bool IsElsewhereAt(Instant instant) => Zone.GetUtcOffset(instant) != GroupZone.GetUtcOffset(instant);
}
