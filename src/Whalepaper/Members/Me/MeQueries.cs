using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members.Access;
using Whalepaper.Members.Profiles;
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
        var open = Open(db, [.. me.Follows.Select(followed => followed.TrackId)]);
        var shared = Mine(db, id).Where(talk => talk.Giving != null);
        return new MeView(me, await db.Tracks.AsNoTracking().OrderBy(track => track.Position).ToListAsync(cancellation))
        {
            Ahead = await AheadAsync(db, id, now, cancellation),
            Offers = who.May(Act.AskForTalk) ? await OffersAsync(db, id, now, cancellation) : [],
            Outline = await db.OutlineParts.AsNoTracking().OrderBy(part => part.Position).ToListAsync(cancellation),
            Meetings = await db.NextMeetingsOfAsync(id, now, OfEach, cancellation),
            Open = await open.OrderBy(entry => entry.List.Position).ThenBy(entry => entry.Position).ThenBy(entry => entry.Id).Take(OfEach)
                .Select(entry => new OpenPaper(entry.PaperId, entry.TrackId, entry.Paper.Title)).ToListAsync(cancellation),
            OpenCount = await open.CountAsync(cancellation),
            Shared = await SharedAsync(db, shared, cancellation),
            SharedCount = await shared.CountAsync(cancellation),
            Likely = await db.LikelyProfilesAsync(me, who, cancellation),
            Rules = await db.SettingsAsync(cancellation),
        };
    }

    // From their places onward, not back from every talk.
    private static IQueryable<Talk> Mine(WhalepaperDb db, int id) =>
        db.Talks.AsNoTracking().Living().Where(talk => db.TalkPresenters.Where(presenter => presenter.MemberId == id).Select(presenter => presenter.TalkId).Contains(talk.Id));

    private static IQueryable<ReadingListEntry> Open(WhalepaperDb db, int[] tracks)
    {
        var all = tracks.Length == 0;
        return db.Entries.AsNoTracking().InState(db, ReadingState.Open)
            .Where(entry => db.Topics.Any(topic => topic.Id == entry.TopicId && topic.OpenedAt != null && topic.ClosedAt == null))
            .Where(entry => all || tracks.Contains(entry.TrackId));
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

    private static async Task<List<TalkShared>> SharedAsync(WhalepaperDb db, IQueryable<Talk> shared, CancellationToken cancellation) => await (
        from talk in shared
        join topic in db.Topics on talk.TopicId equals topic.Id
        orderby topic.Number descending, talk.Id descending
        select new TalkShared(
            talk.Id, talk.TrackId, topic.Number, talk.Meeting == null ? null : (Instant?)talk.Meeting.StartsAt,
            talk.Papers.Where(paper => paper.ReleasedAt == null).OrderBy(paper => paper.Position).Select(paper => paper.Paper.Title).ToList()))
        .Take(OfEach).AsSplitQuery().ToListAsync(cancellation);
}
