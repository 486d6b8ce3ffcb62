using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Admission;

/// <summary>
/// Keeps admission in step with who people are, whoever saves it. Who leaves takes their application back and is forgotten in it; whom the organizer moves by hand has none any more that
/// led there; who holds no office sits on no panel; and who turns out to be bound to who stands has no vote in the box. Otherwise a vote stays in the box whatever becomes of its voter: the
/// list is frozen, and nobody leaves or loses an office to take a vote out of it.
/// </summary>
internal sealed class PlaceKeeping(BallotSeal seal, IClock clock) : IConsequence
{
    public async Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(changed);
        var now = clock.GetCurrentInstant();
        foreach (var word in changed.Where(entry => entry is { State: EntityState.Added or EntityState.Modified, Entity: TieWord { Tie: not Tie.None } }).Select(entry => (TieWord)entry.Entity).ToList())
            await StrikeAsync(db, word, cancellationToken);
        // Those too who are moved by what follows from other changes: an election ends the office of who was elected before.
        var moved = db.ChangeTracker.Entries<Member>().Where(IsMoved).Select(entry => entry.Entity).ToList();
        if (moved.Count == 0)
            return;
        await ApplicationsAsync(db, moved, now, cancellationToken);
        await SeatsAsync(db, [.. moved.Where(member => member.Role is Role.None).Select(member => member.Id)], cancellationToken);
        int[] left = [.. moved.Where(member => member.LeftAt is not null).Select(member => member.Id)];
        if (left.Length > 0)
            await ForgetAsync(db, left, now, cancellationToken);
    }

    private static bool IsMoved(EntityEntry<Member> entry) => entry.State is EntityState.Modified
        && (entry.Property(member => member.Standing).IsModified || entry.Property(member => member.Role).IsModified || entry.Property(member => member.LeftAt).IsModified);

    private async Task StrikeAsync(WhalepaperDb db, TieWord word, CancellationToken cancellation)
    {
        var ballot = await db.Applications.Where(a => a.Id == word.ApplicationId && a.Ballot!.ClosedAt == null).Select(a => a.BallotId).SingleOrDefaultAsync(cancellation);
        if (ballot is { } open)
            await new BallotChanges(db, seal).StrikeWithAsync(open, word.MemberId, cancellation);
    }

    private async Task ApplicationsAsync(WhalepaperDb db, List<Member> moved, Instant now, CancellationToken cancellation)
    {
        int[] ids = [.. moved.Select(member => member.Id)];
        var running = await db.Applications.Include(a => a.Member).Include(a => a.Ballot).AsSplitQuery().Where(a => a.RunsFor != null && EF.Parameter(ids).Contains(a.RunsFor.Value)).ToListAsync(cancellation);
        // What ends with this very save was ended by who moved them.
        foreach (var application in running.Where(application => application is { Runs: true, HasObject: false }))
        {
            if (application.State is ApplicationState.Draft)
            {
                // Who was asked to apply was asked, and who asked them is bound to them, should they come back.
                if (application.InvitedById is null || application.Member.LeftAt is not null)
                    db.Remove(application);
                continue;
            }

            if (application.Ballot is { ClosedAt: null } open && await new BallotChanges(db, seal).CallOffWithAsync(open.Id, now, cancellation))
                application.Follow(now);
            if (application.Member.LeftAt is null)
                application.Lapse(now);
            else
                application.Withdraw(now, now);
        }
    }

    private static async Task SeatsAsync(WhalepaperDb db, int[] without, CancellationToken cancellation) => db.RemoveRange(
        await db.PanelSeats.Where(seat => EF.Parameter(without).Contains(seat.MemberId) && db.Applications.Any(a => a.Id == seat.ApplicationId && a.EndedAt == null)).ToListAsync(cancellation));

    // What somebody said of themselves, noted for themselves or was told goes with them. That they applied, asked and voted belongs to others too.
    private static async Task ForgetAsync(WhalepaperDb db, int[] left, Instant now, CancellationToken cancellation)
    {
        await db.Applications.Where(a => EF.Parameter(left).Contains(a.MemberId)).ForEachAsync(a => a.Forget(), cancellation);
        db.RemoveRange(await db.ApplicationMessages.Where(m => db.Applications.Any(a => a.Id == m.ApplicationId && EF.Parameter(left).Contains(a.MemberId))).ToListAsync(cancellation));
        await db.PanelQuestions.Where(q => q.Answer != null && db.Applications.Any(a => a.Id == q.ApplicationId && EF.Parameter(left).Contains(a.MemberId))).ForEachAsync(q => q.ForgetAnswer(), cancellation);
        await db.PanelSeats.Where(seat => seat.Note != null && EF.Parameter(left).Contains(seat.MemberId)).ForEachAsync(seat => seat.Keep(null), cancellation);
        await db.Elections.Include(e => e.Candidacies).Where(e => e.Candidacies.Any(c => EF.Parameter(left).Contains(c.MemberId)))
            .ForEachAsync(election => Array.ForEach(left, member => election.Forget(member, now)), cancellation);
    }
}
