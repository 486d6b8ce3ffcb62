using Microsoft.EntityFrameworkCore;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;

namespace Whalepaper.Admission;

/// <summary>How much of an application somebody sees.</summary>
public enum Sight
{
    /// <summary>Of the committee, and has not said yet whether they have a tie: who applies, for which tracks, with which paper, and no more.</summary>
    Head = 1,

    /// <summary>Of the committee, with a tie: the same, and the reason why it is no more.</summary>
    Tied = 2,

    /// <summary>Of the committee, without a tie: everything but what others keep for themselves.</summary>
    Whole = 3,

    /// <summary>Their own: everything but ties, notes and what a ballot tells the committee.</summary>
    Own = 4,

    /// <summary>Of the committee no more, and on the list of its open ballot: who applies, and the ballot, until it closes.</summary>
    Voter = 5,
}

/// <summary>Somebody of the committee who may judge an application.</summary>
public sealed class Judge
{
    /// <summary>The application.</summary>
    public required Application Application { get; init; }

    /// <summary>Who judges it.</summary>
    public required Member Member { get; init; }
}

/// <summary>
/// Who sees what of admission: the one place that says so. For everybody who sees nothing of an application there is none, and no answer of ours tells the
/// difference.
/// </summary>
public static class AdmissionRights
{
    /// <summary>Whether somebody writes with the applicant, and takes part in what becomes of them.</summary>
    public static bool IsIn(this Sight sight) => sight is Sight.Own or Sight.Whole;

    /// <summary>How much somebody sees of an application.</summary>
    /// <param name="db">The data.</param>
    /// <param name="id">The application's database number.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Null where there is none for them.</returns>
    public static async Task<Sight?> SightAsync(this WhalepaperDb db, int id, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        if (who.MemberId is not { } me)
            return null;
        var found = await db.Applications.AsNoTracking().Where(a => a.Id == id)
            .Select(a => new
            {
                a.MemberId,
                IsDraft = a.AppliedAt == null,
                Votes = a.Ballot != null && a.Ballot.ClosedAt == null && db.BallotVoters.Any(voter => voter.BallotId == a.BallotId && voter.MemberId == me),
                Tie = db.TieWords.Where(word => word.ApplicationId == id && word.MemberId == me).Select(word => (Tie?)word.Tie).FirstOrDefault(),
            })
            .SingleOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        if (found.MemberId == me)
            return who.May(Act.TakePart) ? Sight.Own : null;
        if (found.IsDraft)
            return null;
        // Nobody takes an office from somebody to take their vote.
        return who.May(Act.DoCommitteeWork) ? Of(found.Tie) : found is { Votes: true, Tie: Tie.None } && who.May(Act.TakePart) ? Sight.Voter : null;
    }

    /// <summary>An application for whoever changes it, with its member, course and ballot.</summary>
    /// <param name="db">The data.</param>
    /// <param name="id">The application's database number.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Null where there is none for them.</returns>
    public static async Task<(Application Application, Sight Sight)?> ApplicationForChangeAsync(this WhalepaperDb db, int id, Actor who, CancellationToken cancellation) =>
        await db.SightAsync(id, who, cancellation) is { } sight
            ? (await db.Applications.Include(a => a.Member).Include(a => a.Course).Include(a => a.Ballot!.Options).AsSplitQuery().SingleAsync(a => a.Id == id, cancellation), sight)
            : null;

    /// <summary>The applications of which somebody of the committee is told what happens: not their own, none that is not sent, none to whose member they have a tie.</summary>
    /// <param name="db">The data.</param>
    /// <param name="memberId">Who of the committee: their database number.</param>
    public static IQueryable<Application> ApplicationsOpenTo(this WhalepaperDb db, int memberId)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Applications.Where(a => a.AppliedAt != null && a.MemberId != memberId && !db.TieWords.Any(word => word.ApplicationId == a.Id && word.MemberId == memberId && word.Tie != Tie.None));
    }

    /// <summary>Each application with each of the committee who may judge it: who applies never does, nor whoever has a tie to them. Who said nothing yet may, once they do.</summary>
    /// <param name="db">The data.</param>
    public static IQueryable<Judge> Judges(this WhalepaperDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return from application in db.Applications
               from member in db.Members
               where (member.Role == Role.Committee || member.Role == Role.Organizer) && member.LeftAt == null && member.Id != application.MemberId
                   && !db.TieWords.Any(word => word.ApplicationId == application.Id && word.MemberId == member.Id && word.Tie != Tie.None)
               select new Judge { Application = application, Member = member };
    }

    /// <summary>Those who may judge these applications, by application: by their database numbers.</summary>
    internal static async Task<ILookup<int, int>> JudgesOfAsync(this WhalepaperDb db, int[] applications, CancellationToken cancellation) => (await db.Judges().Where(judge => EF.Parameter(applications).Contains(judge.Application.Id))
        .OrderBy(judge => judge.Member.Id).Select(judge => new { judge.Application.Id, Member = judge.Member.Id }).ToListAsync(cancellation)).ToLookup(one => one.Id, one => one.Member);

    /// <summary>How the audit log names the applications that somebody of the committee sees whole.</summary>
    /// <param name="db">The data.</param>
    /// <param name="who">Who reads.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static async Task<IReadOnlyList<string>> SubjectsSeenAsync(this WhalepaperDb db, Actor who, CancellationToken cancellation)
    {
        if (who.MemberId is not { } me)
            return [];
        var seen = await db.TieWords.Where(word => word.MemberId == me && word.Tie == Tie.None && db.Applications.Any(a => a.Id == word.ApplicationId && a.MemberId != me)).Select(word => word.ApplicationId).ToListAsync(cancellation);
        return seen.ConvertAll(Application.SubjectOf);
    }

    /// <summary>Lets a save notice whatever else was saved about an application meanwhile: of a tie and a seat that are given at the same moment, one comes too late.</summary>
    internal static void Hold(this WhalepaperDb db, Application application) => db.Entry(application).Property(a => a.Version).IsModified = true;

    /// <summary>What a word about a tie lets somebody of the committee see.</summary>
    internal static Sight Of(Tie? tie) => tie switch
    {
        null => Sight.Head,
        Tie.None => Sight.Whole,
        _ => Sight.Tied,
    };
}
