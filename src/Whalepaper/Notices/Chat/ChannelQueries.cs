using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Chat;

/// <summary>A chat as it is shown.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="Track">The code of its track; null where it is the whole group's.</param>
/// <param name="IsReadable">Whether its address can still be read.</param>
/// <param name="Last">The last delivery that was tried; null if there is none.</param>
/// <param name="Waiting">How many wait.</param>
public sealed record ChannelView(Channel Chat, string? Track, bool IsReadable, Delivery? Last, int Waiting);

/// <summary>Looks at the group's chats.</summary>
internal static class ChannelQueries
{
    /// <summary>The chats with what became of the last messages, in the order in which they were added.</summary>
    /// <param name="db">The database.</param>
    /// <param name="seal">Tells whether addresses can be read.</param>
    /// <param name="chats">Which.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<List<ChannelView>> ViewsAsync(this WhalepaperDb db, ChannelSeal seal, IQueryable<Channel> chats, CancellationToken cancellation)
    {
        var found = await chats.AsNoTracking().OrderBy(c => c.Id).Select(c => new { Chat = c, Track = db.Tracks.Where(t => t.Id == c.TrackId).Select(t => t.Code).FirstOrDefault() }).ToListAsync(cancellation);
        var names = found.ConvertAll(one => ChannelNames.ChatOf(one.Chat.Id));
        var everybody = Recipient.Everybody.Key;
        // By the recipient, there is an index; of chats there are few.
        var deliveries = db.Deliveries.AsNoTracking().Where(d => d.Recipient == everybody && names.Contains(d.Channel));
        var lasts = await deliveries.Where(d => d.Result != null && deliveries.Where(o => o.Channel == d.Channel && o.Result != null).Max(o => o.Id) == d.Id).ToDictionaryAsync(d => d.Channel, StringComparer.Ordinal, cancellation);
        var waiting = await deliveries.Where(d => d.State == DeliveryState.Waiting).GroupBy(d => d.Channel).Select(of => new { of.Key, Count = of.Count() }).ToDictionaryAsync(of => of.Key, of => of.Count, StringComparer.Ordinal, cancellation);
        return found.ConvertAll(one => new ChannelView(
            one.Chat, one.Track, seal.Open(one.Chat) is not null, lasts.GetValueOrDefault(ChannelNames.ChatOf(one.Chat.Id)), waiting.GetValueOrDefault(ChannelNames.ChatOf(one.Chat.Id))));
    }
}
