using CsCheck;
using NodaTime;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Tracks;

public sealed class SlotTests
{
    private static readonly LocalDate First = new(2020, 1, 1);
    private static readonly LocalDate Last = new(2035, 12, 31);
    private static readonly IReadOnlyList<DateTimeZone> Zones = [.. DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])];

    private static readonly Gen<Slot> Slots = Gen.Select(
        Gen.Int[1, 7], Gen.Int[0, 1439], Gen.Int[10, 720], (day, minute, length) => new Slot((IsoDayOfWeek)day, At(minute), length));

    [Fact]
    public void Every_week_has_one_meeting_in_every_zone()
    {
        Assert.True(Zones.Count > 500);
        Slots.Sample(
            slot =>
            {
                foreach (var zone in Zones)
                    CheckAllWeeks(slot, zone, First, Last);
            },
            iter: 12, threads: 2);
    }

    [Fact]
    public void The_odd_hours_of_every_zone_keep_the_rules()
    {
        var (skipped, repeated) = (0, 0);
        foreach (var zone in Zones)
        {
            var range = new Interval(First.AtStartOfDayInZone(zone).ToInstant(), Last.AtStartOfDayInZone(zone).ToInstant());
            foreach (var after in zone.GetZoneIntervals(range).Where(interval => interval.HasStart && interval.Start > range.Start))
            {
                var before = zone.GetZoneInterval(after.Start - Duration.Epsilon);
                var change = after.WallOffset - before.WallOffset;
                if (change == Offset.Zero)
                    continue;
                var begins = change > Offset.Zero ? before.IsoLocalEnd : after.IsoLocalStart;
                var odd = begins.PlusSeconds(Math.Abs(change.Seconds) / 2);
                odd = odd.Date + At((odd.Hour * 60) + odd.Minute);
                var slot = new Slot(odd.DayOfWeek, odd.TimeOfDay);
                CheckAllWeeks(slot, zone, odd.Date.PlusWeeks(-3), odd.Date.PlusWeeks(3));
                var met = slot.On(odd.Date, zone).StartsAt;
                if (change > Offset.Zero)
                {
                    skipped++;
                    Assert.Equal(after.Start, met);
                }
                else
                {
                    repeated++;
                    Assert.True(met < after.Start, $"{zone.Id}: {odd} was met the second time.");
                }
            }
        }

        Assert.True(skipped > 1000 && repeated > 1000, $"{skipped} skipped and {repeated} repeated hours were seen.");
    }

    [Theory]
    // 02:30 does not exist on the day the clocks go forward, and comes twice on the day they go back.
    [InlineData("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:00:00Z")]
    [InlineData("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00Z")]
    // Lord Howe changes by half an hour.
    [InlineData("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00Z")]
    // Greenland leaves out the last hour of a Saturday: the first moment after it is Sunday's.
    [InlineData("America/Nuuk", "2026-03-28", "23:30", "2026-03-29T01:00:00Z")]
    // Samoa had no 30 December 2011, Kwajalein no 21 August 1993.
    [InlineData("Pacific/Apia", "2011-12-30", "20:30", "2011-12-31T06:30:00Z")]
    [InlineData("Pacific/Kwajalein", "1993-08-21", "20:30", "1993-08-22T08:30:00Z")]
    [InlineData("Asia/Shanghai", "2026-11-28", "21:30", "2026-11-28T13:30:00Z")]
    public void Odd_days_are_met_as_stated(string zone, string date, string time, string expected)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value;
        var slot = new Slot(day.DayOfWeek, NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value, 100);

        var met = slot.On(day, DateTimeZoneProviders.Tzdb[zone]);

        Assert.Equal(NodaTime.Text.InstantPattern.General.Parse(expected).Value, met.StartsAt);
        Assert.Equal(Duration.FromMinutes(100), met.EndsAt - met.StartsAt);
        Assert.Equal(day, met.Date);
    }

    [Fact]
    public void A_span_has_both_its_ends()
    {
        var slot = new Slot(IsoDayOfWeek.Saturday, new LocalTime(20, 30));
        var zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

        var days = slot.Between(new LocalDate(2026, 11, 7), new LocalDate(2026, 11, 21), zone).Select(o => o.Date.Day);

        Assert.Equal([7, 14, 21], days);
        Assert.Empty(slot.Between(new LocalDate(2026, 11, 8), new LocalDate(2026, 11, 13), zone));
        Assert.Empty(slot.Between(new LocalDate(2026, 11, 21), new LocalDate(2026, 11, 7), zone));
    }

    [Fact]
    public void What_is_no_weekly_hour_is_refused()
    {
        var time = new LocalTime(20, 30);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Slot(IsoDayOfWeek.None, time));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Slot(IsoDayOfWeek.Monday, time, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Slot(IsoDayOfWeek.Monday, time, 721));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Slot(IsoDayOfWeek.Monday, new LocalTime(20, 30, 15)));
        Assert.Throws<ArgumentException>(() => new Slot(IsoDayOfWeek.Monday, time).On(new LocalDate(2026, 11, 24), DateTimeZone.Utc));
    }

    /// <summary>Judges by the zone's intervals alone, not by the mapping that the slot itself asks.</summary>
    private static void CheckAllWeeks(Slot slot, DateTimeZone zone, LocalDate first, LocalDate last)
    {
        var expected = first.PlusDays(-1).Next(slot.Weekday);
        var previous = Instant.MinValue;
        foreach (var met in slot.Between(first, last, zone))
        {
            Assert.Equal(expected, met.Date);
            expected = expected.PlusWeeks(1);
            Assert.True(met.StartsAt > previous, $"{zone.Id}: {met.Date} is not after the week before.");
            previous = met.StartsAt;
            Assert.Equal(slot.Minutes, (met.EndsAt - met.StartsAt).TotalMinutes);
            CheckClock(slot.Time.On(met.Date), met.StartsAt, zone);
        }

        Assert.True(expected > last && expected <= last.PlusWeeks(1));
    }

    private static void CheckClock(LocalDateTime meant, Instant startsAt, DateTimeZone zone)
    {
        var interval = zone.GetZoneInterval(startsAt);
        var before = interval.HasStart ? zone.GetZoneInterval(interval.Start - Duration.Epsilon) : null;
        if (startsAt.WithOffset(interval.WallOffset).LocalDateTime == meant)
        {
            var earlier = before is null ? Instant.MaxValue : meant.WithOffset(before.WallOffset).ToInstant();
            Assert.False(before is not null && earlier < startsAt && before.Contains(earlier), $"{zone.Id}: {meant} was met the second time.");
        }
        else
        {
            Assert.Equal(interval.Start, startsAt);
            Assert.True(before!.IsoLocalEnd <= meant && meant < interval.IsoLocalStart, $"{zone.Id}: {meant} exists and was not met.");
        }
    }

    private static LocalTime At(int minute) => new(minute / 60, minute % 60);
}
