using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Inbox;

namespace Whalepaper.Notices.Deliveries;

/// <summary>Clears away what is over. Several copies of the program may do so at once.</summary>
internal static class DeliveryTidying
{
    // Little enough that whoever else writes hardly waits.
    private const int Piece = 500;

    /// <summary>Clears away piece by piece.</summary>
    public static async Task TidyAsync(this WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        await InPiecesAsync(db.Deliveries.Where(d => d.State == DeliveryState.Waiting && d.Until != null && d.Until <= now).Select(d => d.Id), ids => db.Deliveries.Where(d => EF.Parameter(ids).Contains(d.Id) && d.State == DeliveryState.Waiting).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DeliveryState.Dropped).SetProperty(d => d.EndedAt, now).SetProperty(d => d.SealedWords, (string?)null)
                .SetProperty(d => d.Result, d => d.Result ?? "Its time was over.").SetProperty(d => d.Version, d => d.Version + 1),
            cancellation), cancellation);
        // After so long nobody wants it tried again, and its words may let somebody in.
        var wordless = now - Delivery.WordsKept;
        await db.Deliveries.Where(d => d.State == DeliveryState.Dead && d.SealedWords != null && d.EndedAt <= wordless).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.SealedWords, (string?)null).SetProperty(d => d.Version, d => d.Version + 1), cancellation);
        var old = now - Delivery.Kept;
        foreach (var state in (DeliveryState[])[DeliveryState.Sent, DeliveryState.Dead, DeliveryState.Dropped])
        {
            // What ended was due by then, and by that it is found.
            await InPiecesAsync(db.Deliveries.Where(d => d.State == state && d.Due <= old && d.EndedAt <= old).Select(d => d.Id), ids => db.Deliveries.Where(d => EF.Parameter(ids).Contains(d.Id)).ExecuteDeleteAsync(cancellation), cancellation);
        }

        var read = now - InboxItem.Kept;
        await InPiecesAsync(db.InboxItems.Where(i => i.At <= read).Select(i => i.Id), ids => db.InboxItems.Where(i => EF.Parameter(ids).Contains(i.Id)).ExecuteDeleteAsync(cancellation), cancellation);
    }

    /// <summary>Takes away, with the next save, what was to be told to somebody who leaves, what lies in their inbox, and what they chose.</summary>
    /// <param name="db">The database.</param>
    /// <param name="memberId">The member.</param>
    /// <param name="address">Their address.</param>
    /// <param name="wanted">The address that they asked for instead; null if none.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task ForgetRecipientAsync(this WhalepaperDb db, int memberId, string address, string? wanted, CancellationToken cancellation)
    {
        var (key, of, other) = (Recipient.KeyOf(address), Recipient.At(address).Key, Recipient.At(wanted ?? address).Key);
        db.RemoveRange(await db.Deliveries.Where(d => d.MemberId == memberId || d.Recipient == of || d.Recipient == other).ToListAsync(cancellation));
        db.RemoveRange(await db.PausedAddresses.Where(p => p.Address == key).ToListAsync(cancellation));
        db.RemoveRange(await db.InboxItems.Where(i => i.MemberId == memberId).ToListAsync(cancellation));
        db.RemoveRange(await db.NoticeReadings.Where(r => r.MemberId == memberId).ToListAsync(cancellation));
        db.RemoveRange(await db.Set<Board.NoticePerson>().Where(p => p.MemberId == memberId).ToListAsync(cancellation));
        db.RemoveRange(await db.MessageChoices.Where(c => c.MemberId == memberId).ToListAsync(cancellation));
        db.RemoveRange(await db.DigestChoices.Where(c => c.MemberId == memberId).ToListAsync(cancellation));
        db.RemoveRange(await db.MutedTracks.Where(m => m.MemberId == memberId).ToListAsync(cancellation));
    }

    private static async Task InPiecesAsync(IQueryable<int> found, Func<int[], Task> clear, CancellationToken cancellation)
    {
        while (await found.OrderBy(id => id).Take(Piece).ToArrayAsync(cancellation) is { Length: > 0 } ids)
            await clear(ids);
    }
}
