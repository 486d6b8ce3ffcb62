using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Talks.Feedback;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>Rules of who may step in, excuse themselves, vote and tell, and when.</summary>
public sealed class HourOfTalkTests
{
    [Theory, BothEngines]
    public async Task Who_is_missing_may_arrive_or_somebody_steps_in(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        Task On(Action<Talk, Member, Member> act) => evening.OnTalkAsync(evening.Talk, async (db, talk) => act(talk, talk.Presenters[0].Member, await db.Members.SingleAsync(m => m.Id == evening["host"])));
        await evening.OnTalkAsync(evening.Talk, (_, talk) =>
        {
            talk.Confirm(talk.Presenters[0].Member, evening.Now);
            return Task.CompletedTask;
        });

        await On((talk, presenter, host) => Assert.Throws<InvalidOperationException>(() => talk.MarkAbsent(presenter, host, evening.Now - Duration.FromMinutes(1))));
        await On((talk, presenter, host) => Assert.Throws<InvalidOperationException>(() => talk.MarkAbsent(host, host, evening.Now)));
        await On((talk, presenter, host) => talk.MarkAbsent(presenter, host, evening.Now));
        await On((talk, presenter, host) => Assert.True(talk.IsAbsent(presenter)));
        await On((talk, presenter, host) => talk.MarkArrived(presenter, host, evening.Now));
        await On((talk, presenter, host) => Assert.False(talk.IsAbsent(presenter)));
        await On((talk, presenter, host) => Assert.Throws<InvalidOperationException>(() => talk.StepIn(presenter, presenter, host, evening.Now)));
        await LedgerTests.StepInAsync(evening);

        await evening.OnTalkAsync(evening.Talk, (_, talk) =>
        {
            Assert.Equal((evening["standby"], evening.Meeting, 0, TalkState.Claimed, null), (Assert.Single(talk.Presenters).MemberId, talk.MeetingId!.Value, talk.Seat!.Value, talk.State, talk.Confirmation));
            Assert.Equal([TalkStepKind.Absent, TalkStepKind.Arrived, TalkStepKind.Absent, TalkStepKind.SteppedIn], talk.Course.Select(step => step.Kind).Where(kind => kind >= TalkStepKind.Absent));
            return Task.CompletedTask;
        });
    }

    [Theory, BothEngines]
    public async Task What_was_given_does_not_change_hands(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.GiveAsync(evening.Talk);
        await Assert.ThrowsAsync<InvalidOperationException>(() => LedgerTests.StepInAsync(evening));
    }

    [Theory, BothEngines]
    public async Task An_excuse_is_made_before_it_begins(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.WithAsync(async db =>
        {
            var meeting = await db.Meetings.SingleAsync();
            await db.ComeAsync(meeting, evening["listener"], true, evening.Now - Duration.FromDays(2), CancellationToken.None);
            await db.ComeAsync(meeting, evening["listener"], false, evening.Now - Duration.FromMinutes(1), CancellationToken.None);
            var said = await db.Comings.SingleAsync();
            Assert.True(said.Excuses(meeting));
            await Assert.ThrowsAsync<InvalidOperationException>(() => db.ComeAsync(meeting, evening["listener"], true, evening.Now, CancellationToken.None));
            // Moved to an earlier hour, it was said in time no longer.
            meeting.MoveTo(evening.Now - Duration.FromHours(1), 90, evening.Now);
            Assert.False(said.Excuses(meeting));
        });
    }

    [Theory, BothEngines]
    public async Task Nobody_votes_for_their_own_question_or_for_a_hidden_one(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        var id = await LedgerTests.AskAsync(evening, "listener");
        await evening.WithAsync(async db =>
        {
            var question = await db.Questions.SingleAsync(q => q.Id == id);
            Assert.Throws<InvalidOperationException>(() => new QuestionVote(question, evening["listener"], evening.Now));
            question.Hide(evening["host"], evening.Now);
            Assert.Throws<InvalidOperationException>(() => new QuestionVote(question, evening["other"], evening.Now));
        });
    }

    [Theory, BothEngines]
    public async Task A_member_asks_twenty_questions_at_most(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        for (var n = 0; n < Question.MostOfOne; n++)
            Assert.NotNull(await LedgerTests.AskAsync(evening, "listener"));
        Assert.Null(await LedgerTests.AskAsync(evening, "listener"));
        Assert.NotNull(await LedgerTests.AskAsync(evening, "other"));
    }

    [Theory, BothEngines]
    public async Task Feedback_is_for_what_others_gave_within_a_fortnight(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        Task TellAsync(string who, string words = "Clear") => evening.OnTalkAsync(evening.Talk, (db, talk) =>
            db.GiveFeedbackAsync(talk, evening[who], new FeedbackWords(words, " ", false, [new(0, ""), new(1, "Slower")]), evening.Now, CancellationToken.None));

        await Assert.ThrowsAsync<InvalidOperationException>(() => TellAsync("listener"));
        await evening.GiveAsync(evening.Talk);
        await Assert.ThrowsAsync<InvalidOperationException>(() => TellAsync("presenter"));
        await TellAsync("listener");
        await TellAsync("listener", "Otherwise");
        var feedback = await evening.WithAsync(db => db.Feedback.Include(f => f.Parts).SingleAsync());
        Assert.Equal(("Otherwise", null, 1), (feedback.Clear, feedback.Improve, Assert.Single(feedback.Parts).Position));
        evening.Database.Clock.AdvanceDays(15);
        await Assert.ThrowsAsync<InvalidOperationException>(() => TellAsync("other"));
        Assert.Throws<ArgumentException>(() => new FeedbackWords(" ", null, true, [new(0, " ")]));
    }
}
