using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Meetings.Minutes;
using Whalepaper.Talks.Feedback;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>What is done twice at the same moment is there once, with one entry in the ledger, and nobody is told of an error.</summary>
public sealed class RaceTests
{
    private const int AtOnce = 12;

    [Theory, BothEngines]
    public async Task A_meeting_is_opened_once(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);

        Assert.Single(await AtOnceAsync(_ => evening.OpenAsync()), won => won);
        Assert.Equal(1, await evening.WithAsync(db => db.Sessions.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Two_phones_of_one_member_are_one_member(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OpenAsync();

        var won = await AtOnceAsync(_ => CheckInAsync(evening, "listener"));

        Assert.Single(won, one => one);
        Assert.Equal(1, await evening.WithAsync(db => db.Attendances.CountAsync()));
        Assert.Equal(["Attended listener"], await evening.LedgerAsync());
    }

    [Theory, BothEngines]
    public async Task Everybody_who_checks_in_at_once_is_there(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OpenAsync();
        string[] people = ["host", "presenter", "other", "standby", "listener"];

        Assert.All(await Task.WhenAll(people.Select(name => Task.Run(() => CheckInAsync(evening, name)))), Assert.True);

        Assert.Equal(people.Order(StringComparer.Ordinal).Select(name => $"Attended {name}"), await evening.LedgerAsync());
    }

    [Theory, BothEngines]
    public async Task A_form_that_is_sent_again_asks_once(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.AttendAsync("listener");

        var numbers = await AtOnceAsync(_ => AskAsync(evening, "listener", "the same form"));

        Assert.Single(numbers.Distinct());
        Assert.Equal(1, await evening.WithAsync(db => db.Questions.CountAsync()));
        Assert.Equal(["Asked listener", "Attended listener"], await evening.LedgerAsync());
        // Another form, and another person with the same key, ask something of their own.
        Assert.NotEqual(numbers[0], await AskAsync(evening, "listener", "another form"));
        Assert.NotEqual(numbers[0], await AskAsync(evening, "other", "the same form"));
        // A form that a browser brought back asks something else.
        var different = await AskAsync(evening, "listener", "the same form", "Why not?");
        Assert.DoesNotContain(different, numbers);
        Assert.Equal(different, await AskAsync(evening, "listener", "the same form", "Why not?"));
        Assert.Equal(["Why?", "Why?", "Why?", "Why not?"], await evening.WithAsync(db => db.Questions.OrderBy(q => q.Id).Select(q => q.Text).ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task However_many_one_member_asks_at_once_twenty_are_taken(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);

        var numbers = await Task.WhenAll(Enumerable.Range(0, Question.MostOfOne + 8).Select(n => Task.Run(() => AskAsync(evening, "listener", $"form {n}"))));

        Assert.Equal((Question.MostOfOne, 8), (numbers.Count(number => number is not null), numbers.Count(number => number is null)));
        Assert.Equal(Enumerable.Range(1, Question.MostOfOne), await evening.WithAsync(db => db.Questions.OrderBy(q => q.Ordinal).Select(q => q.Ordinal).ToListAsync()));
    }

    [Theory, BothEngines]
    public async Task Of_all_who_change_feedback_at_once_nobody_is_told_done_for_nothing(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.GiveAsync(evening.Talk);

        await AtOnceAsync(n => evening.WithAsync(async db =>
        {
            var talk = (await db.TalkForHourAsync(evening.Talk, CancellationToken.None))!;
            await db.GiveFeedbackAsync(talk, evening["listener"], new FeedbackWords($"Clear {n}", null, false), evening.Now, CancellationToken.None);
            return n;
        }));

        // Written once, and changed by each of the others.
        Assert.Equal(AtOnce - 1, (await evening.WithAsync(db => db.Feedback.SingleAsync())).Version);
    }

    [Theory, BothEngines]
    public async Task What_is_asked_while_one_checks_in_counts(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OpenAsync();

        var asked = await evening.WithAsync(async db =>
        {
            await using var unit = await db.Database.BeginTransactionAsync();
            db.Add(Attendance.WithCode((await db.RoomForChangeAsync(evening.Meeting, CancellationToken.None))!.Session!, evening["listener"], evening.Now));
            await db.SaveChangesAsync();
            // Who is there by then, nobody else sees yet.
            var asking = Task.Run(() => AskAsync(evening, "listener", "a form"));
            while (engine is Engine.Postgres && !asking.IsCompleted && !await evening.WithAsync(Locks.IsSomebodyWaitingAsync))
                await Task.Yield();
            await unit.CommitAsync();
            return await asking;
        });

        Assert.NotNull(asked);
        Assert.Equal(["Asked listener", "Attended listener"], await evening.LedgerAsync());
    }

    [Theory, BothEngines]
    public async Task A_vote_counts_once(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        var question = (await AskAsync(evening, "listener", "a form"))!.Value;
        Task<bool> Vote(bool wants) => evening.WithAsync(async db => await db.VoteAsync(await db.Questions.SingleAsync(q => q.Id == question), evening["other"], wants, evening.Now, CancellationToken.None));

        Assert.Single(await AtOnceAsync(_ => Vote(true)), won => won);
        Assert.Equal(1, await evening.WithAsync(db => db.QuestionVotes.CountAsync()));
        Assert.Single(await AtOnceAsync(_ => Vote(false)), won => won);
        Assert.Equal(0, await evening.WithAsync(db => db.QuestionVotes.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task Who_comes_is_written_once(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        var before = evening.Now - NodaTime.Duration.FromHours(1);

        await AtOnceAsync(n => evening.WithAsync(async db =>
        {
            await db.ComeAsync(await db.Meetings.SingleAsync(), evening["listener"], true, before, CancellationToken.None);
            return n;
        }));

        Assert.True((await evening.WithAsync(db => db.Comings.SingleAsync())).IsComing);
    }

    [Theory, BothEngines]
    public async Task Feedback_is_given_once(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.AttendAsync("listener");
        await evening.GiveAsync(evening.Talk);

        await AtOnceAsync(n => evening.WithAsync(async db =>
        {
            var talk = (await db.TalkForHourAsync(evening.Talk, CancellationToken.None))!;
            await db.GiveFeedbackAsync(talk, evening["listener"], new FeedbackWords("Clear", null, true, [new(2, "More of it")]), evening.Now, CancellationToken.None);
            return n;
        }));

        Assert.Single((await evening.WithAsync(db => db.Feedback.Include(f => f.Parts).SingleAsync())).Parts);
        Assert.Equal(["Attended listener", "Feedback listener", "Given presenter"], await evening.LedgerAsync());
    }

    [Theory, BothEngines]
    public async Task Of_all_who_write_minutes_from_the_same_text_one_does(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        Task<bool> Write(int read, string text, string by) => evening.WithAsync(db => db.WriteMinutesAsync(evening.Meeting, read, text, evening[by], evening.Now, CancellationToken.None));

        Assert.Single(await AtOnceAsync(n => Write(0, $"First {n}", "listener")), won => won);
        Assert.Single(await AtOnceAsync(n => Write(1, $"Second {n}", "other")), won => won);
        await evening.WithAsync(async db =>
        {
            var minutes = await db.Minutes.Include(m => m.Revisions.OrderBy(r => r.Number)).SingleAsync();
            Assert.Equal((2, minutes.Text), (minutes.Number, minutes.Revisions[1].Text));
            Assert.StartsWith("First", minutes.Revisions[0].Text, StringComparison.Ordinal);
        });
    }

    [Theory, BothEngines]
    public async Task A_talk_that_two_hosts_record_at_once_counts_once(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);

        var done = await AtOnceAsync(async _ =>
        {
            try
            {
                await evening.GiveAsync(evening.Talk);
                return true;
            }
            catch (DbUpdateException failure) when (failure.IsLostRace())
            {
                return false;
            }
        });

        Assert.Contains(true, done);
        Assert.Equal(["Given presenter"], await evening.LedgerAsync());
    }

    private static Task<T[]> AtOnceAsync<T>(Func<int, Task<T>> act) => Task.WhenAll(Enumerable.Range(0, AtOnce).Select(n => Task.Run(() => act(n))));

    private static Task<bool> CheckInAsync(Evening evening, string name) => evening.WithAsync(async db =>
        await db.CheckInAsync((await db.RoomForChangeAsync(evening.Meeting, CancellationToken.None))!.Session!, evening[name], evening.Now, CancellationToken.None));

    private static Task<int?> AskAsync(Evening evening, string name, string key, string text = "Why?") => evening.WithAsync(async db =>
        await db.AskAsync(new Question(await db.Meetings.SingleAsync(), await db.Talks.SingleAsync(t => t.Id == evening.Talk), evening[name], text, key, evening.Now), CancellationToken.None));
}
