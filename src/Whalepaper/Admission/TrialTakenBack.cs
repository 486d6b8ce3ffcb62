using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Talks;

namespace Whalepaper.Admission;

/// <summary>
/// What follows where it is taken back that a trial talk was given: nobody votes on who was not heard. However many have voted, the ballot is called off unread, and the talk is to be given; what a
/// ballot decided stands.
/// </summary>
internal sealed class TrialTakenBack(WhalepaperDb db, BallotSeal seal)
{
    public async Task FollowAsync(IReadOnlyList<EntityEntry> changed, Instant now, CancellationToken cancellation)
    {
        int[] talks = [.. changed.Where(entry => entry is { State: EntityState.Deleted, Entity: Giving { Source: GivingSource.Meeting } }).Select(entry => ((Giving)entry.Entity).TalkId)];
        if (talks.Length == 0)
            return;
        var applications = await db.Applications.Include(a => a.Member).Include(a => a.Ballot).AsSplitQuery()
            .Where(a => (a.State == ApplicationState.Presented || a.State == ApplicationState.Voting) && a.TalkId != null && EF.Parameter(talks).Contains(a.TalkId.Value)).ToListAsync(cancellation);
        foreach (var application in applications)
            await GoOnAsync(application, now, cancellation);
    }

    private async Task GoOnAsync(Application application, Instant now, CancellationToken cancellation)
    {
        if (application.Ballot is { ClosedAt: null } open && await new BallotChanges(db, seal).CallOffWithAsync(open.Id, now, cancellation))
        {
            application.Follow(now);
            // About nobody, as where the organizer calls one off: who applies would find it in their own data.
            db.Add(new AuditEntry(AuditActs.BallotCalledOff, null, null, Application.SubjectOf(application.Id), null, AuditActs.TalkGoesOn, now));
        }

        if (application.State is ApplicationState.Presented || application.IsUndecided)
            application.GoOn(now);
    }
}
