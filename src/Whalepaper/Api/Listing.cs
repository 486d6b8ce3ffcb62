using Microsoft.EntityFrameworkCore;

namespace Whalepaper.Api;

/// <summary>A page of a list.</summary>
/// <param name="Items">What stands on it, in an order that does not change between two questions.</param>
/// <param name="Page">Which page it is, from 1.</param>
/// <param name="Size">How many items a full page has.</param>
/// <param name="Total">How many items the list has on all pages.</param>
/// <param name="Next">Where the next page is; null on the last.</param>
/// <param name="Previous">Where the page before is; null on the first.</param>
public sealed record Listing<T>(IReadOnlyList<T> Items, int Page, int Size, int Total, string? Next, string? Previous);

/// <summary>Takes pages out of lists.</summary>
public static class Pages
{
    /// <summary>The items of the page asked for. The order must be total: every page is a query of its own.</summary>
    public static IQueryable<T> PageOf<T>(this IOrderedQueryable<T> list, Asked asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        return list.Skip((asked.Page - 1) * asked.Size).Take(asked.Size);
    }

    /// <summary>The page asked for, of a list that is one query.</summary>
    public static async Task<Listing<TItem>> ListAsync<T, TItem>(
        this IOrderedQueryable<T> list, Asked asked, Func<IQueryable<T>, Task<List<TItem>>> read, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(read);
        var total = await list.CountAsync(cancellation);
        var items = total > (asked.Page - 1) * asked.Size ? await read(list.PageOf(asked)) : [];
        return asked.Listing(items, total);
    }

    /// <summary>A page with the ways to its neighbours.</summary>
    public static Listing<T> Listing<T>(this Asked asked, IReadOnlyList<T> items, int total)
    {
        ArgumentNullException.ThrowIfNull(asked);
        var last = Math.Max(1, (total + asked.Size - 1) / asked.Size);
        return new Listing<T>(
            items, asked.Page, asked.Size, total,
            asked.Page < last ? asked.PageAt(asked.Page + 1) : null,
            asked.Page > 1 ? asked.PageAt(Math.Min(asked.Page - 1, last)) : null);
    }
}
