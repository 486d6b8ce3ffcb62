using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Preferences;

/// <summary>A kind of messages as a member chose it.</summary>
/// <param name="Kind">See <see cref="MessageKinds"/>.</param>
/// <param name="Inbox">Whether it comes into the inbox.</param>
/// <param name="Mail">Whether it comes by mail.</param>
/// <param name="InboxFixed">Whether it comes into the inbox whatever one chooses.</param>
public sealed record ChosenKind(string Kind, bool Inbox, bool Mail, bool InboxFixed);

/// <summary>All that a member chose about messages.</summary>
/// <param name="Kinds">The kinds that concern them.</param>
/// <param name="Digest"><c>none</c>, <c>daily</c> or <c>weekly</c>.</param>
/// <param name="Muted">Codes of the tracks of which they want to hear nothing.</param>
public sealed record OwnNotifications(IReadOnlyList<ChosenKind> Kinds, string Digest, IReadOnlyList<string> Muted);

/// <summary>Who wants what. For audiences of any size: the database sorts them out, and nobody is loaded for it.</summary>
public static class PreferenceQueries
{
    /// <summary>The members who can be reached in this house and want a kind by mail, one message at a time. Whom it concerns at all, the caller says.</summary>
    /// <param name="db">The database.</param>
    /// <param name="kind">One of <see cref="MessageKinds.All"/>, or the kind of a delivery.</param>
    /// <param name="trackId">The track that it is about; null for none.</param>
    public static IQueryable<Member> WantingMail(this WhalepaperDb db, string kind, int? trackId)
    {
        ArgumentNullException.ThrowIfNull(db);
        var wanting = db.Wanting(kind, ChannelNames.Mail, trackId);
        return MessageKinds.Sort(kind) is { } word && MessageKinds.CanWait(word) ? wanting.Where(m => !db.DigestChoices.Any(d => d.MemberId == m.Id)) : wanting;
    }

    /// <summary>The members who can be reached in this house and want a kind in their inbox. Whom it concerns at all, the caller says.</summary>
    /// <param name="db">The database.</param>
    /// <param name="kind">One of <see cref="MessageKinds.All"/>, or the kind of a delivery.</param>
    /// <param name="trackId">The track that it is about; null for none.</param>
    public static IQueryable<Member> WantingInbox(this WhalepaperDb db, string kind, int? trackId) => db.Wanting(kind, ChannelNames.Inbox, trackId);

    /// <summary>What a member chose, of these kinds.</summary>
    public static async Task<OwnNotifications> NotificationsOfAsync(this WhalepaperDb db, int memberId, IReadOnlyList<string> kinds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var choices = await db.MessageChoices.AsNoTracking().Where(c => c.MemberId == memberId).ToListAsync(cancellation);
        var digest = await db.DigestChoices.AsNoTracking().SingleOrDefaultAsync(c => c.MemberId == memberId, cancellation);
        var muted = await (from one in db.MutedTracks join track in db.Tracks on one.TrackId equals track.Id where one.MemberId == memberId orderby track.Position, track.Id select track.Code).ToListAsync(cancellation);
        return new OwnNotifications(
            [.. kinds.Select(kind => new ChosenKind(kind, Wants(kind, ChannelNames.Inbox), Wants(kind, ChannelNames.Mail), MessageKinds.IsFixed(kind, ChannelNames.Inbox)))], DigestChoice.WordOf(digest?.Rhythm), muted);

        bool Wants(string kind, string channel) => choices.Find(c => string.Equals(c.Kind, kind, StringComparison.Ordinal) && string.Equals(c.Channel, channel, StringComparison.Ordinal))?.IsWanted ?? MessageKinds.IsUsual(kind, channel);
    }

    /// <summary>Members of the house who have an account: nobody else reads anything.</summary>
    internal static IQueryable<Member> Reachable(this WhalepaperDb db) => db.Members.Where(m => m.LeftAt == null && db.Accounts.Any(a => a.MemberId == m.Id));

    private static IQueryable<Member> Wanting(this WhalepaperDb db, string kind, string channel, int? trackId)
    {
        var all = db.Reachable();
        if (MessageKinds.Sort(kind) is not { } word)
            return all;
        if (trackId is { } track && MessageKinds.IsOfTrack(word))
            all = all.Where(m => !db.MutedTracks.Any(muted => muted.MemberId == m.Id && muted.TrackId == track));
        if (MessageKinds.IsFixed(word, channel))
            return all;
        return MessageKinds.IsUsual(word, channel)
            ? all.Where(m => !db.MessageChoices.Any(c => c.MemberId == m.Id && c.Kind == word && c.Channel == channel && !c.IsWanted))
            : all.Where(m => db.MessageChoices.Any(c => c.MemberId == m.Id && c.Kind == word && c.Channel == channel && c.IsWanted));
    }
}
