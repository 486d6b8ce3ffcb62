using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Members.Desk;

/// <summary>What waits for the committee, oldest first.</summary>
/// <param name="Claims">Claims to archive profiles.</param>
/// <param name="Talks">Talks soon to come that nobody confirmed.</param>
/// <param name="Proposals">Papers that members proposed.</param>
/// <param name="Asked">Talks that open members ask for.</param>
/// <param name="Handovers">Hand-overs that were agreed on and wait for the committee.</param>
/// <param name="Begun">Talks whose hour came, and of which nobody said yet whether they were given.</param>
/// <param name="Boards">The topics that are planned or run, by number: each has a board.</param>
public sealed record DeskView(
    IReadOnlyList<ClaimOnDesk> Claims, IReadOnlyList<TalkOnDesk> Talks, IReadOnlyList<ProposalOnDesk> Proposals, IReadOnlyList<TalkOnDesk> Asked, IReadOnlyList<HandoverOnDesk> Handovers,
    IReadOnlyList<TalkOnDesk> Begun, IReadOnlyList<int> Boards)
{
    /// <summary>Whether all is done.</summary>
    public bool IsEmpty => Claims.Count + Talks.Count + Proposals.Count + Asked.Count + Handovers.Count + Begun.Count == 0;
}

/// <summary>A claim that waits.</summary>
public sealed record ClaimOnDesk(int Id, string Profile, string ProfileHandle, int Talks, string By, string ByHandle, Instant ByKnownSince, string? Word, Instant At);

/// <summary>A talk that waits for its presenter's yes, or for the committee's.</summary>
public sealed record TalkOnDesk(int Id, string Title, IReadOnlyList<PersonSign> Presenters, string Track, Instant? At);

/// <summary>A hand-over that waits for the committee.</summary>
/// <param name="Id">Its number.</param>
/// <param name="TalkId">The talk.</param>
/// <param name="Title">What the talk is about.</param>
/// <param name="From">Who gives.</param>
/// <param name="To">Who takes.</param>
/// <param name="IsSwap">Whether they swap dates.</param>
/// <param name="IsLate">Whether it is late.</param>
/// <param name="At">When it was taken.</param>
public sealed record HandoverOnDesk(int Id, int TalkId, string Title, PersonSign From, PersonSign To, bool IsSwap, bool IsLate, Instant At);

/// <summary>A proposal that waits.</summary>
public sealed record ProposalOnDesk(int Id, int PaperId, string Title, int Topic, string Track, string By, string ByHandle, int Wishes, Instant At);

/// <summary>What the desk asks: always the same few questions.</summary>
public static class DeskQueries
{
    /// <summary>A talk unconfirmed so shortly before its hour lies on the desk.</summary>
    public static readonly Duration Soon = Duration.FromDays(7);

    private const int Most = 100;

    /// <summary>Reads the desk.</summary>
    public static async Task<DeskView> DeskAsync(this WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var claims = await db.ProfileClaims.AsNoTracking().Where(c => c.End == null).OrderBy(c => c.At).ThenBy(c => c.Id).Take(Most)
            .Select(c => new ClaimOnDesk(
                c.Id, c.Profile.Name, c.Profile.Handle, db.TalkPresenters.Count(p => p.MemberId == c.ProfileId), c.By.Name, c.By.Handle, c.By.KnownSince, c.Word, c.At))
            .ToListAsync(cancellation);
        var until = now + Soon;
        var talks = await TalksAsync(db, db.Talks.Where(t => t.State == TalkState.Claimed && t.Meeting != null && t.Meeting.StartsAt > now && t.Meeting.StartsAt < until), cancellation);
        var proposals = await db.Proposals.AsNoTracking().Where(p => p.End == null && p.List.Topic.ClosedAt == null).OrderBy(p => p.At).ThenBy(p => p.Id).Take(Most)
            .Select(p => new ProposalOnDesk(
                p.Id, p.PaperId, p.Paper.Title, p.List.Topic.Number, p.List.Track.Code, p.By.Name, p.By.Handle,
                db.Wishes.Count(w => w.TopicId == p.TopicId && w.TrackId == p.TrackId && w.PaperId == p.PaperId && w.Member.LeftAt == null), p.At)).ToListAsync(cancellation);
        var boards = await db.Topics.Where(t => t.ClosedAt == null).OrderByDescending(t => t.Number).Take(Most).Select(t => t.Number).ToListAsync(cancellation);
        var asked = await TalksAsync(db, db.Talks.Where(t => t.State == TalkState.Asked), cancellation);
        var begun = await TalksAsync(db, db.Talks.Ahead().Where(t => t.State != TalkState.Asked && t.Meeting != null && t.Meeting.CancelledAt == null && t.Meeting.StartsAt <= now), cancellation);
        return new DeskView(claims, talks, proposals, asked, await HandoversAsync(db, cancellation), begun, boards);
    }

    private static async Task<List<TalkOnDesk>> TalksAsync(WhalepaperDb db, IQueryable<Talk> asked, CancellationToken cancellation)
    {
        var talks = await asked.AsNoTracking().OrderBy(t => t.Meeting == null ? 1 : 0).ThenBy(t => t.Meeting!.StartsAt).ThenBy(t => t.Id).Take(Most)
            .Select(t => new
            {
                t.Id,
                Title = t.Papers.OrderBy(p => p.Position).Select(p => p.Paper.Title).First(),
                Presenters = t.Presenters.OrderBy(p => p.Position).Select(p => new { p.Member.Name, p.Member.Handle }).ToList(),
                Track = db.Tracks.Where(track => track.Id == t.TrackId).Select(track => track.Code).First(),
                At = t.Meeting == null ? null : (Instant?)t.Meeting.StartsAt,
            }).ToListAsync(cancellation);
        return talks.ConvertAll(t => new TalkOnDesk(t.Id, t.Title, t.Presenters.ConvertAll(p => MemberSigns.Sign(p.Name, p.Handle)), t.Track.ToUpperInvariant(), t.At));
    }

    private static async Task<List<HandoverOnDesk>> HandoversAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        var offers = await db.Handovers.AsNoTracking().Where(h => h.End == null && h.TakenAt != null).OrderBy(h => h.TakenAt).ThenBy(h => h.Id).Take(Most)
            .Select(h => new
            {
                h.Id,
                h.TalkId,
                Title = h.Talk.Papers.OrderBy(p => p.Position).Select(p => p.Paper.Title).First(),
                From = new { h.From.Name, h.From.Handle },
                To = new { h.TakenBy!.Name, h.TakenBy.Handle },
                IsSwap = h.SwapId != null,
                h.IsLate,
                At = h.TakenAt!.Value,
            }).ToListAsync(cancellation);
        return offers.ConvertAll(h => new HandoverOnDesk(h.Id, h.TalkId, h.Title, MemberSigns.Sign(h.From.Name, h.From.Handle), MemberSigns.Sign(h.To.Name, h.To.Handle), h.IsSwap, h.IsLate, h.At));
    }
}
