using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Outgoing;

namespace Whalepaper.Notices.Chat;

/// <summary>The way into the group's chats. What waits for one that is paused, or whose address cannot be read any more, goes on waiting.</summary>
internal sealed class ChatChannel(WhalepaperDb db, ChannelSeal seal, OutgoingRequests requests, ChatPace pace, IClock clock) : IChannel
{
    public string Kind => ChannelNames.KindOf(ChannelNames.ChatOf(0));

    public async Task<IReadOnlyList<string>> ClosedAsync(CancellationToken cancellation)
    {
        var all = await db.Channels.Select(c => new { c.Id, c.PausedAt, c.SealedAddress, c.SealedSecret }).ToListAsync(cancellation);
        return [.. all.Where(one => one.PausedAt is not null || seal.Open(one.SealedAddress, one.SealedSecret) is null).Select(one => ChannelNames.ChatOf(one.Id))];
    }

    public ICourier Begin() => new ChatCourier(db, seal, requests, pace, clock);
}
