using CsCheck;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Live;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>What of the outline was covered: the host's word above the listeners' marks.</summary>
public sealed class CoverageTests
{
    [Theory]
    [InlineData(1, 1, null)]
    [InlineData(2, 2, true)]
    [InlineData(2, 4, true)]
    [InlineData(2, 5, null)]
    [InlineData(3, 5, true)]
    [InlineData(0, 5, null)]
    public async Task Listeners_are_believed_where_half_of_them_agree(int ticks, int listeners, bool? covered)
    {
        await using var evening = await Evening.ComeAsync(Engine.Sqlite);
        var talk = await evening.WithAsync(db => db.Talks.SingleAsync(t => t.Id == evening.Talk));
        var marks = Enumerable.Range(1, ticks).Select(member => new PartTick(talk, 0, member, evening.Now)).Concat(Enumerable.Range(1, listeners).Select(member => new PartTick(talk, 1, member, evening.Now)));

        var coverage = Coverage.Of([0, 1, 2], marks, []);

        Assert.Equal((covered, ticks), (coverage.Parts[0].IsCovered, coverage.Parts[0].Ticks));
        Assert.Equal((listeners, false, false), (coverage.Listeners, coverage.IsPartial, coverage.IsSaid));
        Assert.Null(coverage.Parts[2].IsCovered);
    }

    [Fact]
    public async Task Whatever_is_marked_the_hosts_word_stands_and_marks_alone_deny_nothing()
    {
        await using var evening = await Evening.ComeAsync(Engine.Sqlite);
        var talk = await evening.WithAsync(db => db.Talks.SingleAsync(t => t.Id == evening.Talk));
        var marks = Gen.Select(Gen.Int[0, 5], Gen.Int[1, 12]).Array[0, 40];
        var words = Gen.Dictionary(Gen.Int[0, 4], Gen.Bool)[0, 5];
        Gen.Select(marks, words).Sample((ticked, said) =>
        {
            var coverage = Coverage.Of(Enumerable.Range(0, 5), ticked.Select(t => new PartTick(talk, t.Item1, t.Item2, evening.Now)), said.Select(w => new PartWord(talk, w.Key, w.Value, 1, evening.Now)));
            return coverage.Parts.Count == 5
                && coverage.Parts.All(part => said.TryGetValue(part.Position, out var word) ? part.IsSaid && part.IsCovered == word : !part.IsSaid && part.IsCovered is not false)
                && coverage.Parts.All(part => part.IsSaid || part.IsCovered is null || (2 * part.Ticks >= coverage.Listeners && part.Ticks >= 2))
                && coverage.Listeners == ticked.Select(t => t.Item2).Distinct().Count()
                && coverage.IsPartial == said.ContainsValue(false);
        });
    }

    [Theory, BothEngines]
    public async Task A_talk_of_which_a_part_was_left_out_was_given_in_part(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.GiveAsync(evening.Talk);
        foreach (var (said, partly) in ((bool?, bool)[])[(false, true), (true, false), (false, true), (null, false)])
        {
            await evening.OnTalkAsync(evening.Talk, (db, talk) => db.SayAsync(talk, 3, said, evening["host"], evening.Now, CancellationToken.None));
            Assert.Equal(partly, await evening.WithAsync(db => db.Talks.Where(t => t.Id == evening.Talk).Select(t => t.Giving!.IsPartial).SingleAsync()));
        }

        Assert.Equal(0, await evening.WithAsync(db => db.PartWords.CountAsync()));
    }

    [Theory, BothEngines]
    public async Task A_talk_that_was_recorded_in_part_is_so_again_once_the_last_word_is_taken_back(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OnTalkAsync(evening.Talk, async (db, talk) => talk.Give(GivingSource.Meeting, evening.Now, await db.Members.SingleAsync(m => m.Id == evening["host"]), partly: true));
        foreach (var (said, partly) in ((bool?, bool)[])[(true, false), (null, true), (null, true)])
        {
            await evening.OnTalkAsync(evening.Talk, (db, talk) => db.SayAsync(talk, 3, said, evening["host"], evening.Now, CancellationToken.None));
            Assert.Equal(partly, await evening.WithAsync(db => db.Talks.Where(t => t.Id == evening.Talk).Select(t => t.Giving!.IsPartial).SingleAsync()));
        }
    }

    [Theory, BothEngines]
    public async Task What_was_said_of_a_talk_at_one_meeting_says_nothing_about_the_next(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        foreach (var talk in (int[])[evening.Talk, evening.Second])
        {
            await evening.WithAsync(async db => await db.TickAsync(await db.Talks.SingleAsync(t => t.Id == talk), 2, evening["listener"], true, evening.Now, CancellationToken.None));
            await evening.OnTalkAsync(talk, (db, one) => db.SayAsync(one, 3, false, evening["host"], evening.Now, CancellationToken.None));
        }

        await evening.OnTalkAsync(evening.Talk, async (db, talk) =>
        {
            var next = new Meeting(talk.TopicId, talk.TrackId, new LocalDate(2026, 12, 5), evening.Now + Duration.FromDays(7), 90, evening.Now);
            db.Add(next);
            talk.ScheduleAt(next, 0, evening.Now, await db.Members.SingleAsync(m => m.Id == evening["host"]));
        });

        Assert.All((await evening.WithAsync(db => db.CoverageAsync(evening.Talk, CancellationToken.None))).Parts, part => Assert.Equal((null, 0), (part.IsCovered, part.Ticks)));
        Assert.Equal([evening.Second], await evening.WithAsync(db => db.PartTicks.Select(tick => tick.TalkId).ToListAsync()));
        Assert.Equal([evening.Second], await evening.WithAsync(db => db.PartWords.Select(word => word.TalkId).ToListAsync()));
        // Who marked it there marks it here.
        Assert.True(await evening.WithAsync(async db => await db.TickAsync(await db.Talks.SingleAsync(t => t.Id == evening.Talk), 2, evening["listener"], true, evening.Now, CancellationToken.None)));
    }

    [Theory, BothEngines]
    public async Task A_mark_is_made_once_and_taken_back(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        Task<bool> Tick(bool on) => evening.WithAsync(async db =>
            await db.TickAsync(await db.Talks.SingleAsync(t => t.Id == evening.Talk), 2, evening["listener"], on, evening.Now, CancellationToken.None));

        Assert.Equal((bool[])[true, false, true, false], (bool[])[await Tick(true), await Tick(true), await Tick(false), await Tick(false)]);
        Assert.Single(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Tick(true)))), won => won);
        Assert.Equal(1, (await evening.WithAsync(db => db.CoverageAsync(evening.Talk, CancellationToken.None))).Parts[2].Ticks);
    }
}
