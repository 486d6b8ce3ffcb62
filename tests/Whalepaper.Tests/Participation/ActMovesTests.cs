using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Attending;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Profiles;
using Whalepaper.Participation;
using Whalepaper.Talks;
using Whalepaper.Talks.Feedback;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>Two profiles that turn out to be one person: what one did, the other did; what both did was done once; and back again.</summary>
public sealed class ActMovesTests
{
    [Theory, BothEngines]
    public async Task All_that_a_profile_did_moves_and_comes_back(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await TakePartAsync(evening, "archive");
        string[] before = ["Asked archive", "Attended archive", "Feedback archive", "Given other"];
        Assert.Equal(before, await evening.LedgerAsync());

        await MergeAsync(evening, "listener");
        Assert.Equal(["Asked listener", "Attended listener", "Feedback listener", "Given other"], await evening.LedgerAsync());
        Assert.Equal((int[])[1, 1, 1, 1, 1, 1], await RowsAsync(evening, "listener"));
        Assert.Equal((int[])[0, 0, 0, 0, 0, 0], await RowsAsync(evening, "archive"));

        await PartAsync(evening);
        Assert.Equal(before, await evening.LedgerAsync());
        Assert.Equal((int[])[0, 0, 0, 0, 0, 0], await RowsAsync(evening, "listener"));
        Assert.Equal((int[])[1, 1, 1, 1, 1, 1], await RowsAsync(evening, "archive"));
    }

    [Theory, BothEngines]
    public async Task What_both_did_was_done_once(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await TakePartAsync(evening, "archive");
        await TakePartAsync(evening, "listener");

        await MergeAsync(evening, "listener");

        Assert.Equal(["Asked listener", "Asked listener", "Attended listener", "Feedback listener", "Given other"], await evening.LedgerAsync());
        Assert.Equal((int[])[1, 1, 1, 2, 1, 1], await RowsAsync(evening, "listener"));
        Assert.Equal((int[])[0, 0, 0, 0, 0, 0], await RowsAsync(evening, "archive"));
    }

    [Theory, BothEngines]
    public async Task Nobody_praises_or_votes_for_themselves_under_another_name(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await TakePartAsync(evening, "archive");

        // Whose talk it was, and whose question it was for which the archive's name voted.
        await MergeAsync(evening, "other");

        Assert.Equal(["Attended other", "Given other"], await evening.LedgerAsync());
        Assert.Equal((int[])[1, 1, 1, 2, 0, 0], await RowsAsync(evening, "other"));
    }

    [Theory, BothEngines]
    public async Task A_talk_that_was_given_counts_for_who_it_is_credited_to(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        await evening.OnTalkAsync(evening.Talk, async (db, talk) =>
        {
            var host = await db.Members.SingleAsync(m => m.Id == evening["host"]);
            talk.StepIn(talk.Presenters[0].Member, await db.Members.SingleAsync(m => m.Id == evening["archive"]), host, evening.Now);
        });
        await evening.GiveAsync(evening.Talk);
        Assert.Equal(["Given archive", "Substituted archive"], await evening.LedgerAsync());

        await MergeAsync(evening, "listener");
        Assert.Equal(["Given listener", "Substituted listener"], await evening.LedgerAsync());
        await PartAsync(evening);
        Assert.Equal(["Given archive", "Substituted archive"], await evening.LedgerAsync());
    }

    private static async Task TakePartAsync(Evening evening, string name)
    {
        var (id, stop) = (evening[name], CancellationToken.None);
        await evening.OpenAsync();
        await evening.WithAsync(async db =>
        {
            var room = (await db.RoomForChangeAsync(evening.Meeting, stop))!;
            var talk = await db.Talks.SingleAsync(t => t.Id == evening.Second);
            await db.ComeAsync(room.Meeting, id, true, evening.Now - Duration.FromDays(1), stop);
            await db.TickOffAsync(room, id, evening["host"], evening.Now, stop);
            await db.TickAsync(talk, 1, id, true, evening.Now, stop);
            await db.AskAsync(new Question(room.Meeting, talk, id, "Why?", Question.NewKey(), evening.Now), stop);
            var others = (int)(await db.AskAsync(new Question(room.Meeting, talk, evening["other"], "Really?", "of other", evening.Now), stop))!;
            await db.VoteAsync(await db.Questions.SingleAsync(q => q.Id == others), id, true, evening.Now, stop);
        });
        if (!await evening.WithAsync(db => db.Set<Giving>().AnyAsync()))
            await evening.GiveAsync(evening.Second);
        await evening.OnTalkAsync(evening.Second, (db, talk) => db.GiveFeedbackAsync(talk, id, new FeedbackWords("Clear", "Slower", true), evening.Now, stop));
    }

    // As the commands do it.
    private static Task MergeAsync(Evening evening, string into) => evening.WithAsync(async db =>
    {
        var (from, to, by) = (await MemberAsync(db, evening["archive"]), await MemberAsync(db, evening[into]), await MemberAsync(db, evening["host"]));
        var merge = new ProfileMerge(from, to, await ClaimEndpoints.TalksAsync(db, from.Id, CancellationToken.None), by, evening.Now);
        db.Add(merge);
        await db.MoveActsAsync(merge, CancellationToken.None);
        await db.SaveChangesAsync();
    });

    private static Task PartAsync(Evening evening) => evening.WithAsync(async db =>
    {
        var merge = await db.ProfileMerges.Include(m => m.From).Include(m => m.Into).Include(m => m.Credits).SingleAsync();
        var talks = merge.Credits.Select(credit => credit.TalkId).ToList();
        merge.Undo(await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Where(t => talks.Contains(t.Id)).ToListAsync(), null, evening.Now);
        await db.MoveActsBackAsync(merge, CancellationToken.None);
        await db.SaveChangesAsync();
    });

    private static Task<Whalepaper.Members.Member> MemberAsync(WhalepaperDb db, int id) => db.Members.SingleAsync(m => m.Id == id);

    private static Task<int[]> RowsAsync(Evening evening, string name) => evening.WithAsync(async db =>
    {
        var id = evening[name];
        return new[]
        {
            await db.Comings.CountAsync(c => c.MemberId == id), await db.Attendances.CountAsync(a => a.MemberId == id), await db.PartTicks.CountAsync(t => t.MemberId == id),
            await db.Questions.CountAsync(q => q.AskedById == id), await db.QuestionVotes.CountAsync(v => v.MemberId == id), await db.Feedback.CountAsync(f => f.MemberId == id),
        };
    });
}
