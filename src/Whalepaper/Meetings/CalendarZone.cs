using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;
using NodaTime.TimeZones;
using Duration = NodaTime.Duration;

namespace Whalepaper.Meetings;

/// <summary>
/// How times of a zone stand in a calendar: as the zone's own clock shows them, with the zone's rules beside them (VTIMEZONE) written out
/// change by change for the years shown. A rule guessed from the changes would be shorter, and wrong for zones like Morocco's.
/// </summary>
/// <param name="zone">The group's zone.</param>
internal sealed class CalendarZone(DateTimeZone zone)
{
    private readonly bool _isUtc = zone.MinOffset == Offset.Zero && zone.MaxOffset == Offset.Zero;

    /// <summary>
    /// A span of time. Where either end falls into an hour that comes twice, it is written in UTC, since readers of calendars do not agree on
    /// which of the two is meant.
    /// </summary>
    public (CalDateTime Start, CalDateTime End) Span(Instant start, Instant end) =>
        _isUtc || ComesTwice(start) || ComesTwice(end) ? (Utc(start), Utc(end)) : (Local(start), Local(end));

    /// <summary>An instant that needs no zone.</summary>
    public static CalDateTime Utc(Instant instant) => new(instant.ToDateTimeUtc());

    /// <summary>The zone's rules for the years around these instants; null where everything is UTC.</summary>
    public VTimeZone? Rules(Instant first, Instant last)
    {
        if (_isUtc)
            return null;
        var rules = new VTimeZone(zone.Id);
        var year = Duration.FromDays(366);
        foreach (var interval in zone.GetZoneIntervals(first - year, last + year))
            rules.TimeZoneInfos!.Add(Observance(interval));
        return rules;
    }

    private VTimeZoneInfo Observance(ZoneInterval interval)
    {
        // A zone that never changed has no beginning to tell; any day before the first meeting will do.
        var (from, begins) = interval.HasStart && zone.GetZoneInterval(interval.Start - Duration.Epsilon) is var before
            ? (before.WallOffset, before.IsoLocalEnd)
            : (interval.WallOffset, new LocalDateTime(1970, 1, 1, 0, 0));
        return new VTimeZoneInfo(interval.Savings > Offset.Zero ? "DAYLIGHT" : "STANDARD")
        {
            Start = new CalDateTime(begins.Year, begins.Month, begins.Day, begins.Hour, begins.Minute, begins.Second),
            OffsetFrom = new UtcOffset(from.ToTimeSpan()),
            OffsetTo = new UtcOffset(interval.WallOffset.ToTimeSpan()),
            TimeZoneName = interval.Name,
        };
    }

    private bool ComesTwice(Instant instant) => zone.MapLocal(instant.InZone(zone).LocalDateTime).Count > 1;

    private CalDateTime Local(Instant instant)
    {
        var local = instant.InZone(zone).LocalDateTime;
        return new CalDateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, local.Second, zone.Id);
    }
}
