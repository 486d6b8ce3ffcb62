using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Ui;

namespace Whalepaper.Admission.Elections;

/// <summary>The term of a committee that was elected.</summary>
/// <param name="ElectionId">By which election: its number.</param>
/// <param name="Over">When it is over.</param>
/// <param name="IsBeingElected">Whether another one is being elected already.</param>
public sealed record CommitteeTerm(int ElectionId, Instant Over, bool IsBeingElected);

/// <summary>An election that runs, in one line for a reader.</summary>
/// <param name="IsVoting">Whether votes are taken; else one may stand.</param>
/// <param name="Until">Until when.</param>
/// <param name="IsDone">Whether the reader did their part: voted, where votes are taken, or stands.</param>
public sealed record ElectionSign(bool IsVoting, Instant Until, bool IsDone);

/// <summary>Somebody who stands.</summary>
/// <param name="Who">Who.</param>
/// <param name="Handle">The name in the address of their page.</param>
/// <param name="Word">What they want to do, Markdown; null for nothing.</param>
public sealed record StandingLine(PersonSign Who, string Handle, string? Word);

/// <summary>The ballot of an election, as far as its reader is told of it while it is open.</summary>
/// <param name="Id">Its number.</param>
/// <param name="ClosesAt">Until when votes are taken.</param>
/// <param name="Quorum">How many votes must be cast.</param>
/// <param name="Threshold">The share that passes, in percent.</param>
/// <param name="MayVote">Whether the reader is on its list.</param>
/// <param name="HasVoted">Whether the reader voted.</param>
public sealed record OpenElectionBallot(int Id, Instant ClosesAt, int Quorum, decimal Threshold, bool MayVote, bool HasVoted);

/// <summary>An election that runs.</summary>
/// <param name="Seats">How many are elected at most.</param>
/// <param name="Months">For how long.</param>
/// <param name="StandUntil">Until when one may stand.</param>
/// <param name="Standing">Who stands.</param>
/// <param name="IsStanding">Whether the reader does.</param>
/// <param name="OwnWord">What the reader says with it.</param>
/// <param name="Ballot">The ballot; null while one may stand.</param>
public sealed record RunningElection(int Seats, int Months, Instant StandUntil, IReadOnlyList<StandingLine> Standing, bool IsStanding, string? OwnWord, OpenElectionBallot? Ballot);

/// <summary>What was said of somebody who stood.</summary>
/// <param name="Who">Who.</param>
/// <param name="Tally">What was said; null where so few voted that it would tell who, or nothing was counted.</param>
/// <param name="IsSeated">Whether they were elected.</param>
public sealed record StoodLine(PersonSign Who, Tally? Tally, bool IsSeated);

/// <summary>An election that is over.</summary>
/// <param name="Id">Its number.</param>
/// <param name="EndedAt">When.</param>
/// <param name="Seats">How many could be elected.</param>
/// <param name="Months">For how long.</param>
/// <param name="Outcome">What came out.</param>
/// <param name="Cast">How many voted; null where nothing was counted.</param>
/// <param name="Quorum">How many had to; null where no ballot was held.</param>
/// <param name="Stood">Who stood, those who were elected first.</param>
/// <param name="Over">When the term is over; null where nobody was elected.</param>
public sealed record PastElection(int Id, Instant EndedAt, int Seats, int Months, ElectionOutcome Outcome, int? Cast, int? Quorum, IReadOnlyList<StoodLine> Stood, Instant? Over);

/// <summary>What the page of elections shows.</summary>
/// <param name="Committee">Who belongs to the committee now, the organizer too.</param>
/// <param name="Term">Its term; null where it was never elected.</param>
/// <param name="Running">The election that runs; null for none.</param>
/// <param name="Past">The last that are over, the newest first.</param>
public sealed record ElectionsView(IReadOnlyList<PersonSign> Committee, CommitteeTerm? Term, RunningElection? Running, IReadOnlyList<PastElection> Past);

/// <summary>What is asked about elections: always the same few questions.</summary>
public static class ElectionQueries
{
    private const int MostPast = 20;

