using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Live;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Meetings;

/// <summary>The clock stands at Saturday 2026-11-28 20:00 in Shanghai; the track meets on Saturdays at 21:30.</summary>
public sealed class MeetingPlanningTests
{
    private static readonly LocalDate Today = new(2026, 11, 28);
    private static readonly Slot Saturdays = new(IsoDayOfWeek.Saturday, new LocalTime(21, 30));
    private static readonly Slot Sundays = new(IsoDayOfWeek.Sunday, new LocalTime(20, 0), 60);

    [Theory, BothEngines]
    public async Task Planning_again_changes_nothing(Engine engine)
    {
        await using var database = await FoundAsync(engine);

        var first = await PlanAsync(database);
        var second = await PlanAsync(database);

        Assert.Equal(5, first.Added.Count);
        Assert.True(second.IsNothing);
        var meetings = await MeetingsAsync(database);
        Assert.Equal([1121, 1128, 1205, 1212, 1219], meetings.Select(Day));
        Assert.All(meetings, meeting => Assert.Equal(0, meeting.Sequence));
        Assert.Equal(Instant.FromUtc(2026, 11, 28, 13, 30), meetings[1].StartsAt);
    }

    [Theory, BothEngines]
    public async Task Many_planners_at_once_double_nothing(Engine engine)
    {
        await using var database = await FoundAsync(engine);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PlanAsync(database))));

        Assert.Equal(5, outcomes.Sum(outcome => outcome.Added.Count));
        Assert.Equal(5, (await MeetingsAsync(database)).Count);
    }

    [Theory, BothEngines]
    public async Task A_meeting_that_was_opened_before_its_hour_stays_where_it_is(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await PlanAsync(database);
        database.Clock.AdvanceMinutes(65);
        var tonight = (await MeetingsAsync(database))[1];
        await database.WithAsync(async db =>
        {
            var opener = new Member("opener", "opener", database.Clock.GetCurrentInstant());
            db.Add(opener);
            await db.SaveChangesAsync();
            Assert.True(await db.OpenAsync(await db.Meetings.SingleAsync(m => m.Id == tonight.Id), opener.Id, database.Clock.GetCurrentInstant(), CancellationToken.None));
        });
        await MeetOnAsync(database, Sundays);

        await PlanAsync(database);

        Assert.Equal([1121, 1128, 1206, 1213, 1220], (await MeetingsAsync(database)).Select(Day));
        Assert.True(await database.WithAsync(async db => (await db.Sessions.SingleAsync()).IsLive(tonight.StartsAt)));
    }

    [Theory, BothEngines]
    public async Task Planners_at_once_after_a_change_agree(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await PlanAsync(database);
        await MeetOnAsync(database, Sundays);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PlanAsync(database))));

        var meetings = await MeetingsAsync(database);
        Assert.Equal([1121, 1129, 1206, 1213, 1220], meetings.Select(Day));
        Assert.Equal([0, 1, 1, 1, 1], meetings.Select(meeting => meeting.Sequence));
    }

    [Theory, BothEngines]
    public async Task A_new_hour_moves_what_is_to_come_and_keeps_its_names(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await PlanAsync(database);
        await ShareAsync(database, 1205);
        await ChangeAsync(database, 1212, meeting => meeting.MoveTo(Instant.FromUtc(2026, 12, 11, 12, 0), 45, At(database)));
        await ChangeAsync(database, 1219, meeting => meeting.Cancel("冬至", At(database)));
        var before = (await MeetingsAsync(database)).ToDictionary(meeting => meeting.Id);

        await MeetOnAsync(database, Sundays);
        var outcome = await PlanAsync(database);

        var after = await MeetingsAsync(database);
        Assert.Equal([1121, 1129, 1206, 1212, 1219], after.Select(Day));
        Assert.All(after, meeting => Assert.Equal(before[meeting.Id].Uid, meeting.Uid));
        Assert.Equal([0, 1, 1, 1, 1], after.Select(meeting => meeting.Sequence));
        Assert.Equal((Instant.FromUtc(2026, 12, 6, 12, 0), 60), (after[2].StartsAt, after[2].Minutes));
        Assert.Single(after[2].Talks);
        Assert.Equal((Instant.FromUtc(2026, 12, 11, 12, 0), 45), (after[3].StartsAt, after[3].Minutes));
        Assert.Equal("冬至", after[4].CancelledBecause);
        Assert.Equal((0, 0, 2), (outcome.Added.Count, outcome.Removed.Count, outcome.Changed.Count));
    }

    [Theory, BothEngines]
    public async Task A_new_hour_that_is_past_this_week_begins_next_week(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await PlanAsync(database);

        await MeetOnAsync(database, new Slot(IsoDayOfWeek.Monday, new LocalTime(20, 0)));
        await PlanAsync(database);

        Assert.Equal([1121, 1128, 1130, 1207, 1214], (await MeetingsAsync(database)).Select(Day));
    }

    [Theory, BothEngines]
    public async Task A_week_whose_meeting_was_held_gets_no_second_one(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await PlanAsync(database);
        database.Clock.Advance(Duration.FromHours(5));

        await MeetOnAsync(database, Sundays);
        await PlanAsync(database);

        Assert.Equal([1121, 1128, 1206, 1213, 1220], (await MeetingsAsync(database)).Select(Day));
    }

    [Theory, BothEngines]
    public async Task A_skipped_date_takes_its_meeting_away_or_cancels_it_with_the_reason(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await PlanAsync(database);
        await ShareAsync(database, 1205);
        await database.WithAsync(async db =>
        {
            var topic = await db.Topics.Include(t => t.Skipped).SingleAsync();
            topic.Skip(new LocalDate(2026, 12, 5), "NeurIPS");
            topic.Skip(new LocalDate(2026, 12, 12), "复习周", await db.Tracks.SingleAsync());
            topic.Skip(new LocalDate(2026, 11, 21), "too late");
            await db.SaveChangesAsync();
        });

        await PlanAsync(database);
        Assert.True((await PlanAsync(database)).IsNothing);

        var meetings = await MeetingsAsync(database);
        Assert.Equal([1121, 1128, 1205, 1219], meetings.Select(Day));
        Assert.Equal((meetings[2].Id, "NeurIPS"), meetings.Where(m => m.CancelledAt is not null).Select(m => (m.Id, m.CancelledBecause)).Single());
        Assert.Equal(1, meetings[2].Sequence);
        Assert.Single(meetings[2].Talks);
    }

    [Theory, BothEngines]
    public async Task A_closed_topic_keeps_its_past_and_the_dates_that_were_given(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await PlanAsync(database);
        await ShareAsync(database, 1205);
        await database.WithAsync(async db =>
        {
            (await db.Topics.SingleAsync()).Close(At(database));
            await db.SaveChangesAsync();
        });

        await PlanAsync(database);

        var meetings = await MeetingsAsync(database);
        Assert.Equal([1121, 1205], meetings.Select(Day));
        Assert.All(meetings, meeting => Assert.Null(meeting.CancelledAt));
    }

    [Theory, BothEngines]
    public async Task A_newer_topic_takes_over_the_meetings_where_nobody_shares(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await PlanAsync(database);
        await ShareAsync(database, 1205);
        var uids = (await MeetingsAsync(database)).ConvertAll(meeting => meeting.Uid);
        var older = (await MeetingsAsync(database))[0].TopicId;
        var newer = await database.WithAsync(async db =>
        {
            var topic = new Topic(6);
            topic.Run(new LocalDate(2026, 12, 1), new LocalDate(2026, 12, 27));
            topic.Include(await db.Tracks.SingleAsync());
            db.Add(topic);
            await db.SaveChangesAsync();
            return topic.Id;
        });

        await PlanAsync(database);

        var meetings = await MeetingsAsync(database);
        Assert.Equal([older, older, older, newer, newer, newer], meetings.Select(meeting => meeting.TopicId));
        Assert.Equal(uids, meetings.Take(5).Select(meeting => meeting.Uid), StringComparer.Ordinal);
        Assert.Equal(1226, Day(meetings[5]));
    }

    [Theory, BothEngines]
    public async Task A_group_that_moves_to_another_zone_meets_at_the_same_hour_there(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await PlanAsync(database);
        await database.WithAsync(async db =>
        {
            (await db.Groups.SingleAsync()).MoveToZone("America/New_York");
            await db.SaveChangesAsync();
        });

        await PlanAsync(database);

        Assert.Equal(
            [Instant.FromUtc(2026, 11, 21, 13, 30), Instant.FromUtc(2026, 11, 29, 2, 30)],
            (await MeetingsAsync(database)).Take(2).Select(meeting => meeting.StartsAt));
    }

    [Theory, BothEngines]
    public async Task Unsaved_changes_are_not_planned_over(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await database.WithAsync(async db =>
        {
            (await db.Tracks.SingleAsync()).MeetWeekly(Sundays);
            await Assert.ThrowsAsync<InvalidOperationException>(() => MeetingPlanning.PlanAsync(db, database.Clock));
        });
        await using var empty = await TestDatabase.CreateAsync(engine);
        Assert.True((await PlanAsync(empty)).IsNothing);
    }

    private static async Task<TestDatabase> FoundAsync(Engine engine)
    {
        var database = await TestDatabase.CreateAsync(engine);
        await database.WithAsync(async db =>
        {
            var track = new Track("nlp", "自然语言处理", 0);
            track.MeetWeekly(Saturdays);
            var topic = new Topic(5);
            topic.Run(Today.PlusDays(-7), new LocalDate(2026, 12, 20));
            topic.Open(At(database));
            topic.Include(track);
            db.AddRange(new Group("鲸鱼", "Asia/Shanghai", "zh-CN", At(database)), topic);
            await db.SaveChangesAsync();
        });
        return database;
    }

    private static Task ShareAsync(TestDatabase database, int day) => database.WithAsync(async db =>
    {
        var meeting = (await db.Meetings.ToListAsync()).Single(m => Day(m) == day);
        var list = await db.TopicTracks.SingleAsync();
        var entry = new ReadingListEntry(list, new Paper("XLNet", null, PaperKind.Paper, At(database)), 0, At(database));
        db.Add(entry);
        await db.SaveChangesAsync();
        var talk = new Talk(entry, [new Member("杨夕", "杨夕", At(database))], At(database));
        talk.ScheduleAt(meeting, 0, At(database));
        db.Add(talk);
        await db.SaveChangesAsync();
    });

    private static Task ChangeAsync(TestDatabase database, int day, Action<Meeting> change) => database.WithAsync(async db =>
    {
        change((await db.Meetings.ToListAsync()).Single(m => Day(m) == day));
        await db.SaveChangesAsync();
    });

    private static Task MeetOnAsync(TestDatabase database, Slot slot) => database.WithAsync(async db =>
    {
        (await db.Tracks.SingleAsync()).MeetWeekly(slot);
        await db.SaveChangesAsync();
    });

    private static Task<PlanningOutcome> PlanAsync(TestDatabase database) =>
        database.WithAsync(db => MeetingPlanning.PlanAsync(db, database.Clock));

    private static Task<List<Meeting>> MeetingsAsync(TestDatabase database) =>
        database.WithAsync(db => db.Meetings.AsNoTracking().Include(meeting => meeting.Talks).OrderBy(meeting => meeting.PlannedOn).ToListAsync());

    /// <summary>Month and day in one number: 1128.</summary>
    private static int Day(Meeting meeting) => (meeting.PlannedOn.Month * 100) + meeting.PlannedOn.Day;

    private static Instant At(TestDatabase database) => database.Clock.GetCurrentInstant();
}
