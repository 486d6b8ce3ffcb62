using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Elections;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Settings;

namespace Whalepaper.Admission;

/// <summary>Who votes on what, by which rules: read when a ballot opens, and frozen in it.</summary>
public static class Voters
{
    /// <summary>The committee's members who may vote on an application: all who have no tie to who applies, and are not it themselves.</summary>
    /// <param name="db">The data.</param>
    /// <param name="application">The application.</param>
    public static IQueryable<Member> VotersOn(this WhalepaperDb db, Application application)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(application);
        var id = application.Id;
        return db.Judges().Where(judge => judge.Application.Id == id).Select(judge => judge.Member);
    }

    /// <summary>A ballot on an application; null where too few of the committee may vote for it to be one.</summary>
    public static async Task<Ballot?> BallotOnAsync(this WhalepaperDb db, Application application, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(application);
        var voters = await db.VotersOn(application).Select(member => member.Id).ToListAsync(cancellation);
        return await BallotAsync(db, BallotKind.Admission, 1, [application.MemberId], voters, now, cancellation);
    }

    /// <summary>How many of the committee may vote on an application, and how many must be able to for a ballot to open.</summary>
    public static async Task<(int Have, int Need)> VotersNeededAsync(this WhalepaperDb db, Application application, CancellationToken cancellation)
    {
        var have = await db.VotersOn(application).CountAsync(cancellation);
        return (have, await db.VotersNeededAsync(cancellation));
    }

    /// <summary>How many of the committee must be able to vote on an application for a ballot to open.</summary>
    public static async Task<int> VotersNeededAsync(this WhalepaperDb db, CancellationToken cancellation) =>
        Math.Max(BallotTerms.LeastVoters, (int)SettingsCatalogue.LeastVotes.Of(await db.SettingsAsync(cancellation)));

    /// <summary>Whether it is for somebody to hold a ballot once more that decided nothing: for the organizer; for the committee where no organizer may vote on it.</summary>
    /// <param name="db">The data.</param>
    /// <param name="application">The application.</param>
    /// <param name="memberId">Who of the committee, without a tie: their database number.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<bool> MayHoldAgainAsync(this WhalepaperDb db, Application application, int memberId, CancellationToken cancellation)
    {
        var organizers = await db.VotersOn(application).Where(member => member.Role == Role.Organizer).Select(member => member.Id).ToListAsync(cancellation);
        return organizers.Count == 0 || organizers.Contains(memberId);
    }

    /// <summary>Whether somebody of the committee without a tie may say no by now: where a ballot decided nothing, whoever may hold it once more; to who was heard, only while too few may vote on them.</summary>
    /// <param name="db">The data.</param>
    /// <param name="application">The application, with its ballot.</param>
    /// <param name="memberId">Who: their database number.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<bool> MayDeclineAsync(this WhalepaperDb db, Application application, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(application);
        return application switch
        {
            { CanDecline: false } => false,
            { State: ApplicationState.Presented } => await db.VotersNeededAsync(application, cancellation) is var (have, need) && have < need,
            { IsUndecided: true } => await db.MayHoldAgainAsync(application, memberId, cancellation),
            _ => true,
        };
    }

    /// <summary>The inner group: who votes in elections, and may stand.</summary>
    public static IQueryable<Member> InnerGroup(this WhalepaperDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Members.Where(member => member.Standing == Standing.Inner && member.LeftAt == null && member.MergedIntoId == null);
    }

    /// <summary>The ballot of an election: the inner group votes. Null where nobody stands, or too few may vote.</summary>
    public static async Task<Ballot?> BallotOnAsync(this WhalepaperDb db, Election election, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(election);
        var inner = await db.InnerGroup().Select(member => member.Id).ToListAsync(cancellation);
        // Who left the inner group since stands no longer. In the order of their numbers, which is nobody's choice; of two who stood at the same moment as the last, one has no place.
        var standing = election.Candidacies.OrderBy(candidacy => candidacy.At).Select(candidacy => candidacy.MemberId).Intersect(inner).Take(Ballot.MostOptions).Order().ToList();
        return standing.Count == 0 ? null : await BallotAsync(db, BallotKind.Election, election.Seats, standing, inner, now, cancellation);
    }

    private static async Task<Ballot?> BallotAsync(WhalepaperDb db, BallotKind kind, int seats, IReadOnlyList<int> standing, List<int> voters, Instant now, CancellationToken cancellation)
    {
        var settings = await db.SettingsAsync(cancellation);
        var least = (int)SettingsCatalogue.LeastVotes.Of(settings);
        if (voters.Count < Math.Max(BallotTerms.LeastVoters, BallotTerms.QuorumOf(least, voters.Count)))
            return null;
        var terms = new BallotTerms((int)SettingsCatalogue.BallotHours.Of(settings), least, voters.Count, SettingsCatalogue.Threshold.Of(settings), seats);
        return new Ballot(kind, terms, standing, voters, now);
    }
}
