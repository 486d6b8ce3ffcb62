using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Meetings.Minutes;
using Whalepaper.Talks.Feedback;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>What goes on at a meeting by the second sweeps no kept page away, and is told to who listens to that meeting.</summary>
public sealed class LiveTagTests
{
    [Theory, BothEngines]
    public async Task What_changes_by_the_second_is_told_to_the_room_alone(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        var stop = CancellationToken.None;
        string[] Live(LiveParts part, params string[] more) => ["live", $"live:{evening.Meeting}:{part}", .. more];

        Assert.Equal(Live(LiveParts.Hour), await ToldAsync(evening, (db, meeting) => db.OpenAsync(meeting, evening["host"], evening.Now, stop)));
        Assert.Equal(Live(LiveParts.Hour), await ToldAsync(evening, async (db, _) =>
        {
            (await db.RoomForChangeAsync(evening.Meeting, stop))!.Session!.TurnTo(await db.Talks.SingleAsync(t => t.Id == evening.Talk), 0, evening.Now);
            await db.SaveChangesAsync();
        }));
        // What counts is in the ledger too, which stands on no kept page.
        Assert.Equal(Live(LiveParts.Here, "participation"), await ToldAsync(evening, async (db, _) => await db.CheckInAsync((await db.RoomForChangeAsync(evening.Meeting, stop))!.Session!, evening["listener"], evening.Now, stop)));
        Assert.Equal(Live(LiveParts.Asked, "participation"), await ToldAsync(evening, (db, meeting) => db.AskAsync(new Question(meeting, null, evening["listener"], "Why?", Question.NewKey(), evening.Now), stop)));
        Assert.Equal(Live(LiveParts.Asked), await ToldAsync(evening, async (db, _) => await db.VoteAsync(await db.Questions.SingleAsync(), evening["other"], true, evening.Now, stop)));
        // Who says that they will come stands in no part of the room.
        Assert.Equal(["live"], await ToldAsync(evening, (db, meeting) => db.ComeAsync(meeting, evening["other"], true, meeting.StartsAt - NodaTime.Duration.FromDays(1), stop)));
        Assert.Equal(Live(LiveParts.Covered), await ToldAsync(evening, async (db, _) => await db.TickAsync(await db.Talks.SingleAsync(t => t.Id == evening.Talk), 0, evening["other"], true, evening.Now, stop)));
    }

    [Theory, BothEngines]
    public async Task Minutes_are_told_to_pages_of_their_topic_and_feedback_to_none(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        var stop = CancellationToken.None;
        await evening.GiveAsync(evening.Talk);

        Assert.Equal(["meetings", "topic:1"], await ToldAsync(evening, (db, meeting) => db.WriteMinutesAsync(evening.Meeting, 0, "# All", evening["host"], evening.Now, stop)));
        Assert.Equal(["meetings", "topics"], await ToldAsync(evening, async (db, meeting) =>
        {
            db.ChangeTracker.Clear();
            await db.WriteMinutesAsync(evening.Meeting, 1, "# More", evening["host"], evening.Now, stop);
        }));
        Assert.Equal(["participation"], await ToldAsync(evening, async (db, _) =>
            await db.GiveFeedbackAsync((await db.TalkForHourAsync(evening.Talk, stop))!, evening["listener"], new FeedbackWords("Clear", null, true, [new(1, "Yes")]), evening.Now, stop)));
    }

    private static async Task<List<string>> ToldAsync(Evening evening, Func<WhalepaperDb, Meeting, Task> act)
    {
        evening.Told.Clear();
        await evening.WithAsync(async db => await act(db, await db.Meetings.SingleAsync()));
        return [.. evening.Told.Order(StringComparer.Ordinal)];
    }
}