    /// <summary>The term of the committee that was elected last; null where none was.</summary>
    /// <param name="db">The data.</param>
    /// <param name="zone">The group's zone.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<CommitteeTerm?> TermAsync(this WhalepaperDb db, DateTimeZone zone, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var last = await db.Elections.AsNoTracking().Where(e => e.Runs == null && !e.Keeps && e.Ballot != null && e.Ballot.End == BallotEnd.Decided && e.Ballot.Options.Any(option => option.Passed == true))
            .OrderByDescending(e => e.Id).Select(e => new { e.Id, e.Months, e.Ballot!.ClosedAt, Runs = db.Elections.Any(other => other.Runs == true) }).FirstOrDefaultAsync(cancellation);
        return last is { ClosedAt: { } closed } ? new CommitteeTerm(last.Id, Election.EndOfTerm(closed, last.Months, zone), last.Runs) : null;
    }

    /// <summary>The election that runs, for a line on other pages; null for none, or none in which the reader has a part.</summary>
    public static async Task<ElectionSign?> ElectionSignAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var running = await db.Elections.AsNoTracking().Where(e => e.Runs == true).Select(e => new
        {
            e.StandUntil,
            Closes = e.Ballot == null ? null : (Instant?)e.Ballot.ClosesAt,
            HasVoted = db.BallotVoters.Where(voter => voter.BallotId == e.BallotId && voter.MemberId == memberId).Select(voter => (bool?)voter.HasVoted).FirstOrDefault(),
            Stands = db.Candidacies.Any(candidacy => candidacy.ElectionId == e.Id && candidacy.MemberId == memberId),
        }).SingleOrDefaultAsync(cancellation);
        if (running is not { Closes: { } closes })
            return running is null ? null : new ElectionSign(false, running.StandUntil, running.Stands);
        // Who came after the list was drawn up has no part in it.
        return running.HasVoted is { } hasVoted ? new ElectionSign(true, closes, hasVoted) : null;
    }

    /// <summary>Whether somebody is on the list of an election whose ballot is open: they vote in it whatever becomes of their place meanwhile.</summary>
    public static Task<bool> IsListedAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Elections.AnyAsync(e => e.Runs == true && db.BallotVoters.Any(voter => voter.BallotId == e.BallotId && voter.MemberId == memberId), cancellation);
    }

    /// <summary>The page of elections, for somebody of the inner group or on the list of the ballot that is open.</summary>
    public static async Task<ElectionsView> ElectionsAsync(this WhalepaperDb db, int me, DateTimeZone zone, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var running = await db.Elections.AsNoTracking().Include(e => e.Candidacies).Include(e => e.Ballot!.Options).AsSplitQuery().SingleOrDefaultAsync(e => e.Runs == true, cancellation);
        var past = await db.Elections.AsNoTracking().Include(e => e.Ballot!.Options).Where(e => e.Runs == null).OrderByDescending(e => e.Id).Take(MostPast).AsSplitQuery().ToListAsync(cancellation);
        int[] named = [.. (running?.Candidacies ?? []).Select(candidacy => candidacy.MemberId), .. past.Append(running).SelectMany(e => e?.Ballot?.Options ?? []).Select(option => option.MemberId)];
        var people = await db.Members.AsNoTracking().Where(m => EF.Parameter(named).Contains(m.Id) || ((m.Role == Role.Committee || m.Role == Role.Organizer) && m.LeftAt == null))
            .Select(m => new Person(m.Id, m.Name, m.Handle, m.Role, m.Standing == Standing.Inner && m.LeftAt == null)).ToDictionaryAsync(m => m.Id, cancellation);
        var own = running?.BallotId is { } ballot ? await db.BallotVoters.AsNoTracking().SingleOrDefaultAsync(voter => voter.BallotId == ballot && voter.MemberId == me, cancellation) : null;
        return new ElectionsView(
            [.. people.Values.Where(m => m.Role is not Role.None).OrderBy(m => m.Handle, StringComparer.Ordinal).Select(m => m.Sign)],
            await db.TermAsync(zone, cancellation),
            running is null ? null : Running(running, people, me, own),
            past.ConvertAll(e => Past(e, people, zone)));
    }

    private static RunningElection Running(Election election, Dictionary<int, Person> people, int me, BallotVoter? own)
    {
        var words = election.Candidacies.ToDictionary(candidacy => candidacy.MemberId, candidacy => candidacy.Word);
        // Once the ballot is open, its list stands; before that, who is of the inner group no more stands no more.
        var standing = election.Ballot is { } open ? open.Options.OrderBy(option => option.Place).Select(option => option.MemberId) : election.Candidacies.OrderBy(candidacy => candidacy.At).Select(candidacy => candidacy.MemberId).Where(id => people[id].IsInner);
        return new RunningElection(
            election.Seats, election.Months, election.StandUntil, [.. standing.Select(id => new StandingLine(people[id].Sign, people[id].Handle, people[id].IsInner ? words.GetValueOrDefault(id) : null))],
            words.ContainsKey(me), words.GetValueOrDefault(me),
            election.Ballot is { } ballot ? new OpenElectionBallot(ballot.Id, ballot.ClosesAt, ballot.Terms.Quorum, ballot.Terms.Threshold, own is not null, own is { HasVoted: true }) : null);
    }

    private static PastElection Past(Election election, Dictionary<int, Person> people, DateTimeZone zone) => new(
        election.Id, election.EndedAt!.Value, election.Seats, election.Months, election.Outcome!.Value, election.Ballot?.Cast, election.Ballot?.Terms.Quorum,
        [.. (election.Ballot?.Options ?? []).OrderByDescending(option => option.Passed is true).ThenByDescending(option => option.Approve ?? 0).ThenBy(option => option.Place).Select(option => new StoodLine(
            people[option.MemberId].Sign, option is { Approve: { } approve, Reject: { } reject, Abstain: { } abstain } ? new Tally(approve, reject, abstain) : null, option.Passed is true))],
        election.OverIn(zone));

    private sealed record Person(int Id, string Name, string Handle, Role Role, bool IsInner)
    {
        public PersonSign Sign => MemberSigns.Sign(Name, Handle);
    }
}
