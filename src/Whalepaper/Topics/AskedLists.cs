using Microsoft.EntityFrameworkCore;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Topics;

/// <summary>The filters topic, track and theme: they name reading lists, and whatever belongs to one is found by its list.</summary>
public static class AskedLists
{
    /// <summary>The three filters.</summary>
    public static readonly IReadOnlyList<Filter> Filters = [Api.Filters.Topic, Api.Filters.Track, Api.Filters.Theme];

    /// <summary>The lists asked for; null if none of the three filters was given.</summary>
    public static async Task<IQueryable<TopicTrack>?> ListsAsync(this WhalepaperDb db, Asked asked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(asked);
        var (topic, track, theme) = (asked.Get(Api.Filters.Topic), asked.Get(Api.Filters.Track)?.ToLowerInvariant(), asked.Get(Api.Filters.Theme));
        if (topic is null && track is null && theme is null)
            return null;

        var lists = db.TopicTracks.AsQueryable();
        if (topic is not null)
            lists = lists.Where(list => list.Topic.Number == topic);
        if (track is not null)
            lists = lists.Where(list => list.Track.Code == track);
        if (theme is not null)
        {
            var themes = await ThemesAsync(db, theme, cancellation);
            lists = lists.Where(list => list.Theme != null && themes.Contains(list.Theme));
        }

        return lists;
    }

    // A group has a few hundred themes at most, and the engines disagree on case and width: they are compared here.
    private static async Task<List<string>> ThemesAsync(WhalepaperDb db, string words, CancellationToken cancellation)
    {
        var all = await db.TopicTracks.Where(list => list.Theme != null).Select(list => list.Theme!).Distinct().ToListAsync(cancellation);
        var key = NormalName.Of(words);
        return key.Length == 0
            ? all.FindAll(theme => theme.Contains(words, StringComparison.Ordinal))
            : all.FindAll(theme => NormalName.Of(theme).Contains(key, StringComparison.Ordinal));
    }
}
