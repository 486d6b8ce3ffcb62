using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Whalepaper.Admission;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Talks;

namespace Whalepaper.Participation.Ledger;

/// <summary>The entries of who heard a candidate, and those that the committee writes by hand. All as it will be once it is saved. See <see cref="LedgerKeeping"/>.</summary>
internal static class OtherActs
{
    /// <summary>Brings the entries in line with what changes.</summary>
    public static async Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellation)
    {
        int[] talks = [.. changed.Where(entry => entry is { State: EntityState.Added or EntityState.Deleted, Entity: Giving }).Select(entry => ((Giving)entry.Entity).TalkId).Where(id => id > 0)];
        var applications = changed.Select(entry => entry.Entity switch
        {
            PanelSeat seat when entry.State is EntityState.Added => seat.ApplicationId,
            Application application when entry.State is EntityState.Modified && entry.Property(nameof(Application.TalkId)).IsModified => application.Id,
            _ => 0,
        }).Where(id => id > 0).ToHashSet();
        if (talks.Length > 0)
            applications.UnionWith(await db.Applications.Where(a => a.TalkId != null && EF.Parameter(talks).Contains(a.TalkId.Value)).Select(a => a.Id).ToListAsync(cancellation));
        await ReviewsAsync(db, [.. applications], cancellation);
        var manual = changed.Where(entry => entry is { Entity: ManualEntry, State: EntityState.Added or EntityState.Modified }).Select(entry => (ManualEntry)entry.Entity).ToList();
        await ManualAsync(db, manual, cancellation);
    }

    /// <summary>Brings the entries of the panels of these applications in line: each who sits on it, once the trial talk was given at a meeting.</summary>
    public static async Task ReviewsAsync(WhalepaperDb db, List<int> applications, CancellationToken cancellation)
    {
        if (applications.Count == 0)
            return;
        await db.Ledger.Where(entry => entry.ApplicationId != null && EF.Parameter(applications).Contains(entry.ApplicationId.Value)).LoadAsync(cancellation);
        await db.PanelSeats.Where(seat => EF.Parameter(applications).Contains(seat.ApplicationId)).LoadAsync(cancellation);
        var trials = (await db.Applications.Where(a => EF.Parameter(applications).Contains(a.Id)).ToListAsync(cancellation)).Where(a => a.TalkId is not null).ToDictionary(a => a.Id, a => a.TalkId!.Value);
        int[] ids = [.. trials.Values];
        await db.Set<Giving>().Where(giving => EF.Parameter(ids).Contains(giving.TalkId)).LoadAsync(cancellation);
        var given = db.ChangeTracker.Entries<Giving>().Where(Stays).Select(entry => entry.Entity).Where(giving => giving.Source is GivingSource.Meeting && giving.TalkId > 0).ToDictionary(giving => giving.TalkId);
        var talks = await GivenTalks.TalksAsync(db, ids, cancellation);
        var meetings = await LedgerKeeping.MeetingsAsync(db, talks.Values.Select(talk => talk.MeetingId).OfType<int>(), cancellation);
        var entries = db.ChangeTracker.Entries<LedgerEntry>().Where(Stays).Select(entry => entry.Entity).Where(entry => entry.ApplicationId is { } id && applications.Contains(id)).ToList();
        var seats = db.ChangeTracker.Entries<PanelSeat>().Where(Stays).Select(entry => entry.Entity)
            .Where(seat => trials.TryGetValue(seat.ApplicationId, out var talk) && given.ContainsKey(talk)).ToDictionary(seat => (seat.ApplicationId, seat.MemberId));
        db.RemoveRange(entries.Where(entry => !seats.ContainsKey((entry.ApplicationId!.Value, entry.MemberId))));
        foreach (var seat in seats.Values.Where(seat => !entries.Exists(entry => entry.ApplicationId == seat.ApplicationId && entry.MemberId == seat.MemberId)))
        {
            var talk = talks[trials[seat.ApplicationId]];
            db.Add(new LedgerEntry(seat, LedgerPlace.Of(talk, talk.MeetingId is { } at ? meetings[at] : null, given[talk.Id].RecordedAt)));
        }
    }

    /// <summary>Brings the entries of these in line: one while it was not taken back.</summary>
    public static async Task ManualAsync(WhalepaperDb db, List<ManualEntry> written, CancellationToken cancellation)
    {
        if (written.Count == 0)
            return;
        int[] known = [.. written.Select(one => one.Id).Where(id => id > 0)];
        if (known.Length > 0)
            await db.Ledger.Where(entry => entry.ManualEntryId != null && EF.Parameter(known).Contains(entry.ManualEntryId.Value)).LoadAsync(cancellation);
        var entries = db.ChangeTracker.Entries<LedgerEntry>().Where(Stays).Select(entry => entry.Entity).Where(entry => entry.ManualEntryId > 0).ToDictionary(entry => entry.ManualEntryId!.Value);
        foreach (var one in written)
        {
            var entry = entries.GetValueOrDefault(one.Id);
            if (one.TakenBackAt is not null && entry is not null)
                db.Remove(entry);
            else if (one.TakenBackAt is null && entry is null)
                db.Add(new LedgerEntry(one));
        }
    }

    private static bool Stays(EntityEntry entry) => entry.State is not (EntityState.Deleted or EntityState.Detached);
}
