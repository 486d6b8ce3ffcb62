using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Board;

/// <summary>Something that the committee tells the group.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Text">The text, Markdown.</param>
/// <param name="At">When it went out.</param>
/// <param name="ChangedAt">When its words were changed since; null if they were not.</param>
/// <param name="Pinned">Whether it stands before the others.</param>
/// <param name="Public">Whether everybody may read it.</param>
public sealed record NoticeResource(int Id, string Title, string Text, DateTimeOffset At, DateTimeOffset? ChangedAt, bool Pinned, bool Public);

/// <summary>Notices for programs.</summary>
public static class NoticeApi
{
    private static readonly Filter<bool?> pinned = Filters.YesOrNo("pinned", "Only notices that stand before the others, or only those that do not.");

    /// <summary>Adds the list.</summary>
    public static void MapNoticesApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/notices", ListAsync, pinned).WithName("listNotices").WithTags("Notices").WithSummary("What the committee tells the group and the caller may read, pinned notices first, then the latest");
    }

    private static async Task<Ok<Listing<NoticeResource>>> ListAsync(Asked asked, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var notices = db.NoticesOpenTo(http.Actor());
        if (asked.Get(pinned) is { } yes)
            notices = notices.Where(n => n.IsPinned == yes);
        var listing = await notices.InOrder().ListAsync(
            asked, async page => (await page.AsNoTracking().Select(n => new { n.Id, n.Title, n.Text, n.PublishedAt, n.ChangedAt, n.Edits, n.IsPinned, n.IsPublic }).ToListAsync(cancellation)).ConvertAll(n => new NoticeResource(
                n.Id, n.Title, n.Text, n.PublishedAt!.Value.In(masthead.Zone), n.Edits > 0 ? n.ChangedAt.In(masthead.Zone) : null, n.IsPinned, n.IsPublic)), cancellation);
        return http.ShowList(listing, ChangeTags.Notices);
    }
}
