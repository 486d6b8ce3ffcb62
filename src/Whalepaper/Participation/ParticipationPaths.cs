using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Topics;

namespace Whalepaper.Participation;

/// <summary>Whose participation, and in which topic; and where it is to be seen.</summary>
internal static class ParticipationPaths
{
    /// <summary>The page of a member's participation; of one topic, or the newest.</summary>
    public static string PageOf(string handle, int? topic = null) => $"/members/{Uri.EscapeDataString(handle)}/participation{(topic is { } number ? string.Create(CultureInfo.InvariantCulture, $"/{number}") : "")}";

    /// <summary>Somebody who has an account and has not left; null if there is none of this name.</summary>
    public static Task<Member?> MemberOfHandleAsync(this WhalepaperDb db, string handle, CancellationToken cancellation) =>
        db.Members.SingleOrDefaultAsync(m => m.Handle == handle && m.ClaimedAt != null && m.LeftAt == null, cancellation);

    /// <summary>A topic that was opened; null if there is none of this number.</summary>
    public static Task<Topic?> OpenedTopicAsync(this WhalepaperDb db, int number, CancellationToken cancellation) =>
        db.Topics.SingleOrDefaultAsync(t => t.Number == number && t.OpenedAt != null, cancellation);
}
