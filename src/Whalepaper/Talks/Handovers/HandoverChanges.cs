using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Talks.Handovers;

/// <summary>Loading an offer to change it, and carrying it out.</summary>
internal static class HandoverChanges
{
    /// <summary>An offer with its talks and their presenters; null if there is none.</summary>
    public static async Task<Handover?> HandoverForChangeAsync(this WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var numbers = await db.Handovers.Where(h => h.Id == id).Select(h => new { h.TalkId, h.SwapId }).SingleOrDefaultAsync(cancellation);
        if (numbers is null)
            return null;
        await db.TalkForChangeAsync(numbers.TalkId, cancellation);
        if (numbers.SwapId is { } swap)
            await db.TalkForChangeAsync(swap, cancellation);
        // The talks are at hand now, and the offer finds them there.
        return await db.Handovers.Include(h => h.From).Include(h => h.To).Include(h => h.TakenBy).SingleAsync(h => h.Id == id, cancellation);
    }

    /// <summary>Carries out an offer that was taken, and tells the audit log; all or nothing.</summary>
    public static async Task CompleteAsync(this WhalepaperDb db, Handover offer, Member by, Instant now, CancellationToken cancellation)
    {
        await using var unit = await db.BeginWritingAsync(cancellation);
        offer.Complete(by, now);
        db.Add(new AuditEntry(AuditActs.TalkHandedOver, by.Id, offer.TakenById ?? offer.TakenBy!.Id, offer.Talk.TitleOf(), offer.From.Name, $"{offer.TakenBy!.Name}{(offer.Swap is null ? "" : " (dates swapped)")}{(offer.IsLate ? " (late)" : "")}", now));
        if (offer.Swap is { } other)
        {
            var (date, seat, otherDate, otherSeat) = (offer.Talk.Meeting!, offer.Talk.Seat ?? 0, other.Meeting!, other.Seat ?? 0);
            // A seat is one talk's: both get up before either sits down.
            offer.Talk.GetUp();
            other.GetUp();
            await db.SaveChangesAsync(cancellation);
            offer.Talk.ScheduleAt(otherDate, otherSeat, now, offer.From);
            other.ScheduleAt(date, seat, now, offer.TakenBy);
            foreach (var presenter in offer.Talk.Presenters.Concat(other.Presenters))
                presenter.Member.TakeTurn();
        }

        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
    }
}
