using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Chat;

/// <summary>Posts to the group's chats what concerns them.</summary>
public sealed class ChatPosting(WhalepaperDb db, IClock clock) : IChatPosts
{
    /// <summary>Posts a message, with the next save, to each chat that is to be told of such a thing. Of one occasion each hears once, however often this is called.</summary>
    /// <param name="kind">What it is told of: a word of <see cref="ChatOccasions"/>.</param>
    /// <param name="trackId">The track that it concerns; null where it concerns everybody.</param>
    /// <param name="occasion">What causes it: see <see cref="Delivery.Occasion"/>.</param>
    /// <param name="contentKind">What puts it into words: see <see cref="Delivery.Kind"/>.</param>
    /// <param name="about">What it is about, in that kind's own way.</param>
    /// <param name="due">When.</param>
    /// <param name="until">When it becomes pointless; null if never.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">There is no such thing to tell of.</exception>
    public async Task PostAsync(string kind, int? trackId, string occasion, string contentKind, string about, Instant due, Instant? until, CancellationToken cancellation)
    {
        if (!ChatOccasions.All.Contains(kind, StringComparer.Ordinal))
            throw new ArgumentException($"Chats are not told of '{kind}'.", nameof(kind));
        var all = await db.Channels.AsNoTracking().OrderBy(c => c.Id).ToListAsync(cancellation);
        var chats = all.FindAll(chat => chat.Takes(kind, trackId));
        if (chats.Count == 0)
            return;
        var everybody = Recipient.Everybody.Key;
        var posted = await db.Deliveries.Where(d => d.Occasion == occasion && d.Recipient == everybody).Select(d => d.Channel).ToListAsync(cancellation);
        posted.AddRange(db.Deliveries.Local.Where(d => string.Equals(d.Occasion, occasion, StringComparison.Ordinal) && string.Equals(d.Recipient, everybody, StringComparison.Ordinal)).Select(d => d.Channel));
        var now = clock.GetCurrentInstant();
        foreach (var name in chats.Select(chat => ChannelNames.ChatOf(chat.Id)).Except(posted, StringComparer.Ordinal))
            db.Add(Delivery.Of(occasion, Recipient.Everybody, name, contentKind, about, due, until, now));
    }
}
