using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Live;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Talks.Handovers;
using Whalepaper.Topics;
using Whalepaper.Topics.Proposals;

namespace Whalepaper.Tests.People;

/// <summary>Papers, dates, talks and offers of a <see cref="Stage"/>, each new for whoever asks.</summary>
internal static class TalkStage
{
    /// <summary>A paper of NLP that nobody took.</summary>
    public static async Task<int> PaperAsync(this Stage stage) => (await stage.EntryAsync("nlp")).PaperId;

    /// <summary>The entries of a list, one of them new.</summary>
    public static async Task<IReadOnlyList<int>> EntriesAsync(this Stage stage, string code)
    {
        if (await stage.Site.WithAsync(db => db.Entries.CountAsync(e => e.List.Track.Code == code)) < 3)
            await stage.EntryAsync(code);
        return await stage.Site.WithAsync(db => db.Entries.Where(e => e.List.Track.Code == code).OrderByDescending(e => e.Id).Select(e => e.Id).ToListAsync());
    }

    /// <summary>A meeting of NLP to come that nobody shares at.</summary>
    public static Task<int> DateAsync(this Stage stage) => stage.MeetAsync(stage.Site.Clock.GetCurrentInstant() + Duration.FromDays(60 + stage.Next()));

    /// <summary>A talk to come, with whoever claimed it.</summary>
    public static async Task<(Session Session, int Id, string Name, int Talk)> TalkAsync(this Stage stage)
    {
        var (session, id, name) = await stage.ComeAsync(Standing.Inner);
        return (session, id, name, await stage.ShareAsync(id, await stage.DateAsync(), asks: false));
    }

    /// <summary>A form of a talk of one's own.</summary>
    public static async Task<Filled> OwnAsync(this Stage stage, string resource, params (string Name, string Value)[] fields)
    {
        var (session, id, _, talk) = await stage.TalkAsync();
        return new Filled(session, id, $"/talks/{talk}/{resource}", fields);
    }

    /// <summary>A talk that waits for the committee.</summary>
    public static async Task<int> AskedTalkAsync(this Stage stage) => await stage.ShareAsync((await stage.ComeAsync()).Id, await stage.DateAsync(), asks: true);

    /// <summary>A talk whose meeting has begun.</summary>
    public static async Task<int> BegunAsync(this Stage stage) =>
        await stage.ShareAsync((await stage.ComeAsync(Standing.Inner)).Id, await stage.MeetAsync(stage.Site.Clock.GetCurrentInstant() - Duration.FromDays(60 + stage.Next())), asks: false);

    /// <summary>Offers a talk to somebody, or to all.</summary>
    public static async Task<int> OfferAsync(this Stage stage, Session session, int talk, string to = "")
    {
        await session.SendAsync("POST", $"/talks/{talk}/handovers", ("to", to));
        return await stage.Site.WithAsync(db => db.Handovers.Where(h => h.TalkId == talk).MaxAsync(h => h.Id));
    }

