using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Api;
using Whalepaper.Data;

namespace Whalepaper.Charter;

/// <summary>The community that this installation serves.</summary>
/// <param name="Id">Always 1: an installation serves one group.</param>
/// <param name="Name">What its members call it.</param>
/// <param name="Language">The language of its own words: <c>zh-CN</c> or <c>en</c>.</param>
/// <param name="Zone">The tzdb zone in which its weekly hours and its days are meant, such as <c>Asia/Shanghai</c>.</param>
/// <param name="FoundedAt">When it began here.</param>
/// <param name="Outline">The parts that every talk must cover, in order.</param>
/// <param name="Links">Where to go on.</param>
public sealed record GroupResource(
    int Id, string Name, string Language, string Zone, DateTimeOffset FoundedAt, IReadOnlyList<OutlinePartResource> Outline, GroupLinks Links);

/// <summary>A part that every talk must cover.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="MinimumMinutes">The least time it should take; null for no bound.</param>
/// <param name="MaximumMinutes">The most time it should take; null for no bound.</param>
public sealed record OutlinePartResource(string Title, int? MinimumMinutes, int? MaximumMinutes);

/// <summary>Where to go on from a group.</summary>
/// <param name="Self">This resource.</param>
/// <param name="Page">The page for people.</param>
/// <param name="Charter">The group's own document, for people.</param>
/// <param name="Tracks">Its tracks.</param>
/// <param name="Topics">Its topics.</param>
/// <param name="Papers">What it reads.</param>
/// <param name="Talks">What is shared.</param>
/// <param name="Meetings">When it meets.</param>
/// <param name="Members">Its people.</param>
/// <param name="Calendar">Its meetings as iCalendar.</param>
/// <param name="News">Its news as Atom.</param>
public sealed record GroupLinks(
    string Self, string Page, string Charter, string Tracks, string Topics, string Papers, string Talks, string Meetings, string Members, string Calendar, string News);

/// <summary>The group for programs.</summary>
public static class GroupApi
{
    private static readonly GroupLinks links = new(
        $"{ApiRoutes.Root}/groups/{Group.TheOne}", "/", "/charter", $"{ApiRoutes.Root}/tracks", $"{ApiRoutes.Root}/topics", $"{ApiRoutes.Root}/papers",
        $"{ApiRoutes.Root}/talks", $"{ApiRoutes.Root}/meetings", $"{ApiRoutes.Root}/members", "/calendar.ics", "/feed.atom");

    /// <summary>Adds the group.</summary>
    public static void MapGroupsApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/groups", ListAsync).WithName("listGroups").WithTags("Groups").WithSummary("The group that this installation serves, as a list of one or none");
        api.MapOne("/groups/{id:int}", OneAsync).WithName("getGroup").WithTags("Groups").WithSummary("One group");
    }

    private static async Task<Ok<Listing<GroupResource>>> ListAsync(Asked asked, HttpContext http, WhalepaperDb db, CancellationToken cancellation)
    {
        var listing = await db.Groups.AsNoTracking().OrderBy(group => group.Id).ListAsync(asked, page => ReadAsync(page, db, cancellation), cancellation);
        return http.ShowList(listing);
    }

    private static async Task<Results<Ok<GroupResource>, ProblemHttpResult>> OneAsync(int id, HttpContext http, WhalepaperDb db, CancellationToken cancellation)
    {
        var found = await ReadAsync(db.Groups.AsNoTracking().Where(group => group.Id == id), db, cancellation);
        return http.ShowOne(found.SingleOrDefault(), $"group {id}");
    }

    private static async Task<List<GroupResource>> ReadAsync(IQueryable<Group> groups, WhalepaperDb db, CancellationToken cancellation)
    {
        var outline = await db.OutlineParts.OrderBy(part => part.Position).ThenBy(part => part.Id)
            .Select(part => new OutlinePartResource(part.Title, part.MinimumMinutes, part.MaximumMinutes)).ToListAsync(cancellation);
        return (await groups.ToListAsync(cancellation)).ConvertAll(group => new GroupResource(
            group.Id, group.Name, group.Language, group.ZoneId, group.FoundedAt.In(group.Zone), outline, links));
    }
}
