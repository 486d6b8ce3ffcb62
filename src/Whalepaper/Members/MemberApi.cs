using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Members.Access;

namespace Whalepaper.Members;

/// <summary>A member, as the archive shows them: nothing that is not on their page.</summary>
/// <param name="Handle">The name in addresses: unique and lower case.</param>
/// <param name="Name">What the group calls this person.</param>
/// <param name="Claimed">Whether an account took the profile; false for a name out of the archive.</param>
/// <param name="TalksGiven">How many talks this person shared.</param>
/// <param name="Links">Where to go on.</param>
public sealed record MemberResource(string Handle, string Name, bool Claimed, int TalksGiven, MemberLinks Links);

/// <summary>Where to go on from a member.</summary>
/// <param name="Self">This resource.</param>
/// <param name="Page">The page for people.</param>
/// <param name="Talks">What this person shares.</param>
public sealed record MemberLinks(string Self, string Page, string Talks);

/// <summary>The people of the group for programs.</summary>
public static class MemberApi
{
    private static readonly Filter<bool?> claimed = Filters.YesOrNo("claimed", "Only profiles that an account took, or only those that none took.");

    /// <summary>Adds the members.</summary>
    public static void MapMembersApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/members", ListAsync, Filters.Words, claimed).WithName("listMembers").WithTags("Members").WithSummary("Members, in the order in which the group came to know them");
        api.MapOne("/members/{handle}", OneAsync).WithName("getMember").WithTags("Members").WithSummary("One member");
    }

    private static async Task<Ok<Listing<MemberResource>>> ListAsync(Asked asked, HttpContext http, WhalepaperDb db, CancellationToken cancellation)
    {
        var members = db.Members.Where(http.Actor().ProfilesOpenTo());
        if (asked.Get(Filters.Words) is { } words)
        {
            var key = Member.RecognisedAs(words);
            members = members.Where(member => member.NormalizedName.Contains(key));
        }

        if (asked.Get(claimed) is { } yes)
            members = members.Where(member => member.ClaimedAt != null == yes);
        var listing = await members.OrderBy(member => member.Id).ListAsync(asked, page => ReadAsync(page, db, cancellation), cancellation);
        return http.ShowList(listing, ChangeTags.Members, ChangeTags.Talks);
    }

    private static async Task<Results<Ok<MemberResource>, ProblemHttpResult>> OneAsync(string handle, HttpContext http, WhalepaperDb db, CancellationToken cancellation)
    {
        var found = await ReadAsync(db.Members.Where(http.Actor().ProfilesOpenTo()).Where(member => member.Handle == handle), db, cancellation);
        return http.ShowOne(found.SingleOrDefault(), $"member '{handle}'", ChangeTags.Members, ChangeTags.Talks);
    }

    private static Task<List<MemberResource>> ReadAsync(IQueryable<Member> members, WhalepaperDb db, CancellationToken cancellation) => members
        .Select(member => new
        {
            member.Handle,
            member.Name,
            Claimed = member.ClaimedAt != null,
            Given = db.TalkPresenters.Count(presenter => presenter.MemberId == member.Id && db.Talks.Any(talk => talk.Id == presenter.TalkId && talk.Giving != null)),
        })
        .AsAsyncEnumerable()
        .Select(member => new MemberResource(member.Handle, member.Name, member.Claimed, member.Given, Links(member.Handle)))
        .ToListAsync(cancellation).AsTask();

    private static MemberLinks Links(string handle)
    {
        var name = Uri.EscapeDataString(handle);
        return new($"{ApiRoutes.Root}/members/{name}", $"/members/{name}", $"{ApiRoutes.Root}/talks?presenter={name}");
    }
}
