using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>Who spoke when about which part: no minute twice, none lost, kept as it was.</summary>
public sealed class SpokenTests
{
    private enum Turn
    {
        Part,
        Questions,
        Nothing,
        End,
        Reopen,
    }

    [Theory, BothEngines]
    public async Task Going_back_to_a_part_adds_to_its_time(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OpenAsync();
        var began = evening.Now;
        foreach (var (part, minutes) in ((int? Part, int Minutes)[])[(0, 10), (1, 5), (0, 3), (null, 7)])
        {
            await OnSessionAsync(evening, async (db, session) => session.TurnTo(await db.Talks.SingleAsync(t => t.Id == evening.Talk), part, evening.Now));
            evening.Database.Clock.AdvanceMinutes(minutes);
        }

        await OnSessionAsync(evening, (_, session) => Task.FromResult(session.Extend(evening)));
        await evening.WithAsync(async db =>
        {
            var session = (await db.RoomForChangeAsync(evening.Meeting, CancellationToken.None))!.Session!;
            Assert.Equal((evening.Talk, null, began + Duration.FromMinutes(18)), (session.TalkId!.Value, session.Part, session.PartBeganAt!.Value));
            Assert.Equal([Duration.FromMinutes(13), Duration.FromMinutes(5), Duration.Zero], Enumerable.Range(0, 3).Select(part => session.TimeOf(evening.Talk, part, evening.Now)));
            Assert.Equal(3, session.Spoken.Count);
            Assert.All(session.Spoken, stretch => Assert.NotNull(stretch.EndedAt));
        });
    }

    [Theory, BothEngines]
    public async Task A_talk_of_another_meeting_is_not_on(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OpenAsync();
        await evening.OnTalkAsync(evening.Talk, async (db, talk) => talk.Unschedule(await db.Members.FirstAsync(), evening.Now));
        await OnSessionAsync(evening, async (db, session) =>
        {
            var talk = await db.Talks.SingleAsync(t => t.Id == evening.Talk);
            Assert.Throws<InvalidOperationException>(() => session.TurnTo(talk, 0, evening.Now));
            return true;
        });
    }

    [Theory, BothEngines]
    public async Task Of_two_who_turn_at_once_one_does(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OpenAsync();
        await OnSessionAsync(evening, async (db, session) => session.TurnTo(await db.Talks.SingleAsync(t => t.Id == evening.Talk), 0, evening.Now));
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => OnSessionAsync(evening, async (db, first) =>
        {
            await OnSessionAsync(evening, async (other, second) => second.TurnTo(await other.Talks.SingleAsync(t => t.Id == evening.Talk), 1, evening.Now));
            return first.TurnTo(await db.Talks.SingleAsync(t => t.Id == evening.Talk), 1, evening.Now);
        }));
        Assert.Equal(2, await evening.WithAsync(db => db.SpokenParts.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task A_part_that_goes_on_where_its_meeting_is_not_is_found_and_ended(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OpenAsync();
        await OnSessionAsync(evening, async (db, session) => session.TurnTo(await db.Talks.SingleAsync(t => t.Id == evening.Talk), 0, evening.Now));
        Assert.Equal(Severity.Fine, (await ExamineAsync(evening)).Severity);
        await evening.WithAsync(db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.Part, 1)));

        var found = await ExamineAsync(evening, mends: true);

        Assert.Equal(Severity.Broken, found.Severity);
        Assert.Equal(Severity.Fine, (await ExamineAsync(evening)).Severity);
    }

    [Fact]
    public async Task However_it_is_turned_the_time_of_all_parts_is_the_time_in_which_one_was_on()
    {
        await using var evening = await Evening.ComeAsync(Engine.Sqlite);
        var (meeting, talk) = await evening.WithAsync(async db => (await db.Meetings.SingleAsync(), await db.Talks.SingleAsync(t => t.Id == evening.Talk)));
        var opened = evening.Now;
        Gen.Select(Gen.Enum<Turn>(), Gen.Int[0, 4], Gen.Int[-2, 12]).Array[0, 25].Sample(turns =>
        {
            var (session, now, on, expected, isOver) = (new Session(meeting, 1, opened), opened, (int?)null, new long[5], false);
            foreach (var (turn, part, minutes) in turns)
            {
                if (turn is Turn.End && !isOver)
                {
                    session.End(1, now);
                    isOver = true;
                }
                else if (turn is Turn.Reopen && isOver && session.CanReopen(now))
                {
                    session.Reopen(now);
                    isOver = false;
                }
                else if (!isOver && turn is Turn.Part or Turn.Questions or Turn.Nothing && session.IsLive(now))
                {
                    on = turn is Turn.Part ? part : null;
                    session.TurnTo(turn is Turn.Nothing ? null : talk, on, now);
                }

                // A copy of the program may be two minutes slow: such minutes are nobody's.
                var next = now + Duration.FromMinutes(Math.Max(0, minutes));
                if (!isOver && on is { } speaking)
                    expected[speaking] += Math.Max(0, minutes);
                now = next;
            }

            return expected.Select((sum, part) => session.TimeOf(talk.Id, part, now) == Duration.FromMinutes(sum)).All(same => same)
                && session.Spoken.Count(stretch => stretch.EndedAt is null) == (isOver || on is null ? 0 : 1)
                && session.Spoken.All(stretch => stretch.EndedAt is null || stretch.EndedAt >= stretch.BeganAt);
        });
    }

    private static async Task<Finding> ExamineAsync(Evening evening, bool mends = false)
    {
        await using var scope = evening.Database.Scope();
        var finding = Assert.Single(await scope.ServiceProvider.GetServices<IExamination>().OfType<SessionExamination>().Single().ExamineAsync(CancellationToken.None));
        if (mends)
            await finding.Repair!(CancellationToken.None);
        return finding;
    }

    private static Task OnSessionAsync(Evening evening, Func<WhalepaperDb, Session, Task<bool>> act) => evening.WithAsync(async db =>
    {
        await act(db, (await db.RoomForChangeAsync(evening.Meeting, CancellationToken.None))!.Session!);
        await db.SaveChangesAsync();
    });
}

file static class Extending
{
    public static bool Extend(this Session session, Evening evening)
    {
        session.Extend(10, evening.Now);
        return true;
    }
}