    /// <summary>An offer that was taken and waits for the committee.</summary>
    public static async Task<int> TakenAsync(this Stage stage)
    {
        var (_, from, _, talk) = await stage.TalkAsync();
        var (_, to, _) = await stage.ComeAsync(Standing.Inner);
        return await stage.Site.WithAsync(async db =>
        {
            var (now, offered) = (stage.Site.Clock.GetCurrentInstant(), await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).SingleAsync(t => t.Id == talk));
            var (giver, taker) = (await db.Members.SingleAsync(m => m.Id == from), await db.Members.SingleAsync(m => m.Id == to));
            var offer = new Handover(offered, giver, taker, null, null, now, false);
            db.Add(offer);
            await db.SaveChangesAsync();
            offer.Take(taker, now);
            await db.SaveChangesAsync();
            return offer.Id;
        });
    }

    /// <summary>A part of the outline.</summary>
    public static Task<int> PartAsync(this Stage stage) => stage.Site.WithAsync(db => db.OutlineParts.OrderBy(p => p.Position).Select(p => p.Id).FirstAsync());

    /// <summary>A proposal of the open member that waits.</summary>
    public static Task<int> ProposalAsync(this Stage stage) => stage.Site.WithAsync(async db =>
    {
        var (now, me) = (stage.Site.Clock.GetCurrentInstant(), stage.House["open"]);
        // How many may wait is bounded: older ones are taken back.
        await db.Proposals.Where(p => p.ById == me && p.End == null).ForEachAsync(p => p.Withdraw(now));
        var proposal = new Proposal(await ListAsync(db, "nlp"), new Paper($"Proposed {stage.Next()}", null, PaperKind.Paper, now), await db.Members.SingleAsync(m => m.Id == me), null, now);
        db.Add(proposal);
        await db.SaveChangesAsync();
        return proposal.Id;
    });

    /// <summary>A meeting whose hour is now, opened or not, with a talk and who shares it.</summary>
    public static async Task<(int Meeting, int Talk, string Handle)> HourAsync(this Stage stage, bool opened = true)
    {
        var (_, presenter, _) = await stage.ComeAsync(Standing.Inner);
        var number = stage.Next();
        var meeting = await stage.Site.WithAsync(async db =>
        {
            var (list, now) = (await ListAsync(db, "nlp"), stage.Site.Clock.GetCurrentInstant());
            var made = new Meeting(list.TopicId, list.TrackId, new LocalDate(2028, 1, 1).PlusDays(number), now, 60, now);
            db.Add(made);
            await db.SaveChangesAsync();
            if (opened)
                await db.OpenAsync(made, stage.House["committee"], now, CancellationToken.None);
            return made.Id;
        });
        var talk = await stage.ShareAsync(presenter, meeting, asks: false);
        return (meeting, talk, await stage.Site.WithAsync(db => db.Members.Where(m => m.Id == presenter).Select(m => m.Handle).SingleAsync()));
    }

    private static Task<ReadingListEntry> EntryAsync(this Stage stage, string code) => stage.Site.WithAsync(async db =>
    {
        var (now, number) = (stage.Site.Clock.GetCurrentInstant(), stage.Next());
        var entry = new ReadingListEntry(await ListAsync(db, code), new Paper($"Staged {number}", null, PaperKind.Paper, now), 100 + number, now);
        db.Add(entry);
        await db.SaveChangesAsync();
        return entry;
    });

    private static Task<TopicTrack> ListAsync(Whalepaper.Data.WhalepaperDb db, string code) =>
        db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleAsync(l => l.Track.Code == code && l.Topic.Number == 5);

    private static Task<int> MeetAsync(this Stage stage, Instant at) => stage.Site.WithAsync(async db =>
    {
        var list = await ListAsync(db, "nlp");
        var meeting = new Meeting(list.TopicId, list.TrackId, at.InUtc().Date, at, 60, stage.Site.Clock.GetCurrentInstant());
        db.Add(meeting);
        await db.SaveChangesAsync();
        return meeting.Id;
    });

    /// <summary>A talk of somebody at a meeting.</summary>
    public static async Task<int> ShareAsync(this Stage stage, int memberId, int meetingId, bool asks, int seat = 0)
    {
        var entryId = (await stage.EntryAsync("nlp")).Id;
        return await stage.Site.WithAsync(async db =>
        {
            var now = stage.Site.Clock.GetCurrentInstant();
            var member = await db.Members.SingleAsync(m => m.Id == memberId);
            var talk = new Talk(await db.Entries.Include(e => e.Paper).SingleAsync(e => e.Id == entryId), [member], now, member, asks);
            talk.ScheduleAt(await db.Meetings.SingleAsync(m => m.Id == meetingId), seat, now);
            db.Add(talk);
            await db.SaveChangesAsync();
            return talk.Id;
        });
    }
}
