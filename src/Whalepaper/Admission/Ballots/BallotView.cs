using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Admission.Ballots;

/// <summary>A ballot on an application, as far as its reader is told of it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="ClosesAt">Until when votes are taken.</param>
/// <param name="IsClosed">Whether it is closed.</param>
/// <param name="Committee">What the committee sees besides; null for the applicant.</param>
public sealed record BallotView(int Id, Instant ClosesAt, bool IsClosed, BallotOfCommittee? Committee);

/// <summary>What the committee sees of a ballot. While it is open that is nothing of others.</summary>
/// <param name="Quorum">How many votes must be cast.</param>
/// <param name="Threshold">The share that passes, in percent.</param>
/// <param name="MayVote">Whether the reader is on its list.</param>
/// <param name="HasVoted">Whether the reader voted.</param>
/// <param name="Result">What came out; null while it is open.</param>
public sealed record BallotOfCommittee(int Quorum, decimal Threshold, bool MayVote, bool HasVoted, BallotResult? Result);

/// <summary>What came out of a ballot.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Cast">How many voted.</param>
/// <param name="Tally">What they said; null where so few voted that it would tell who.</param>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Reasons">Reasons, in an order drawn by lot.</param>
/// <param name="Voted">Who voted.</param>
/// <param name="Silent">Who did not.</param>
public sealed record BallotResult(BallotEnd End, int Cast, Tally? Tally, bool Passed, IReadOnlyList<string> Reasons, IReadOnlyList<PersonSign> Voted, IReadOnlyList<PersonSign> Silent);

/// <summary>A ballot on an application that another one followed: it decided nothing, and so has no numbers.</summary>
/// <param name="End">How it ended.</param>
/// <param name="At">When.</param>
public sealed record BallotBefore(BallotEnd End, Instant At);

/// <summary>What the page of an application asks of its ballot.</summary>
public static class BallotQueries
{
    /// <summary>Reads it. How anybody voted is nowhere to be read.</summary>
    /// <param name="db">The data.</param>
    /// <param name="id">The ballot's database number.</param>
    /// <param name="candidateId">About whom it is: their database number.</param>
    /// <param name="sight">How much of the application the reader sees.</param>
    /// <param name="who">Who reads.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<BallotView> BallotViewAsync(this WhalepaperDb db, int id, int candidateId, Sight sight, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        var ballot = await db.Ballots.AsNoTracking().Include(b => b.Options).SingleAsync(b => b.Id == id, cancellation);
        if (sight is not (Sight.Whole or Sight.Voter))
            return new BallotView(id, ballot.ClosesAt, ballot.ClosedAt is not null, null);
        var own = await db.BallotVoters.AsNoTracking().SingleOrDefaultAsync(voter => voter.BallotId == id && voter.MemberId == who.MemberId, cancellation);
        var result = ballot.End is { } end ? await ResultAsync(db, ballot, end, candidateId, cancellation) : null;
        return new BallotView(id, ballot.ClosesAt, ballot.ClosedAt is not null, new BallotOfCommittee(ballot.Terms.Quorum, ballot.Terms.Threshold, own is not null, own is { HasVoted: true }, result));
    }

    /// <summary>The ballots that were held on an application before its newest, in order.</summary>
    public static async Task<IReadOnlyList<BallotBefore>> BallotsBeforeAsync(this WhalepaperDb db, Application application, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(application);
        if (application.BallotId is not { } newest)
            return [];
        var (member, begun) = (application.MemberId, application.BegunAt);
        return await db.Ballots.AsNoTracking().Where(b => b.Kind == BallotKind.Admission && b.Id < newest && b.OpenedAt >= begun && b.End != null && b.Options.Any(option => option.MemberId == member))
            .OrderBy(b => b.Id).Select(b => new BallotBefore(b.End!.Value, b.ClosedAt!.Value)).ToListAsync(cancellation);
    }

    private static async Task<BallotResult> ResultAsync(WhalepaperDb db, Ballot ballot, BallotEnd end, int candidateId, CancellationToken cancellation)
    {
        var option = ballot.Options.Single(o => o.MemberId == candidateId);
        // Who voted in one that decided nothing is nobody's business before it is held again.
        var voters = end is BallotEnd.Decided ? await VotersAsync(db, ballot.Id, cancellation) : new Voters([], []);
        var tally = option is { Approve: { } approve, Reject: { } reject, Abstain: { } abstain } ? new Tally(approve, reject, abstain) : (Tally?)null;
        return new BallotResult(end, ballot.Cast ?? 0, tally, option.Passed is true, ballot.Reasons, voters.Voted, voters.Silent);
    }

    // By name, which tells nothing about when.
    private static async Task<Voters> VotersAsync(WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var voters = await db.BallotVoters.AsNoTracking().Where(voter => voter.BallotId == id).Join(db.Members, voter => voter.MemberId, m => m.Id, (voter, m) => new { voter.HasVoted, m.Name, m.Handle })
            .OrderBy(voter => voter.Handle).ToListAsync(cancellation);
        var signs = voters.ToLookup(voter => voter.HasVoted, voter => MemberSigns.Sign(voter.Name, voter.Handle));
        return new Voters([.. signs[true]], [.. signs[false]]);
    }

    private sealed record Voters(IReadOnlyList<PersonSign> Voted, IReadOnlyList<PersonSign> Silent);
}
