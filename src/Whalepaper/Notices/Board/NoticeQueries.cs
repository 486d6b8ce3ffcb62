using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Board;

/// <summary>A notice on a list.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="Title">Its title.</param>
/// <param name="At">When it went out.</param>
/// <param name="IsPinned">Whether it stands before the others.</param>
/// <param name="IsPublic">Whether everybody may read it.</param>
/// <param name="Edits">How often its words were changed since.</param>
public sealed record NoticeLine(int Id, string Title, Instant At, bool IsPinned, bool IsPublic, int Edits);

/// <summary>A public notice as the feed tells it.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="Title">Its title.</param>
/// <param name="Text">Its text, Markdown.</param>
/// <param name="At">When it went out.</param>
/// <param name="ChangedAt">When its words were changed last.</param>
public sealed record NoticeOfFeed(int Id, string Title, string Text, Instant At, Instant ChangedAt);

/// <summary>A notice that did not go out, or beside which changed words wait, on the committee's list.</summary>
internal sealed record DraftLine(int Id, string Title, NoticeState State, Instant? At, Instant ChangedAt, MemberMention By, int ChangedById, int? AskedById, bool WasPublished, int Version)
{
    /// <summary>Whether it can be deleted.</summary>
    public bool CanDelete => !WasPublished && State is NoticeState.Draft or NoticeState.Cancelled;
}

/// <summary>Whom a notice reached that is to be taken back.</summary>
/// <param name="Have">How many members have it, in the inbox or by mail.</param>
/// <param name="Wait">For how many members a message still waits.</param>
/// <param name="Chats">In how many chats it stands.</param>
internal sealed record NoticeReach(int Have, int Wait, int Chats);

/// <summary>What lists and pages of notices ask: always the same questions.</summary>
public static class NoticeQueries
{
    /// <summary>How many stand on the start page.</summary>
    public const int OnFront = 3;

    /// <summary>The notices of the start page, pinned ones first: those that whoever looks may read.</summary>
    public static Task<List<NoticeLine>> LastNoticesAsync(this WhalepaperDb db, Actor who, CancellationToken cancellation) =>
        db.NoticesOpenTo(who).InOrder().Take(OnFront).Lines().ToListAsync(cancellation);

    /// <summary>The public notices that went out last, for the feed.</summary>
    public static Task<List<NoticeOfFeed>> NewsOfNoticesAsync(this WhalepaperDb db, int most, CancellationToken cancellation) => db.NoticesOpenTo(Actor.Visitor).AsNoTracking()
        .OrderByDescending(n => n.PublishedAt).ThenByDescending(n => n.Id).Take(most)
        .Select(n => new NoticeOfFeed(n.Id, n.Title, n.Text, n.PublishedAt!.Value, n.ChangedAt)).ToListAsync(cancellation);

    /// <summary>Pinned ones first, then the latest.</summary>
    internal static IOrderedQueryable<GroupNotice> InOrder(this IQueryable<GroupNotice> notices) => notices.OrderByDescending(n => n.IsPinned).ThenByDescending(n => n.PublishedAt).ThenByDescending(n => n.Id);

    /// <summary>As they stand on a list.</summary>
    internal static IQueryable<NoticeLine> Lines(this IQueryable<GroupNotice> notices) => notices.AsNoTracking().Select(n => new NoticeLine(n.Id, n.Title, n.PublishedAt!.Value, n.IsPinned, n.IsPublic, n.Edits));

    /// <summary>What did not go out, and what went out and is to be changed, the latest first; of what was taken back, only the last ones.</summary>
    internal static async Task<List<DraftLine>> DraftsAsync(this WhalepaperDb db, CancellationToken cancellation)
    {
        const int most = 200;
        return await (
            from notice in db.Notices.AsNoTracking()
            where notice.State != NoticeState.Published || notice.SuggestedAt != null
            join member in db.Members on notice.SuggestedById ?? notice.ChangedById equals member.Id
            orderby notice.SuggestedAt ?? notice.ChangedAt descending, notice.Id descending
            select new DraftLine(notice.Id, notice.Title, notice.State, notice.At, notice.SuggestedAt ?? notice.ChangedAt, new MemberMention(member.Handle, member.Name), notice.ChangedById, notice.AskedById, notice.PublishedAt != null, notice.Version))
            .Take(most).ToListAsync(cancellation);
    }

    /// <summary>Whom a notice that went out reached.</summary>
    internal static async Task<NoticeReach> ReachOfAsync(this WhalepaperDb db, GroupNotice notice, CancellationToken cancellation)
    {
        var occasion = notice.Occasion;
        var told = db.Deliveries.Where(d => d.Occasion == occasion);
        var telling = await db.NoticeTellings.AsNoTracking().SingleOrDefaultAsync(t => t.NoticeId == notice.Id, cancellation);
        // Those whom nobody wrote down yet wait too.
        var ahead = telling is { IsOpen: true } ? await db.AudienceOf(notice.Audience, telling.At).CountAsync(m => m.Id > telling.UpTo, cancellation) : 0;
        return new NoticeReach(
            await told.Where(d => d.MemberId != null && d.State == DeliveryState.Sent).Select(d => d.MemberId).Distinct().CountAsync(cancellation),
            ahead + await told.Where(d => d.MemberId != null && (d.State == DeliveryState.Waiting || d.State == DeliveryState.Sending)).Select(d => d.MemberId).Distinct().CountAsync(cancellation),
            await told.CountAsync(d => d.MemberId == null && d.State == DeliveryState.Sent, cancellation));
    }

    /// <summary>Notes that a member opened a notice, and that the message about it is read; changes nothing the second time.</summary>
    internal static async Task ReadAsync(this WhalepaperDb db, GroupNotice notice, Actor who, Instant now, CancellationToken cancellation)
    {
        if (who.MemberId is not { } me || who.Scope is not null)
            return;
        var (occasion, inbox) = (notice.Occasion, ChannelNames.Inbox);
        foreach (var item in await db.InboxItems.Where(i => i.MemberId == me && i.ReadAt == null && db.Deliveries.Any(d => d.Uid == i.Uid && d.Occasion == occasion && d.Channel == inbox)).ToListAsync(cancellation))
            item.Read(now);
        if (!await db.NoticeReadings.AnyAsync(r => r.NoticeId == notice.Id && r.MemberId == me, cancellation))
            db.Add(new NoticeReading(notice.Id, me, await db.AudienceOf(notice.Audience, notice.PublishedAt!.Value).AnyAsync(m => m.Id == me, cancellation), now));
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            // It was opened twice at once, or the message was marked meanwhile.
            db.ChangeTracker.Clear();
        }
    }
}
