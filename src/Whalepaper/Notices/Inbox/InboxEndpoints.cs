using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Inbox;

/// <summary>A message, as its reader's programs see it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text; an empty line parts paragraphs.</param>
/// <param name="Link">Where it leads; null where it only tells something.</param>
/// <param name="At">When it came.</param>
/// <param name="ReadAt">When it was read; null until then.</param>
public sealed record InboxMessage(int Id, string Kind, string Subject, string Text, string? Link, DateTimeOffset At, DateTimeOffset? ReadAt);

/// <summary>A member's own inbox.</summary>
public static class InboxEndpoints
{
    private static readonly Filter<bool?> unread = Filters.YesOrNo("unread", "Only messages that were not read yet, or only those that were.");

    /// <summary>Adds the commands.</summary>
    public static void MapInbox(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/me/inbox/{id:int}/reading", Act.KeepOwnAccount, "readMessage", "Mark a message of one's inbox as read", ReadAsync);
        doors.Open("POST", "/me/inbox/reading", Act.KeepOwnAccount, "readMessages", "Mark all messages of one's inbox as read", ReadAllAsync);
    }

    /// <summary>Adds the inbox for programs.</summary>
    public static void MapInboxApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/me/inbox", ListAsync, unread).WithMetadata(new RequiresAttribute(Act.KeepOwnAccount)).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .WithName("listMessages").WithTags("Inbox").WithSummary("The messages in one's own inbox, the latest first");
    }

    /// <summary>What lies in somebody's inbox and is not too old, the latest first.</summary>
    internal static IOrderedQueryable<InboxItem> InboxOf(this WhalepaperDb db, int? memberId, Instant now)
    {
        var since = now - InboxItem.Kept;
        return db.InboxItems.Where(i => i.MemberId == memberId && i.At > since).OrderByDescending(i => i.Id);
    }

    private static async Task<Ok<Listing<InboxMessage>>> ListAsync(Asked asked, HttpContext http, WhalepaperDb db, IClock clock, Masthead masthead, CancellationToken cancellation)
    {
        var items = db.InboxOf(http.Actor().MemberId, clock.GetCurrentInstant());
        if (asked.Get(unread) is { } yes)
            items = items.Where(i => i.ReadAt == null == yes).OrderByDescending(i => i.Id);
        var listing = await items.ListAsync(
            asked, async page => (await page.AsNoTracking().ToListAsync(cancellation)).ConvertAll(i => new InboxMessage(
                i.Id, i.Kind, i.Subject, i.Text, i.Link.Length > 0 ? i.Link : null, i.At.In(masthead.Zone), i.ReadAt?.In(masthead.Zone))), cancellation);
        return http.ShowList(listing, ChangeTags.Deliveries);
    }

    private static async Task<IResult> ReadAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var me = http.Actor().MemberId;
        if (await db.InboxItems.SingleOrDefaultAsync(i => i.Id == id && i.MemberId == me, http.RequestAborted) is not { } item)
            return TypedResults.NotFound();
        item.Read(clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/me/inbox");
    }

    private static async Task<IResult> ReadAllAsync(Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var me = http.Actor().MemberId;
        foreach (var item in await db.InboxItems.Where(i => i.MemberId == me && i.ReadAt == null).ToListAsync(http.RequestAborted))
            item.Read(clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/me/inbox?done=read");
    }
}
