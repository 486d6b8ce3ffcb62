using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Members.Desk;

/// <summary>What waits for the committee, oldest first.</summary>
/// <param name="Claims">Claims to archive profiles.</param>
/// <param name="Talks">Talks soon to come that nobody confirmed.</param>
/// <param name="Proposals">Papers that members proposed.</param>
public sealed record DeskView(IReadOnlyList<ClaimOnDesk> Claims, IReadOnlyList<TalkOnDesk> Talks, IReadOnlyList<ProposalOnDesk> Proposals)
{
    /// <summary>Whether all is done.</summary>
    public bool IsEmpty => Claims.Count + Talks.Count + Proposals.Count == 0;
}

/// <summary>A claim that waits.</summary>
public sealed record ClaimOnDesk(int Id, string Profile, string ProfileHandle, int Talks, string By, string ByHandle, Instant ByKnownSince, string? Word, Instant At);

/// <summary>A talk that waits for its presenter's yes.</summary>
public sealed record TalkOnDesk(int Id, string Title, IReadOnlyList<string> Presenters, string Track, Instant At);

/// <summary>A proposal that waits.</summary>
public sealed record ProposalOnDesk(int PaperId, string Title, int Topic, string Track, string By, string ByHandle, int Wishes, Instant At);

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
        var talks = await db.Talks.AsNoTracking()
            .Where(t => t.Confirmation == null && t.Giving == null && t.Meeting != null && t.Meeting.StartsAt > now && t.Meeting.StartsAt < until && t.Papers.Any(p => p.ReleasedAt == null))
            .OrderBy(t => t.Meeting!.StartsAt).ThenBy(t => t.Id).Take(Most)
            .Select(t => new
            {
                t.Id,
                Title = t.Papers.Where(p => p.ReleasedAt == null).OrderBy(p => p.Position).Select(p => p.Paper.Title).First(),
                Presenters = t.Presenters.OrderBy(p => p.Position).Select(p => p.Member.Name).ToList(),
                Track = db.Tracks.Where(track => track.Id == t.TrackId).Select(track => track.Code).First(),
                At = t.Meeting!.StartsAt,
            }).ToListAsync(cancellation);
        var proposals = await db.Proposals.AsNoTracking().Where(p => p.End == null && p.List.Topic.ClosedAt == null).OrderBy(p => p.At).ThenBy(p => p.Id).Take(Most)
            .Select(p => new ProposalOnDesk(
                p.PaperId, p.Paper.Title, p.List.Topic.Number, p.List.Track.Code, p.By.Name, p.By.Handle,
                db.Wishes.Count(w => w.TopicId == p.TopicId && w.TrackId == p.TrackId && w.PaperId == p.PaperId && w.Member.LeftAt == null), p.At)).ToListAsync(cancellation);
        return new DeskView(claims, talks.ConvertAll(t => new TalkOnDesk(t.Id, t.Title, t.Presenters, t.Track.ToUpperInvariant(), t.At)), proposals);
    }
}
