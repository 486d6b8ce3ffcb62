using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Elections;
using Whalepaper.Data;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Meetings;
using Whalepaper.Members.Access;
using Whalepaper.Members.Profiles;
using Whalepaper.Participation.Measuring;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Topics;

namespace Whalepaper.Members.Me;

/// <summary>What a member's own page asks: always the same questions, however long they are with the group.</summary>
public static class MeQueries
{
    private const int OfEach = 5;

    /// <summary>Reads the page of whoever asks.</summary>
    /// <param name="db">The database.</param>
    /// <param name="who">Who asks; not a visitor.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">A visitor has no page of their own.</exception>
    public static async Task<MeView> MeAsync(this WhalepaperDb db, Actor who, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        var id = who.MemberId ?? throw new ArgumentException("A visitor has no page of their own.", nameof(who));
        var me = await db.Members.AsNoTracking().Include(m => m.Follows).SingleAsync(m => m.Id == id, cancellation);
        var rules = await db.SettingsAsync(cancellation);
        var (open, openCount) = await OpenAsync(db, [.. me.Follows.Select(followed => followed.TrackId)], cancellation);
        var (shared, sharedCount) = await SharedAsync(db, id, cancellation);
        var (runs, last) = await ApplicationsAsync(db, id, cancellation);
        return new MeView(me, await db.Tracks.AsNoTracking().OrderBy(track => track.Position).ToListAsync(cancellation))
        {
            Ahead = await AheadAsync(db, id, now, cancellation),
            Offers = who.May(Act.AskForTalk) ? await OffersAsync(db, id, now, cancellation) : [],
            Outline = await db.OutlineParts.AsNoTracking().OrderBy(part => part.Position).ToListAsync(cancellation),
            Meetings = await db.NextMeetingsOfAsync(id, now, OfEach, cancellation),
            Open = open,
            OpenCount = openCount,
            Shared = shared,
            SharedCount = sharedCount,
            Likely = await db.LikelyProfilesAsync(me, who, cancellation),
            Application = runs,
            LastApplication = last,
            Election = who.May(Act.JoinInnerMeetings) ? await db.ElectionSignAsync(id, cancellation) : null,
            LookBack = who.May(Act.Improve) ? await db.LookBackWaitingForAsync(id, now, cancellation) : null,
            Meter = await db.OwnMeterAsync(me, rules, now, cancellation),
            Rules = rules,
        };
    }

    // From their places onward, not back from every talk.
    private static IQueryable<Talk> Mine(WhalepaperDb db, int id) =>
        db.Talks.AsNoTracking().Living().Where(talk => db.TalkPresenters.Where(presenter => presenter.MemberId == id).Select(presenter => presenter.TalkId).Contains(talk.Id));

    // The first, and how many there are: counted once, in the same question.
    private static async Task<(List<OpenPaper> First, int Count)> OpenAsync(WhalepaperDb db, int[] tracks, CancellationToken cancellation)
    {
        var all = tracks.Length == 0;
        var open = db.Entries.AsNoTracking().InState(db, ReadingState.Open)
            .Where(entry => db.Topics.Any(topic => topic.Id == entry.TopicId && topic.OpenedAt != null && topic.ClosedAt == null))
            .Where(entry => all || tracks.Contains(entry.TrackId));
        var first = await open.OrderBy(entry => entry.List.Position).ThenBy(entry => entry.Position).ThenBy(entry => entry.Id).Take(OfEach)
            .Select(entry => new { entry.PaperId, entry.TrackId, entry.Paper.Title, Count = open.Count() }).ToListAsync(cancellation);
        return (first.ConvertAll(entry => new OpenPaper(entry.PaperId, entry.TrackId, entry.Title)), first is [var one, ..] ? one.Count : 0);
    }

    // The one that runs and was sent; where there is none, the one that ended last.
    private static async Task<(int? Runs, int? Last)> ApplicationsAsync(WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var found = await db.Applications.Where(a => a.MemberId == id && (a.EndedAt != null || a.AppliedAt != null))
            .OrderBy(a => a.EndedAt == null ? 0 : 1).ThenByDescending(a => a.Id).Select(a => new { a.Id, Runs = a.EndedAt == null }).FirstOrDefaultAsync(cancellation);
        return found is null ? (null, null) : found.Runs ? (found.Id, null) : (null, found.Id);
    }

