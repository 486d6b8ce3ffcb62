using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Settings;
using Whalepaper.Topics;

namespace Whalepaper.Talks.Claiming;

/// <summary>What can be claimed from a list.</summary>
/// <param name="List">The list.</param>
/// <param name="Papers">The papers that nobody has taken, in order.</param>
/// <param name="Dates">The meetings to come that have a free seat.</param>
/// <param name="Capacity">How many seats a meeting has.</param>
public sealed record ClaimView(TopicTrack List, IReadOnlyList<FreePaper> Papers, IReadOnlyList<FreeDate> Dates, int Capacity);

/// <summary>A paper that can be claimed.</summary>
public sealed record FreePaper(int PaperId, string Title);

/// <summary>A date that can be claimed.</summary>
/// <param name="Id">The meeting's number.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="Free">How many seats are free.</param>
/// <param name="IsAway">Whether the reader said that they cannot then.</param>
/// <param name="Nearness">How it lies to the reader's other talks.</param>
public sealed record FreeDate(int Id, Instant StartsAt, int Free, bool IsAway, Nearness Nearness);

/// <summary>What the page of a claim asks: always the same few questions.</summary>
public static class ClaimPageQueries
{
    private const int MostPapers = 500;
    private const int MostDates = 60;

    /// <summary>Reads the page; null if there is no such list.</summary>
    public static async Task<ClaimView?> ClaimPageAsync(this WhalepaperDb db, int number, string code, int me, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(code);
        var lower = code.ToLowerInvariant();
        var list = await db.TopicTracks.AsNoTracking().Include(l => l.Topic).Include(l => l.Track).SingleOrDefaultAsync(l => l.Topic.Number == number && l.Track.Code == lower, cancellation);
        if (list is null)
            return null;
        var capacity = (int)SettingsCatalogue.TalksAtMeeting.Of(await db.SettingsAsync(cancellation));
        var papers = await db.Entries.AsNoTracking().InState(db, ReadingState.Open).Where(e => e.TopicId == list.TopicId && e.TrackId == list.TrackId)
            .OrderBy(e => e.Position).ThenBy(e => e.Id).Take(MostPapers).Select(e => new FreePaper(e.PaperId, e.Paper.Title)).ToListAsync(cancellation);
        return new ClaimView(list, papers, await db.FreeDatesAsync(list.TopicId, list.TrackId, me, 0, now, cancellation), capacity);
    }

    /// <summary>The meetings of a list to come that have a free seat, with how they suit somebody.</summary>
    /// <param name="db">The database.</param>
    /// <param name="topicId">The topic.</param>
    /// <param name="trackId">The track.</param>
    /// <param name="me">Whom they should suit.</param>
    /// <param name="besides">A talk that would be moved, and so is in nobody's way; 0 for none.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<FreeDate>> FreeDatesAsync(this WhalepaperDb db, int topicId, int trackId, int me, int besides, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var capacity = (int)SettingsCatalogue.TalksAtMeeting.Of(await db.SettingsAsync(cancellation));
        var dates = await db.Meetings.AsNoTracking()
            .Where(m => m.TopicId == topicId && m.TrackId == trackId && m.StartsAt > now && m.CancelledAt == null)
            .Select(m => new { m.Id, m.StartsAt, m.Minutes, Taken = m.Talks.Count(t => t.Seat != null && t.Seat < capacity) })
            .Where(m => m.Taken < capacity).OrderBy(m => m.StartsAt).Take(MostDates).ToListAsync(cancellation);
        var busy = await BusyAsync(db, me, besides, now, cancellation);
        var away = await db.AwayDays.AsNoTracking().Where(days => days.MemberId == me).ToListAsync(cancellation);
        var zone = DateTimeZoneProviders.Tzdb[await db.Groups.Where(g => g.Id == Group.TheOne).Select(g => g.ZoneId).SingleAsync(cancellation)];
        return dates.ConvertAll(date => new FreeDate(
            date.Id, date.StartsAt, capacity - date.Taken, away.Exists(days => days.Covers(date.StartsAt.InZone(zone).Date)),
            busy.Select(span => Engagement.Between(span.Start, span.End, date.StartsAt, date.StartsAt + Duration.FromMinutes(date.Minutes))).DefaultIfEmpty(Nearness.Apart).Max()));
    }

    private static async Task<List<(Instant Start, Instant End)>> BusyAsync(WhalepaperDb db, int me, int besides, Instant now, CancellationToken cancellation)
    {
        var talks = await (
            from presenter in db.TalkPresenters
            where presenter.MemberId == me
            join talk in db.Talks.Ahead() on presenter.TalkId equals talk.Id
            where talk.Id != besides && talk.Meeting != null && talk.Meeting.CancelledAt == null && talk.Meeting.StartsAt > now
            select new { talk.Meeting!.StartsAt, talk.Meeting.Minutes }).AsNoTracking().ToListAsync(cancellation);
        return talks.ConvertAll(talk => (talk.StartsAt, talk.StartsAt + Duration.FromMinutes(talk.Minutes)));
    }
}
