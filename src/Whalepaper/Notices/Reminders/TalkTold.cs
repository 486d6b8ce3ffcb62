using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Talks;

namespace Whalepaper.Notices.Reminders;

/// <summary>A talk as messages tell of it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Title">What it is about, in one line.</param>
/// <param name="Track">The track, by its code.</param>
/// <param name="State">Where it stands.</param>
/// <param name="IsPrepared">Whether all parts are prepared.</param>
/// <param name="MeetingId">Its meeting; null without a date.</param>
/// <param name="StartsAt">Its hour; null without a date, or where the meeting does not take place.</param>
/// <param name="Presenters">Who shares it, in order: their numbers and names.</param>
internal sealed record TalkTold(int Id, string Title, string Track, TalkState State, bool IsPrepared, int? MeetingId, Instant? StartsAt, IReadOnlyList<(int Id, string Name)> Presenters)
{
    private const string Between = " · ";

    /// <summary>Whether it is still to come.</summary>
    public bool IsAhead => State is TalkState.Asked or TalkState.Claimed or TalkState.Confirmed or TalkState.Ready;

    /// <summary>Whether somebody shares it.</summary>
    public bool IsOf(int? memberId) => Presenters.Any(presenter => presenter.Id == memberId);

    /// <summary>What talks are about and who shares them, in one line each, by their numbers.</summary>
    /// <param name="db">The database.</param>
    /// <param name="ids">The talks.</param>
    /// <param name="and">What stands between two names.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<Func<int, (string Title, string Names)>> LinesAsync(WhalepaperDb db, List<int> ids, string and, CancellationToken cancellation)
    {
        var titles = (await db.TalkPapers.Where(p => EF.Parameter(ids).Contains(p.TalkId)).OrderBy(p => p.Position).Select(p => new { p.TalkId, p.Paper.Title }).ToListAsync(cancellation)).ToLookup(p => p.TalkId, p => p.Title);
        var names = (await db.TalkPresenters.Where(p => EF.Parameter(ids).Contains(p.TalkId)).OrderBy(p => p.Position).Select(p => new { p.TalkId, p.Member.Name }).ToListAsync(cancellation)).ToLookup(p => p.TalkId, p => p.Name);
        return id => (string.Join(Between, titles[id]), string.Join(and, names[id]));
    }

    /// <summary>Reads one; null if there is none.</summary>
    public static async Task<TalkTold?> FindAsync(WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var talk = await db.Talks.AsNoTracking().Where(t => t.Id == id).Select(t => new
        {
            t.Id,
            t.State,
            t.MeetingId,
            IsPrepared = t.PreparedAt != null,
            At = t.Meeting == null || t.Meeting.CancelledAt != null ? null : (Instant?)t.Meeting.StartsAt,
            Track = db.Tracks.Where(track => track.Id == t.TrackId).Select(track => track.Code).First(),
        }).SingleOrDefaultAsync(cancellation);
        if (talk is null)
            return null;
        var titles = await db.TalkPapers.Where(p => p.TalkId == id).OrderBy(p => p.Position).Select(p => p.Paper.Title).ToListAsync(cancellation);
        var presenters = await db.TalkPresenters.Where(p => p.TalkId == id).OrderBy(p => p.Position).Select(p => new { p.MemberId, p.Member.Name }).ToListAsync(cancellation);
        return new TalkTold(talk.Id, string.Join(Between, titles), talk.Track.ToUpperInvariant(), talk.State, talk.IsPrepared, talk.MeetingId, talk.At, presenters.ConvertAll(p => (p.MemberId, p.Name)));
    }
}
