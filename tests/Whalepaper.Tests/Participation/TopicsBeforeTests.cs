using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members;
using Whalepaper.Participation.Closing;
using Whalepaper.Participation.Policy;
using Whalepaper.Tests.Data;
using Whalepaper.Topics;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>What a topic remembers of the one before, and when it ended.</summary>
public sealed class TopicsBeforeTests
{
    [Theory, BothEngines]
    public async Task Who_was_low_reaches_the_whole_bound_before_they_are_not_however_many_topics_go_by(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Name == "busy")).Appoint(Role.Organizer);
            await db.SaveChangesAsync();
        });
        // 40 percent of a bound of 50, of which 90 percent would do: low.
        await term.AttendAsync("host", 0, 1, 2, 3, 4);
        await term.AttendAsync("half", 0, 1);
        term.Database.Clock.Advance(Duration.FromDays(60));
        await CloseAsync(term, 1);
        Assert.Equal((VerdictKind.Low, false), await JudgedAsync(term));
        // 46 percent: not enough for who was low.
        await MeetAsync(term, 2);
        await CloseAsync(term, 2);
        Assert.Equal((VerdictKind.Low, true), await JudgedAsync(term));
        // The topic before, judged without the one before that, would have been near enough.
        await MeetAsync(term, 3);
        Assert.Equal((VerdictKind.Low, true), await JudgedAsync(term));
    }

    [Theory, BothEngines]
    public async Task A_topic_that_is_closed_early_ends_then_for_who_joined_late(Engine engine)
    {
        await using var term = await Term.BeginAsync(engine);
        await term.AttendAsync("host", 5, 6, 7);
        await term.WithAsync(async db =>
        {
            var joined = term.Now - Duration.FromDays(10);
            await db.Members.Where(m => m.Name == "idle").ExecuteUpdateAsync(set => set.SetProperty(m => m.StandingSince, joined));
        });
        Assert.Equal(VerdictKind.Low, (await term.RollAsync())["idle"].Meter.Now.Kind);
        await term.WithAsync(async db =>
        {
            (await db.Topics.SingleAsync()).Close(term.Now);
            await db.SaveChangesAsync();
        });
        Assert.Equal(ExemptionKind.JoinedLate, (await term.RollAsync())["idle"].Meter.Now.Circumstances.Exemption?.Kind);
    }

    private static async Task<(VerdictKind Kind, bool WasLow)> JudgedAsync(Term term)
    {
        var verdict = (await term.RollAsync())["half"].Meter.Now;
        return (verdict.Kind, verdict.Circumstances.WasLow);
    }

    // Thirteen meetings, of which one was at six; then they are over.
    private static async Task MeetAsync(Term term, int number)
    {
        await term.WithAsync(async db =>
        {
            var topic = new Topic(number);
            topic.Include(await db.Tracks.SingleAsync());
            topic.Open(term.Now);
            db.Add(topic);
            await db.SaveChangesAsync();
            var meetings = Enumerable.Range(1, 13).Select(n => new Meeting(topic.Id, term.Track, term.Now.InUtc().Date.PlusDays(n), term.Now + Duration.FromDays(n), 90, term.Now)).ToList();
            db.AddRange(meetings);
            await db.SaveChangesAsync();
            db.AddRange(meetings.Select(meeting => Attendance.OnList(meeting, term["host"], term["busy"], meeting.StartsAt)));
            db.AddRange(meetings.Take(6).Select(meeting => Attendance.OnList(meeting, term["half"], term["busy"], meeting.StartsAt)));
            await db.SaveChangesAsync();
        });
        term.Database.Clock.Advance(Duration.FromDays(20));
    }

    // Everybody is kept.
    private static async Task CloseAsync(Term term, int number)
    {
        await StepAsync(steps => steps.FreezeAsync(number, term["host"], CancellationToken.None));
        var closing = await term.WithAsync(db => db.TopicClosings.MaxAsync(c => c.Id));
        await StepAsync(steps => steps.TellAsync(closing, term["host"], CancellationToken.None));
        term.Database.Clock.Advance(Duration.FromDays(8));
        await term.WithAsync(async db =>
        {
            foreach (var one in await db.ClosingCases.Include(c => c.Member).Where(c => c.ClosingId == closing && c.Kind == VerdictKind.Low).ToListAsync())
                one.Decide(ClosingDecision.Keep, "A reason.", term["host"], one.Member.Role, term.Now);
            await db.SaveChangesAsync();
        });
        await StepAsync(steps => steps.ExecuteAsync(closing, term["host"], CancellationToken.None));

        async Task StepAsync(Func<ClosingSteps, Task<StepResult>> step) => Assert.Equal(StepResult.Done, await term.WithAsync(db => step(new ClosingSteps(db, term.Database.Clock))));
    }
}
