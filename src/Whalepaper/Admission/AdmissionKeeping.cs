using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Talks;

namespace Whalepaper.Admission;

/// <summary>
/// Keeps applications and elections in step with what they wait for, whoever saves it: a trial talk that was given, as somebody else than the candidate says, opens the ballot, one that does not
/// come about is to be planned anew, and a ballot that closed lets in, seats, or leaves the answer to the committee.
/// </summary>
internal sealed class AdmissionKeeping(BallotSeal seal, IClock clock) : IConsequence
{
    public async Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var now = clock.GetCurrentInstant();
        var given = changed.Where(entry => entry is { State: EntityState.Added, Entity: Giving { Source: GivingSource.Meeting } }).Select(entry => ((Giving)entry.Entity).TalkId).ToHashSet();
        var ended = changed.Where(entry => entry is { State: EntityState.Added, Entity: Ending }).Select(entry => ((Ending)entry.Entity).TalkId).ToHashSet();
        if (given.Count + ended.Count > 0)
            await TalksAsync(db, given, ended, now, cancellationToken);
        await new TrialTakenBack(db, seal).FollowAsync(changed, now, cancellationToken);
        foreach (var entry in changed.Where(entry => entry is { State: EntityState.Modified, Entity: Ballot } && (entry.Property(nameof(Ballot.ClosedAt)).IsModified || entry.Property(nameof(Ballot.ExtendedAt)).IsModified)))
            await BallotAsync(db, (Ballot)entry.Entity, now, cancellationToken);
    }

    private async Task TalksAsync(WhalepaperDb db, HashSet<int> given, HashSet<int> ended, Instant now, CancellationToken cancellation)
    {
        int[] talks = [.. given.Union(ended)];
        var applications = await db.Applications.Include(a => a.Member).Include(a => a.Ballot).AsSplitQuery()
            .Where(a => a.State == ApplicationState.Planned && a.TalkId != null && EF.Parameter(talks).Contains(a.TalkId.Value)).ToListAsync(cancellation);
        if (applications.Count == 0)
            return;
        var shared = await db.TalkPresenters.AsNoTracking().Where(place => EF.Parameter(talks).Contains(place.TalkId)).Select(place => new { place.TalkId, place.MemberId }).ToListAsync(cancellation);
        foreach (var application in applications)
        {
            // Where somebody stepped in for a candidate who did not come, that was nobody's trial.
            if (ended.Contains(application.TalkId!.Value) || !shared.Exists(place => place.TalkId == application.TalkId && place.MemberId == application.MemberId))
            {
                application.Unplan(null, now);
                continue;
            }

            if (IsSaid(db, application))
                await new BallotChanges(db, seal).HearAsync(application, null, now, cancellation);
            // Told once: who opens and ends the hour again and again tells nobody anything new.
            else if (await db.ApplicationSteps.Where(step => step.ApplicationId == application.Id).OrderByDescending(step => step.Id).Select(step => step.Kind).FirstOrDefaultAsync(cancellation) is not ApplicationStepKind.Recorded)
                application.Record(now);
        }
    }

    // Who shares at a meeting can open and end its hour. That a trial talk was given is for somebody else of the inner group to say, or for the committee on the application's page.
    private static bool IsSaid(WhalepaperDb db, Application application) => db.ChangeTracker.Entries<TalkStep>()
        .Any(entry => entry is { State: EntityState.Added, Entity: { Kind: TalkStepKind.Given, By: { } by } } && entry.Entity.TalkId == application.TalkId && by.Id != application.MemberId && (by.Role is not Role.None || by.Standing is Standing.Inner));

    private static async Task BallotAsync(WhalepaperDb db, Ballot ballot, Instant now, CancellationToken cancellation)
    {
        if (ballot.Kind is BallotKind.Election)
        {
            if (ballot.ClosedAt is not null)
                await ElectedAsync(db, ballot, now, cancellation);
            return;
        }

        if (await db.Applications.Include(a => a.Member).SingleOrDefaultAsync(a => a.BallotId == ballot.Id && a.State == ApplicationState.Voting, cancellation) is not { } application)
            return;
        var before = $"{application.Member.Standing}";
        application.Follow(now);
        if (application.State is ApplicationState.Promoted)
            db.Add(new AuditEntry(AuditActs.Admitted, null, application.MemberId, null, before, $"{application.Member.Standing}", now));
    }

    // Who was elected before steps down; whom the organizer appointed stays, and so does the organizer.
    private static async Task ElectedAsync(WhalepaperDb db, Ballot ballot, Instant now, CancellationToken cancellation)
    {
        if (await db.Elections.SingleOrDefaultAsync(e => e.BallotId == ballot.Id && e.Runs == true, cancellation) is not { } election)
            return;
        election.End(now);
        if (ballot.End is not BallotEnd.Decided)
            return;
        var elected = ballot.Options.Where(option => option.Passed is true).Select(option => option.MemberId).ToHashSet();
        if (elected.Count == 0)
            return;
        int[] seated = [.. elected];
        // The election before this one that changed anything: who was seated earlier, stepped down with that, and is of the committee again by the organizer's word.
        var before = await db.Ballots.Where(other => other.Kind == BallotKind.Election && other.Id != ballot.Id && other.Options.Any(option => option.Passed == true) && !db.Elections.Any(e => e.BallotId == other.Id && e.Keeps))
            .OrderByDescending(other => other.Id).Select(other => (int?)other.Id).FirstOrDefaultAsync(cancellation);
        var touched = await db.Members.Where(member => member.LeftAt == null && member.Standing == Standing.Inner && (EF.Parameter(seated).Contains(member.Id)
            || (member.Role == Role.Committee && db.BallotOptions.Any(option => option.MemberId == member.Id && option.Passed == true && option.BallotId == before)))).ToListAsync(cancellation);
        // Where only the organizer was elected, those before stay: a committee of nobody else would be none.
        if (touched.Exists(member => member.Role is Role.Committee) && touched.TrueForAll(member => member.Role is Role.Organizer || !elected.Contains(member.Id)) && await IsNobodyLeftAsync(db, [.. touched.Select(member => member.Id)], cancellation))
        {
            election.Keep();
            return;
        }

        foreach (var member in touched.Where(member => member.Role is not Role.Organizer))
        {
            var role = member.Role;
            member.Appoint(elected.Contains(member.Id) ? Role.Committee : Role.None);
            if (member.Role != role)
                db.Add(new AuditEntry(AuditActs.Role, null, member.Id, null, $"{role}", $"{member.Role}", now));
        }
    }

    private static async Task<bool> IsNobodyLeftAsync(WhalepaperDb db, int[] touched, CancellationToken cancellation) =>
        !await db.Members.AnyAsync(member => member.Role == Role.Committee && member.LeftAt == null && !EF.Parameter(touched).Contains(member.Id), cancellation);
}
