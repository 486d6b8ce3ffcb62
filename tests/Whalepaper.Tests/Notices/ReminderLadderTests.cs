using CsCheck;
using NodaTime;
using Whalepaper.Notices.Reminders;
using Xunit;

namespace Whalepaper.Tests.Notices;

/// <summary>When reminders are due: rules that hold in every zone, for every hour and every night.</summary>
public sealed class ReminderLadderTests
{
    private static readonly Dictionary<string, string> usual = [];

    private static readonly DateTimeZone shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    // Saturday 2026-12-05, 21:30 in Shanghai.
    private static readonly Instant evening = Instant.FromUtc(2026, 12, 5, 13, 30);

    private static readonly Gen<DateTimeZone> zones = Gen.Int[0, DateTimeZoneProviders.Tzdb.Ids.Count - 1].Select(n => DateTimeZoneProviders.Tzdb[DateTimeZoneProviders.Tzdb.Ids[n]]);

    private static readonly Gen<Instant> instants = Gen.Int[0, 15 * 365 * 24 * 60].Select(minutes => Instant.FromUtc(2020, 1, 1, 0, 0) + Duration.FromMinutes(minutes));

    private static readonly Gen<QuietHours> nights = Gen.Select(Gen.Int[0, 23], Gen.Int[0, 23], (from, to) => new QuietHours(new LocalTime(from, 0), new LocalTime(to, 0)));

    [Fact]
    public void A_talk_on_a_saturday_evening_has_five_reminders_at_the_same_hour_and_one_before_it()
    {
        var times = ReminderLadder.Times(ReminderLadder.OfTalk(usual), evening, Instant.MinValue, shanghai, ReminderLadder.Quiet(usual));
        Assert.Equal(["prepare", "confirm", "again", "eve", "hours"], times.Select(time => time.Word));
        Assert.Equal([14 * 24, 7 * 24, 3 * 24, 24, 2], times.Select(time => (int)(evening - time.Due).TotalHours));
        // Each lasts until the next one says the same, the last until the hour has come.
        Assert.Equal(times.Skip(1).Select(time => time.Due).Append(evening), times.Select(time => time.Until));
    }

    [Fact]
    public void What_falls_into_the_night_comes_in_the_morning_or_where_that_is_too_late_the_evening_before()
    {
        var quiet = ReminderLadder.Quiet(usual);
        // Read in New York, Shanghai's evening is the morning: 8:30, and seven days before at 8:30 too; two hours before it is 6:30, still night.
        var newYork = DateTimeZoneProviders.Tzdb["America/New_York"];
        var times = ReminderLadder.Times(ReminderLadder.OfTalk(usual), evening, Instant.MinValue, newYork, quiet);
        Assert.Equal(new LocalDateTime(2026, 12, 5, 8, 0), times[^1].Due.InZone(newYork).LocalDateTime);
        // A talk at 8:15 in the morning leaves no half hour after the night.
        var early = new LocalDateTime(2026, 12, 5, 8, 15).InZoneStrictly(shanghai).ToInstant();
        Assert.Equal(new LocalDateTime(2026, 12, 4, 22, 0), quiet.Shift(early - Duration.FromHours(2), early, shanghai).InZone(shanghai).LocalDateTime);
    }

    [Fact]
    public void Nobody_is_reminded_of_what_was_not_theirs_yet()
    {
        var since = evening - Duration.FromDays(5);
        Assert.Equal(["again", "eve", "hours"], ReminderLadder.Times(ReminderLadder.OfTalk(usual), evening, since, shanghai, ReminderLadder.Quiet(usual)).Select(time => time.Word));
    }

    [Fact]
    public void A_reminder_that_is_set_to_nothing_is_left_out_and_settings_may_stand_in_any_order()
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal) { ["reminders.prepare"] = "0", ["reminders.confirm"] = "2", ["reminders.again"] = "5", ["reminders.hours"] = "0" };
        Assert.Equal(["again", "confirm", "eve"], ReminderLadder.OfTalk(kept).Select(rung => rung.Word));
    }

    [Fact]
    public void Reminders_come_in_order_before_the_hour_and_never_two_at_once() =>
        Gen.Select(instants, zones, nights, Gen.Int[0, 60 * 24 * 60]).Sample((startsAt, zone, quiet, sinceBefore) =>
        {
            var since = startsAt - Duration.FromMinutes(sinceBefore);
            var times = ReminderLadder.Times(ReminderLadder.OfTalk(usual), startsAt, since, zone, quiet);
            Assert.All(times, time => Assert.True(time.Due < time.Until && time.Until <= startsAt && time.Due >= since));
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.Due));
            Assert.Equal(times.Count, times.Select(time => time.Word).Distinct(StringComparer.Ordinal).Count());
        });

    [Fact]
    public void Nobody_is_woken_unless_the_clock_itself_jumps() =>
        Gen.Select(instants, zones, nights, Gen.Int[30, 20_000]).Sample((startsAt, zone, quiet, minutes) =>
        {
            var due = startsAt - Duration.FromMinutes(minutes);
            var shifted = quiet.Shift(due, startsAt, zone);
            Assert.True(shifted <= startsAt - QuietHours.Least || shifted <= due);
            // Never by more than a night.
            Assert.True(shifted - due < Duration.FromHours(26) && due - shifted < Duration.FromHours(26));
            var time = shifted.InZone(zone);
            var night = quiet.From < quiet.To ? time.TimeOfDay >= quiet.From && time.TimeOfDay < quiet.To : quiet.From > quiet.To && (time.TimeOfDay >= quiet.From || time.TimeOfDay < quiet.To);
            // The beginning of the night is the last moment of the evening.
            var jumps = zone.GetZoneIntervals(new Interval(shifted - Duration.FromHours(30), shifted + Duration.FromHours(30))).Skip(1).Any();
            Assert.True(!night || time.TimeOfDay == quiet.From || jumps, $"{time} in {quiet}");
        });
}
