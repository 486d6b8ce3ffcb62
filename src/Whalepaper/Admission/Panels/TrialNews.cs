using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Talks;

namespace Whalepaper.Admission.Panels;

/// <summary>Tells the panel that its candidate's trial talk moved, by whichever hand, and the committee that a panel became too small after the talk was planned.</summary>
internal sealed class TrialNews(IClock clock) : ISequel
{
    private static readonly TalkStepKind[] moves = [TalkStepKind.Dated, TalkStepKind.Undated, TalkStepKind.MovedUp, TalkStepKind.Planned];

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(db);
        // Not only what was changed at first: who leaves, or says that they are bound, leaves a seat with it.
        List<int> thinned = [.. db.ChangeTracker.Entries<PanelSeat>().Where(entry => entry.State is EntityState.Deleted).Select(entry => entry.Entity.ApplicationId).Distinct()];
        List<TalkStep> steps = [.. db.ChangeTracker.Entries<TalkStep>().Where(entry => entry.State is EntityState.Added && moves.Contains(entry.Entity.Kind)).Select(entry => entry.Entity)];
        List<Meeting> meetings = [.. db.ChangeTracker.Entries<Meeting>().Where(entry => entry.State is EntityState.Modified && (entry.Property(m => m.StartsAt).IsModified || entry.Property(m => m.CancelledAt).IsModified)).Select(entry => entry.Entity)];
        // What the application itself says of its talk is told already.
        List<int> known = [.. db.ChangeTracker.Entries<ApplicationStep>().Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity.ApplicationId)];
        return thinned.Count + steps.Count + meetings.Count == 0 ? null : cancellation => TellAsync(db, thinned, steps, meetings, known, cancellation);
    }

    private async Task TellAsync(WhalepaperDb db, List<int> thinned, List<TalkStep> steps, List<Meeting> meetings, List<int> known, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        List<Telling> tellings = [];
        if (thinned.Count > 0)
            tellings.AddRange(await ThinnedAsync(db, [.. thinned], now, cancellation));
        if (steps.Count + meetings.Count > 0)
            tellings.AddRange(await MovedAsync(db, steps, meetings.FindAll(meeting => meeting.StartsAt > now), known, now, cancellation));
        await db.WriteAsync(tellings, now, cancellation);
    }

    private static async Task<IEnumerable<Telling>> ThinnedAsync(WhalepaperDb db, int[] thinned, Instant now, CancellationToken cancellation)
    {
        var few = await db.Applications.Where(a => EF.Parameter(thinned).Contains(a.Id) && a.State == ApplicationState.Planned && db.PanelSeats.Count(seat => seat.ApplicationId == a.Id) < PanelSeat.Least).Select(a => a.Id).ToListAsync(cancellation);
        if (few.Count == 0)
            return [];
        var judges = await db.JudgesOfAsync([.. few], cancellation);
        var tellings = few.ConvertAll(id => AdmissionNews.Of(id, AdmissionNews.DeskKind, PanelLetters.OfShort(id, now), judges[id], now));
        // Of several who leave at once, it is told once.
        string[] occasions = [.. tellings.Select(telling => telling.Occasion)];
        var told = await db.Deliveries.Where(delivery => EF.Parameter(occasions).Contains(delivery.Occasion)).Select(delivery => delivery.Occasion).Distinct().ToListAsync(cancellation);
        return tellings.Where(telling => !told.Contains(telling.Occasion, StringComparer.Ordinal));
    }

    private static async Task<IEnumerable<Telling>> MovedAsync(WhalepaperDb db, List<TalkStep> steps, List<Meeting> meetings, List<int> known, Instant now, CancellationToken cancellation)
    {
        int[] talks = [.. steps.Select(step => step.TalkId)];
        int[] hours = [.. meetings.Select(meeting => meeting.Id)];
        var trials = await (
            from application in db.Applications
            join talk in db.Talks on application.TalkId equals talk.Id
            where application.State == ApplicationState.Planned && (EF.Parameter(talks).Contains(talk.Id) || (talk.MeetingId != null && EF.Parameter(hours).Contains(talk.MeetingId.Value)))
            orderby application.Id
            select new { application.Id, TalkId = talk.Id, talk.MeetingId }).ToListAsync(cancellation);
        trials.RemoveAll(trial => known.Contains(trial.Id));
        if (trials.Count == 0)
            return [];
        int[] ids = [.. trials.Select(trial => trial.Id)];
        var panels = (await db.PanelSeats.AsNoTracking().Where(seat => EF.Parameter(ids).Contains(seat.ApplicationId)).Select(seat => new { seat.ApplicationId, seat.MemberId }).ToListAsync(cancellation))
            .ToLookup(seat => seat.ApplicationId, seat => seat.MemberId);
        return trials.Select(trial =>
        {
            var step = steps.FindLast(one => one.TalkId == trial.TalkId);
            var cause = step is not null ? string.Create(CultureInfo.InvariantCulture, $"step{step.Id}") : string.Create(CultureInfo.InvariantCulture, $"meeting{trial.MeetingId}.{meetings.Find(meeting => meeting.Id == trial.MeetingId)!.Sequence}");
            return AdmissionNews.Of(trial.Id, AdmissionNews.DeskKind, string.Create(CultureInfo.InvariantCulture, $"{PanelLetters.Moved}:{trial.Id}:{cause}"), panels[trial.Id].Where(member => member != step?.ById), now);
        });
    }
}
