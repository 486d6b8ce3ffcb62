using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Whalepaper.Tracks;
using Xunit;

namespace Whalepaper.Tests.Meetings;

/// <summary>Two meetings, and talks that come to them: each change at a meeting is stamped, and nothing else is.</summary>
public sealed class MeetingRevisionTests
{
    [Theory, BothEngines]
    public async Task A_meeting_is_stamped_when_its_talks_change(Engine engine)
    {
        await using var database = await FoundAsync(engine);

        await ChangeAsync(database, async db => (await TalkAsync(db)).ScheduleAt(await MeetingAsync(db, 7), 0, Now(database)));
        Assert.Equal((1, 0), await SequencesAsync(database));
        Assert.Equal(database.Clock.GetCurrentInstant(), await database.WithAsync(async db => (await MeetingAsync(db, 7)).ChangedAt));

        await ChangeAsync(database, async db => (await TalkAsync(db)).ScheduleAt(await MeetingAsync(db, 14), 0, Now(database)));
        Assert.Equal((2, 1), await SequencesAsync(database));

        await ChangeAsync(database, async db => (await TalkAsync(db)).PresentBy([new Member("张帆", "张帆", Now(database))]));
        Assert.Equal((2, 2), await SequencesAsync(database));

        await ChangeAsync(database, async db => (await db.Papers.SingleAsync()).Entitle("XLNet, renamed"));
        Assert.Equal((2, 3), await SequencesAsync(database));

        await ChangeAsync(database, async db => (await db.Members.SingleAsync(member => member.Name == "张帆")).Rename("张一帆"));
        Assert.Equal((2, 4), await SequencesAsync(database));

        await ChangeAsync(database, async db => db.Remove(await TalkAsync(db)));
        Assert.Equal((2, 5), await SequencesAsync(database));
    }

    [Theory, BothEngines]
    public async Task What_no_calendar_shows_stamps_nothing(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await ChangeAsync(database, async db => (await TalkAsync(db)).ScheduleAt(await MeetingAsync(db, 7), 0, Now(database)));

        await ChangeAsync(database, async db => (await TalkAsync(db)).Give(GivingSource.Meeting, Now(database)));
        await ChangeAsync(database, async db => (await TalkAsync(db)).Attach(MaterialKind.Slides, "Slides", "https://example.org", Now(database)));
        await ChangeAsync(database, async db => (await db.Papers.SingleAsync()).Summarize("An abstract."));
        await ChangeAsync(database, async db => (await db.Members.FirstAsync()).Introduce("Hello."));

        Assert.Equal((1, 0), await SequencesAsync(database));
    }

    [Theory, BothEngines]
    public async Task Two_talks_come_to_one_meeting_at_the_same_time(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await ChangeAsync(database, async db => await ClaimAsync(db, database, "Second"));

        await database.WithAsync(async first =>
        {
            var talks = await first.Talks.OrderBy(talk => talk.Id).ToListAsync();
            talks[0].ScheduleAt(await MeetingAsync(first, 7), 0, Now(database));
            await ChangeAsync(database, async second =>
                (await second.Talks.OrderBy(talk => talk.Id).LastAsync()).ScheduleAt(await MeetingAsync(second, 7), 1, Now(database)));
            await first.SaveChangesAsync();
        });

        Assert.Equal((2, 0), await SequencesAsync(database));
    }

    [Theory, BothEngines]
    public async Task A_stamp_survives_the_next_change_of_what_was_loaded(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await database.WithAsync(async db =>
        {
            var meeting = await MeetingAsync(db, 7);
            (await TalkAsync(db)).ScheduleAt(meeting, 0, Now(database));
            await db.SaveChangesAsync();
            meeting.MoveTo(meeting.StartsAt + Duration.FromHours(1), 90, Now(database));
            await db.SaveChangesAsync();
            Assert.Equal(2, meeting.Sequence);
        });
        Assert.Equal((2, 0), await SequencesAsync(database));
    }

    [Theory, BothEngines]
    public async Task A_great_many_new_names_are_one_more_stamp(Engine engine)
    {
        await using var database = await FoundAsync(engine);
        await ChangeAsync(database, async db =>
        {
            (await TalkAsync(db)).ScheduleAt(await MeetingAsync(db, 7), 0, Now(database));
            db.AddRange(Enumerable.Range(0, 1200).Select(n => new Paper($"Paper {n}", null, PaperKind.Paper, Now(database))));
        });

        await ChangeAsync(database, async db => (await db.Papers.ToListAsync()).ForEach(paper => paper.Entitle(paper.Title + "!")));

        Assert.Equal((2, 0), await SequencesAsync(database));
    }

    private static async Task<TestDatabase> FoundAsync(Engine engine)
    {
        var database = await TestDatabase.CreateAsync(engine, services => services.AddRooms());
        await ChangeAsync(database, async db =>
        {
            var topic = new Topic(1);
            var list = topic.Include(new Track("nlp", "自然语言处理", 0));
            db.Add(topic);
            await db.SaveChangesAsync();
            foreach (var day in new[] { 7, 14 })
                db.Add(new Meeting(topic.Id, list.TrackId, new LocalDate(2026, 12, day), Instant.FromUtc(2026, 12, day, 12, 0), 90, Now(database)));
            await db.SaveChangesAsync();
            await ClaimAsync(db, database, "XLNet");
        });
        return database;
    }

    private static async Task ClaimAsync(WhalepaperDb db, TestDatabase database, string title)
    {
        var entry = new ReadingListEntry(await db.TopicTracks.SingleAsync(), new Paper(title, null, PaperKind.Paper, Now(database)), 0, Now(database));
        db.Add(entry);
        await db.SaveChangesAsync();
        db.Add(new Talk(entry, [new Member(title, title, Now(database))], Now(database)));
    }

    private static Task ChangeAsync(TestDatabase database, Func<WhalepaperDb, Task> change) => database.WithAsync(async db =>
    {
        database.Clock.Advance(Duration.FromMinutes(1));
        await change(db);
        await db.SaveChangesAsync();
    });

    private static Task<Talk> TalkAsync(WhalepaperDb db) =>
        db.Talks.Include(talk => talk.Presenters).ThenInclude(presenter => presenter.Member).Include(talk => talk.Papers).SingleAsync();

    private static Task<Meeting> MeetingAsync(WhalepaperDb db, int day) =>
        db.Meetings.SingleAsync(meeting => meeting.PlannedOn == new LocalDate(2026, 12, day));

    private static Task<(int First, int Second)> SequencesAsync(TestDatabase database) => database.WithAsync(async db =>
        ((await MeetingAsync(db, 7)).Sequence, (await MeetingAsync(db, 14)).Sequence));

    private static Instant Now(TestDatabase database) => database.Clock.GetCurrentInstant();
}
