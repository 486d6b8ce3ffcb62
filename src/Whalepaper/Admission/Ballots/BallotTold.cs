using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Admission.Ballots;

/// <summary>A ballot as messages tell of it.</summary>
/// <param name="Kind">What it decides.</param>
/// <param name="ClosesAt">Until when votes are taken.</param>
/// <param name="IsExtended">Whether it got more time.</param>
/// <param name="Page">Where it is held.</param>
/// <param name="Name">About whom it is; empty in an election.</param>
internal sealed record BallotTold(BallotKind Kind, Instant ClosesAt, bool IsExtended, string Page, string Name)
{
    /// <summary>Reads it for somebody who is to vote; null if they did, cannot any more, or it is over.</summary>
    public static async Task<BallotTold?> ToVoteAsync(WhalepaperDb db, int id, int? memberId, Instant now, CancellationToken cancellation)
    {
        if (memberId is not { } me)
            return null;
        var ballot = await db.Ballots.AsNoTracking().Where(b => b.Id == id && b.ClosedAt == null && b.ClosesAt > now && db.BallotVoters.Any(v => v.BallotId == id && v.MemberId == me && !v.HasVoted))
            .Select(b => new { b.Kind, b.ClosesAt, IsExtended = b.ExtendedAt != null }).SingleOrDefaultAsync(cancellation);
        if (ballot is null)
            return null;
        if (ballot.Kind is BallotKind.Election)
        {
            return await db.Members.AnyAsync(m => m.Id == me && m.LeftAt == null, cancellation)
                ? new BallotTold(ballot.Kind, ballot.ClosesAt, ballot.IsExtended, "/elections", "") : null;
        }

        // Who has a tie by now does not vote, nor who left; who lost the office does.
        return await db.ApplicationsOpenTo(me).Where(a => a.BallotId == id && db.Members.Any(m => m.Id == me && m.LeftAt == null)).Select(a => new { a.Id, a.Member.Name }).SingleOrDefaultAsync(cancellation) is { } application
            ? new BallotTold(ballot.Kind, ballot.ClosesAt, ballot.IsExtended, $"/applications/{application.Id}", application.Name) : null;
    }

    /// <summary>The applications that somebody of the committee may read; none for everybody else.</summary>
    public static IQueryable<Application> OpenTo(WhalepaperDb db, int memberId) =>
        db.ApplicationsOpenTo(memberId).Where(_ => db.Members.Any(m => m.Id == memberId && m.LeftAt == null && (m.Role == Role.Committee || m.Role == Role.Organizer)));
}