    // What is offered to all is for those who do not share it already.
    private static async Task<List<OfferToMe>> OffersAsync(WhalepaperDb db, int id, Instant now, CancellationToken cancellation) => (await db.Handovers.AsNoTracking()
        .Where(h => h.End == null && h.TakenAt == null && (h.Talk.Meeting == null || h.Talk.Meeting.StartsAt > now) && !h.Talk.Presenters.Any(p => p.MemberId == id)
            && (h.Swap != null ? h.Swap.Presenters.Any(p => p.MemberId == id) : h.ToId == null || h.ToId == id))
        .OrderBy(h => h.ToId == id ? 0 : 1).ThenBy(h => h.Talk.Meeting == null ? 1 : 0).ThenBy(h => h.Talk.Meeting!.StartsAt).ThenBy(h => h.Id).Take(OfEach)
        .Select(h => new
        {
            h.TalkId,
            h.Talk.TrackId,
            Title = h.Talk.Papers.OrderBy(p => p.Position).Select(p => p.Paper.Title).First(),
            h.From.Name,
            h.From.Handle,
            IsSwap = h.SwapId != null,
            IsToMe = h.ToId == id,
            At = h.Talk.Meeting == null ? null : (Instant?)h.Talk.Meeting.StartsAt,
        }).ToListAsync(cancellation)).ConvertAll(h => new OfferToMe(h.TalkId, h.TrackId, h.Title, MemberSigns.Sign(h.Name, h.Handle), h.IsSwap, h.IsToMe, h.At));

    private static async Task<List<TalkAhead>> AheadAsync(WhalepaperDb db, int id, Instant now, CancellationToken cancellation)
    {
        var since = now - MeetingQueries.Longest;
        var talks = await Mine(db, id).AsSplitQuery()
            .Where(talk => talk.Giving == null && (talk.Meeting == null || talk.Meeting.StartsAt > since))
            .OrderBy(talk => talk.Meeting == null ? 1 : 0).ThenBy(talk => talk.Meeting!.StartsAt).ThenBy(talk => talk.Id)
            .Take(OfEach)
            .Select(talk => new
            {
                talk.Id,
                talk.TrackId,
                talk.State,
                Meeting = talk.Meeting == null ? null : new { talk.Meeting.Id, talk.Meeting.StartsAt, talk.Meeting.Minutes, Cancelled = talk.Meeting.CancelledAt != null },
                Titles = talk.Papers.Where(paper => paper.ReleasedAt == null).OrderBy(paper => paper.Position).Select(paper => paper.Paper.Title).ToList(),
                Others = talk.Presenters.Where(presenter => presenter.MemberId != id).OrderBy(presenter => presenter.Position).Select(presenter => new { presenter.Member.Name, presenter.Member.Handle }).ToList(),
                Materials = talk.Materials.Select(material => material.Kind).ToList(),
                Parts = talk.Prepared.Count(part => part.PartId != null && part.Text != ""),
            })
            .ToListAsync(cancellation);
        return talks
            .ConvertAll(talk => new TalkAhead(
                talk.Id, talk.TrackId, talk.Titles,
                talk.Meeting is { } meeting ? new OccasionOfTalk(meeting.Id, meeting.StartsAt, meeting.StartsAt + Duration.FromMinutes(meeting.Minutes), meeting.Cancelled) : null,
                talk.State, talk.Others.ConvertAll(other => MemberSigns.Sign(other.Name, other.Handle)), talk.Materials, talk.Parts))
            .FindAll(talk => talk.Meeting is null || talk.Meeting.EndsAt > now);
    }

    private static async Task<(List<TalkShared> Last, int Count)> SharedAsync(WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var shared = Mine(db, id).Where(talk => talk.Giving != null);
        var last = await (
            from talk in shared
            join topic in db.Topics on talk.TopicId equals topic.Id
            orderby topic.Number descending, talk.Id descending
            select new
            {
                talk.Id,
                talk.TrackId,
                topic.Number,
                At = talk.Meeting == null ? null : (Instant?)talk.Meeting.StartsAt,
                Titles = talk.Papers.Where(paper => paper.ReleasedAt == null).OrderBy(paper => paper.Position).Select(paper => paper.Paper.Title).ToList(),
                Count = shared.Count(),
            }).Take(OfEach).AsSplitQuery().ToListAsync(cancellation);
        return (last.ConvertAll(talk => new TalkShared(talk.Id, talk.TrackId, talk.Number, talk.At, talk.Titles)), last is [var one, ..] ? one.Count : 0);
    }
}
