using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Inbox;

namespace Whalepaper.Notices.Deliveries;

/// <summary>Clears away what is over. Several copies of the program may do so at once.</summary>
internal static class DeliveryTidying
{
    public static async Task TidyAsync(this WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        await db.Deliveries.Where(d => d.State == DeliveryState.Waiting && d.Until != null && d.Until <= now).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DeliveryState.Dropped).SetProperty(d => d.EndedAt, now).SetProperty(d => d.SealedWords, (string?)null)
                .SetProperty(d => d.Result, d => d.Result ?? "Its time was over.").SetProperty(d => d.Version, d => d.Version + 1),
            cancellation);
        // After so long nobody wants it tried again, and its words may let somebody in.
        var wordless = now - Delivery.WordsKept;
        await db.Deliveries.Where(d => d.State == DeliveryState.Dead && d.SealedWords != null && d.EndedAt <= wordless).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.SealedWords, (string?)null).SetProperty(d => d.Version, d => d.Version + 1), cancellation);
        var old = now - Delivery.Kept;
        await db.Deliveries.Where(d => d.EndedAt <= old).ExecuteDeleteAsync(cancellation);
        var read = now - InboxItem.Kept;
        await db.InboxItems.Where(i => i.At <= read).ExecuteDeleteAsync(cancellation);
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
}
