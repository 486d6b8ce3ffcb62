using CsCheck;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Meetings;

public sealed class MeetingPlanTests
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 28, 12, 0);
    private static readonly LocalDate Today = new(2026, 11, 28);

    [Fact]
    public void A_topic_is_planned_from_its_first_to_its_last_day_without_the_skipped_ones()
    {
        var topic = Running(5, new LocalDate(2026, 11, 7), new LocalDate(2026, 12, 5), Track(IsoDayOfWeek.Saturday));
        topic.Skip(new LocalDate(2026, 11, 14), "假期");

        var days = MeetingPlan.Of([topic], Shanghai, Now);

        Assert.Equal([7, 14, 21, 28, 5], days.Select(day => day.Occurrence.Date.Day));
        Assert.Equal("假期", Assert.Single(days, day => day.Skipped is not null).Skipped!.Reason);
        Assert.Equal(new LocalDate(2026, 11, 14), days[1].Skipped!.Date);
    }

    [Fact]
    public void A_running_topic_without_a_last_day_reaches_twelve_weeks_ahead()
    {
        var topic = Running(5, Today, null, Track(IsoDayOfWeek.Saturday));

        Assert.Equal(13, MeetingPlan.Of([topic], Shanghai, Now).Count);
        Assert.Equal(14, MeetingPlan.Of([topic], Shanghai, Now + Duration.FromDays(7)).Count);
    }

    [Fact]
    public void Without_a_first_day_the_day_of_opening_counts_in_the_groups_zone()
    {
        var topic = new Topic(5);
        topic.Include(Track(IsoDayOfWeek.Saturday));
        Assert.Empty(MeetingPlan.Of([topic], Shanghai, Now));

        // 17:00 UTC on Friday is Saturday in Shanghai already.
        topic.Open(Instant.FromUtc(2026, 11, 27, 17, 0));

        Assert.Equal(Today, MeetingPlan.Of([topic], Shanghai, Now)[0].Occurrence.Date);
        Assert.Equal(Today, MeetingPlan.Of([topic], DateTimeZone.Utc, Now)[0].Occurrence.Date);
    }

    [Fact]
    public void A_topic_not_opened_yet_is_planned_once_both_its_days_are_known()
    {
        var topic = new Topic(6);
        topic.Include(Track(IsoDayOfWeek.Saturday));
        topic.Run(new LocalDate(2027, 1, 1), null);
        Assert.Empty(MeetingPlan.Of([topic], Shanghai, Now));

        topic.Run(new LocalDate(2027, 1, 1), new LocalDate(2027, 1, 31));

        Assert.Equal(5, MeetingPlan.Of([topic], Shanghai, Now).Count);
    }

    [Fact]
    public void A_closed_topic_and_a_track_without_an_hour_ask_for_nothing()
    {
        var idle = new Track("cv", "图像处理", 1);
        var topic = Running(5, Today, null, idle);
        Assert.Empty(MeetingPlan.Of([topic], Shanghai, Now));

        idle.MeetWeekly(new Slot(IsoDayOfWeek.Sunday, new LocalTime(20, 30)));
        Assert.NotEmpty(MeetingPlan.Of([topic], Shanghai, Now));

        topic.Close(Now);
        Assert.Empty(MeetingPlan.Of([topic], Shanghai, Now));
    }

    [Fact]
    public void The_newer_topic_has_the_day_and_its_skipped_dates_hold()
    {
        var track = Track(IsoDayOfWeek.Saturday);
        var older = Running(5, new LocalDate(2026, 11, 1), null, track);
        var newer = Running(6, new LocalDate(2026, 12, 5), new LocalDate(2026, 12, 19), track);
        older.Skip(new LocalDate(2026, 12, 5), "older");
        newer.Skip(new LocalDate(2026, 12, 12), "newer");

        var days = MeetingPlan.Of([older, newer], Shanghai, Now).ToDictionary(day => day.Occurrence.Date);

        Assert.Equal((5, null), Of(28, 11));
        Assert.Equal((6, null), Of(5, 12));
        Assert.Equal((6, "newer"), Of(12, 12));
        Assert.Equal((6, null), Of(19, 12));
        Assert.Equal((5, null), Of(26, 12));
        (int, string?) Of(int day, int month) => (days[new LocalDate(2026, month, day)].Topic.Number, days[new LocalDate(2026, month, day)].Skipped?.Reason);
    }

    [Fact]
    public void A_mistyped_year_does_not_fill_centuries()
    {
        var topic = Running(5, new LocalDate(206, 11, 7), new LocalDate(9998, 1, 1), Track(IsoDayOfWeek.Saturday));
        Assert.Equal((2 * MeetingPlan.FarthestWeeks) + 1, MeetingPlan.Of([topic], Shanghai, Now).Count);
    }

    [Fact]
    public void What_was_planned_is_planned_already()
    {
        var ids = DateTimeZoneProviders.Tzdb.Ids;
        var zones = Gen.Int[0, ids.Count - 1].Select(place => ids[place]);
        Gen.Select(zones, Gen.Int[1, 7], Gen.Int[0, 1439], Gen.Int[-200, 200], Gen.Int[0, 300], Gen.Int[-200, 400]).Sample((id, weekday, minute, start, length, later) =>
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            var track = new Track("nlp", "NLP", 0);
            track.MeetWeekly(new Slot((IsoDayOfWeek)weekday, new LocalTime(minute / 60, minute % 60)));
            var first = Today.PlusDays(start);
            var topic = Running(1, first, first.PlusDays(length), track);
            var plan = MeetingPlan.Of([topic], zone, Now);
            var planned = MeetingReconciliation.Of(plan, [], Now);

            Assert.Equal(plan.Select(day => day.Occurrence.StartsAt), planned.Added.Select(meeting => meeting.StartsAt));
            Assert.True(MeetingReconciliation.Of(plan, planned.Added, Now).IsNothing);
            // Another day, another present: nothing is removed or moved, and the past is not written anew.
            var present = Now + Duration.FromDays(later);
            var again = MeetingReconciliation.Of(MeetingPlan.Of([topic], zone, present), planned.Added, present);
            Assert.Empty(again.Removed);
            Assert.Empty(again.Changed);
            Assert.All(again.Added, meeting => Assert.True(meeting.StartsAt > present));
        });
    }

    private static Track Track(IsoDayOfWeek weekday)
    {
        var track = new Track("nlp", "自然语言处理", 0);
        track.MeetWeekly(new Slot(weekday, new LocalTime(21, 30)));
        return track;
    }

    private static Topic Running(int number, LocalDate starts, LocalDate? ends, Track track)
    {
        var topic = new Topic(number);
        topic.Run(starts, ends);
        topic.Open(Now - Duration.FromDays(1));
        topic.Include(track);
        return topic;
    }
}
