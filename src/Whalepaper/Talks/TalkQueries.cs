using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Talks;

/// <summary>The talk that holds an entry of a reading list.</summary>
/// <param name="EntryId">Which entry.</param>
/// <param name="TalkId">Which talk.</param>
/// <param name="State">How far the talk is.</param>
public sealed record Holding(int EntryId, int TalkId, TalkState State);

/// <summary>What other rooms ask about talks.</summary>
public static class TalkQueries
{
    /// <summary>The talks that were not withdrawn: they hold something.</summary>
    public static IQueryable<Talk> Living(this IQueryable<Talk> talks) => talks.Where(talk => talk.Papers.Any(paper => paper.ReleasedAt == null));

    /// <summary>The talks that are as far as this, and no further.</summary>
    public static IQueryable<Talk> InState(this IQueryable<Talk> talks, TalkState state) => talks.Where(talk => talk.State == state);

    /// <summary>The talks to come: neither given nor ended.</summary>
    public static IQueryable<Talk> Ahead(this IQueryable<Talk> talks) =>
        talks.Where(talk => talk.State == TalkState.Asked || talk.State == TalkState.Claimed || talk.State == TalkState.Confirmed || talk.State == TalkState.Ready);

    /// <summary>Which talks hold these entries, by entry. An entry that is open to claim is not among them.</summary>
    public static Task<Dictionary<int, Holding>> HoldingsAsync(this WhalepaperDb db, IReadOnlyCollection<int> entryIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return (
            from paper in db.TalkPapers.AsNoTracking()
            where paper.ReleasedAt == null && entryIds.Contains(paper.EntryId)
            join talk in db.Talks on paper.TalkId equals talk.Id
            select new Holding(
                paper.EntryId, talk.Id, talk.State))
            .ToDictionaryAsync(holding => holding.EntryId, cancellation);
    }
}
