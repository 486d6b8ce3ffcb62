using Microsoft.EntityFrameworkCore;
using Whalepaper.Admission;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Improving;

/// <summary>Who improves the group: those who belong to it.</summary>
internal static class InnerGroup
{
    /// <summary>Everybody of the inner group who can sign in.</summary>
    public static IQueryable<Member> InnerMembers(this WhalepaperDb db) => db.InnerGroup().Where(member => member.ClaimedAt != null);

    /// <summary>Whether somebody is of it by now.</summary>
    public static async Task<bool> IsInnerAsync(this WhalepaperDb db, int? memberId, CancellationToken cancellation) => memberId is { } id && await db.InnerMembers().AnyAsync(member => member.Id == id, cancellation);
}
