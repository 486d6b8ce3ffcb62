using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Ui;

namespace Whalepaper.Topics.Board;

/// <summary>What the board asks: always the same questions, however much is planned.</summary>
public static class BoardQueries
{
    /// <summary>Reads a topic's plan and its draft; neither if there is no such topic. A topic that nobody plans has a draft that is not kept yet.</summary>
    /// <param name="db">The database.</param>
    /// <param name="number">What the group counts the topic as.</param>
    /// <param name="people">Whom the plan is to know.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<(BoardPlan Plan, PlanDraft Draft)?> BoardAsync(this WhalepaperDb db, int number, BoardPeople people, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var topic = await db.Topics.AsNoTracking().SingleOrDefaultAsync(t => t.Number == number, cancellation);
        if (topic is null)
            return null;
        var draft = await db.PlanDrafts.Include(d => d.Placements).Include(d => d.Steps).ThenInclude(s => s.By).AsSplitQuery().SingleOrDefaultAsync(d => d.TopicId == topic.Id, cancellation)
            ?? new PlanDraft(topic.Id, now);
        return (new BoardPlan(await FactsAsync(db, topic, draft, people, now, cancellation), draft.Intentions), draft);
    }

    private static async Task<BoardFacts> FactsAsync(WhalepaperDb db, Topic topic, PlanDraft draft, BoardPeople people, Instant now, CancellationToken cancellation)
    {
        var settings = await db.SettingsAsync(cancellation);
        var zone = DateTimeZoneProviders.Tzdb[await db.Groups.Where(group => group.Id == Group.TheOne).Select(group => group.ZoneId).SingleAsync(cancellation)];
        var meetings = await db.Meetings.AsNoTracking().Where(m => m.TopicId == topic.Id).OrderBy(m => m.StartsAt).ThenBy(m => m.Id).ToListAsync(cancellation);
        var (talks, held) = await TalksAsync(db, topic.Id, await PanelsAsync(db, topic.Id, cancellation), cancellation);
        int[] panels = [.. talks.SelectMany(talk => talk.Panel)];
        var today = now.InZone(zone).Date;
        List<int> concerned = [.. talks.SelectMany(talk => talk.Presenters).Concat(draft.Placements.SelectMany(placement => placement.Presenters)).Distinct()];
        var everybody = people is BoardPeople.Everybody;
        return new BoardFacts(topic.Id, topic.Number, topic.State, now)
        {
            Capacity = (int)SettingsCatalogue.TalksAtMeeting.Of(settings),
            Most = (int)SettingsCatalogue.MostTalks.Of(settings),
            Notice = Duration.FromDays((int)SettingsCatalogue.LateDays.Of(settings)),
            Tracks = await db.TopicTracks.AsNoTracking().Where(l => l.TopicId == topic.Id).OrderBy(l => l.Position).Select(l => new BoardTrack(l.TrackId, l.Track)).ToListAsync(cancellation),
            Meetings = meetings.ConvertAll(m => (Meeting: m, Day: m.StartsAt.InZone(zone).Date))
                .ConvertAll(m => new BoardMeeting(m.Meeting.Id, m.Meeting.TrackId, DateWords.MondayOf(m.Day), m.Day, m.Meeting.StartsAt, m.Meeting.EndsAt, m.Meeting.CancelledAt is not null)),
            Entries = await db.Entries.AsNoTracking().Where(e => e.TopicId == topic.Id).OrderBy(e => e.List.Position).ThenBy(e => e.Position).ThenBy(e => e.Id)
                .Select(e => new BoardEntry(e.Id, e.TrackId, e.PaperId, e.Paper.Title, e.Position)).ToListAsync(cancellation),
            Talks = talks,
            Held = held,
            Members = await (everybody ? db.EverybodyAsync(concerned, cancellation) : db.PeopleAsync(concerned, cancellation)),
            Elsewhere = await ElsewhereAsync(db, topic.Id, now, cancellation),
            Away = await db.AwayDays.AsNoTracking()
                .Where(days => days.To >= today && (everybody ? db.Members.Any(m => m.Id == days.MemberId && m.LeftAt == null) : EF.Parameter(concerned).Contains(days.MemberId) || EF.Parameter(panels).Contains(days.MemberId))).OrderBy(days => days.Id).ToListAsync(cancellation),
            Wishes = await db.Wishes.AsNoTracking().Where(w => w.TopicId == topic.Id && w.Member.LeftAt == null).OrderBy(w => w.At).ThenBy(w => w.PaperId).ThenBy(w => w.MemberId)
                .Select(w => new BoardWish(w.TrackId, w.PaperId, w.MemberId, w.Presents, w.At)).ToListAsync(cancellation),
        };
    }

    private static async Task<(List<BoardTalk> Talks, HashSet<int> Held)> TalksAsync(WhalepaperDb db, int topicId, ILookup<int, int> panels, CancellationToken cancellation)
    {
        var papers = (await (
            from paper in db.TalkPapers
            where paper.ReleasedAt == null && paper.Entry.TopicId == topicId
            join talk in db.Talks on paper.TalkId equals talk.Id
            select new { paper.EntryId, paper.Position, talk.Id, talk.MeetingId, talk.State }).AsNoTracking().ToListAsync(cancellation)).ToLookup(paper => paper.Id);
        var presenters = (await (
            from presenter in db.TalkPresenters
            join talk in db.Talks on presenter.TalkId equals talk.Id
            where talk.TopicId == topicId
            orderby presenter.TalkId, presenter.Position
            select new { presenter.TalkId, presenter.MemberId }).AsNoTracking().ToListAsync(cancellation)).ToLookup(presenter => presenter.TalkId, presenter => presenter.MemberId);
        var (talks, held) = (new List<BoardTalk>(), new HashSet<int>());
        foreach (var talk in papers.OrderBy(talk => talk.Key))
        {
            var first = talk.OrderBy(paper => paper.Position).First();
            talks.Add(new BoardTalk(talk.Key, first.EntryId, first.MeetingId, first.State, [.. presenters[talk.Key]]) { Panel = [.. panels[talk.Key]] });
            held.UnionWith(talk.Select(paper => paper.EntryId).Where(entry => entry != first.EntryId));
        }

        return (talks, held);
    }

    // Who hears which trial talk.
    private static async Task<ILookup<int, int>> PanelsAsync(WhalepaperDb db, int topicId, CancellationToken cancellation) => (await (
        from seat in db.PanelSeats
        join application in db.Applications on seat.ApplicationId equals application.Id
        join talk in db.Talks on application.TalkId equals talk.Id
        where application.State == ApplicationState.Planned && talk.TopicId == topicId
        select new { talk.Id, seat.MemberId }).AsNoTracking().ToListAsync(cancellation)).ToLookup(seat => seat.Id, seat => seat.MemberId);

    // What somebody shares in another topic that runs beside this one.
    private static async Task<List<Engagement>> ElsewhereAsync(WhalepaperDb db, int topicId, Instant now, CancellationToken cancellation)
    {
        var talks = await (
            from presenter in db.TalkPresenters
            join talk in db.Talks.Ahead() on presenter.TalkId equals talk.Id
            where talk.TopicId != topicId && talk.Meeting != null && talk.Meeting.CancelledAt == null && talk.Meeting.StartsAt > now
            select new { presenter.MemberId, talk.Id, talk.TopicId, talk.Meeting!.StartsAt, talk.Meeting.Minutes }).AsNoTracking().ToListAsync(cancellation);
        return talks.ConvertAll(talk => new Engagement(talk.MemberId, talk.Id, talk.TopicId, talk.StartsAt, talk.StartsAt + Duration.FromMinutes(talk.Minutes)));
    }
}
