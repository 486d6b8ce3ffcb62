using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Topics;

/// <summary>A period of sharing.</summary>
/// <param name="Number">What the group counts it as: unique, and its name in addresses.</param>
/// <param name="Title">A title beside the number, if it has one.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Starts">Its first day, in the zone; null if it was never set.</param>
/// <param name="Ends">Its last day, in the zone; null if it runs until closed.</param>
/// <param name="Zone">The tzdb zone of its days.</param>
/// <param name="Lists">The tracks that take part, in order, with what each reads about.</param>
/// <param name="Links">Where to go on.</param>
public sealed record TopicResource(
    int Number, string? Title, TopicState State, DateOnly? Starts, DateOnly? Ends, string Zone, IReadOnlyList<ListResource> Lists, TopicLinks Links);

/// <summary>A track's reading list in a topic.</summary>
/// <param name="Track">The track's code.</param>
/// <param name="Theme">What the track reads about; null if nobody said.</param>
/// <param name="Entries">How many papers are on the list.</param>
/// <param name="Given">How many of them were shared.</param>
public sealed record ListResource(string Track, string? Theme, int Entries, int Given);

/// <summary>Where to go on from a topic.</summary>
/// <param name="Self">This resource.</param>
/// <param name="Page">The page for people.</param>
/// <param name="Entries">Its reading lists in order.</param>
/// <param name="Papers">What is on its reading lists, as papers.</param>
/// <param name="Talks">What is shared in it.</param>
/// <param name="Meetings">Its meetings.</param>
/// <param name="Markdown">Its reading lists as Markdown.</param>
/// <param name="Bibtex">Its papers as BibTeX.</param>
public sealed record TopicLinks(string Self, string Page, string Entries, string Papers, string Talks, string Meetings, string Markdown, string Bibtex);

/// <summary>The topics for programs.</summary>
public static class TopicApi
{
    private static readonly Filter<TopicState?> state = Filters.OneOf<TopicState>("state", "Only topics that stand so.");

    /// <summary>Adds the topics.</summary>
    public static void MapTopicsApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/topics", ListAsync, Filters.Track, Filters.Theme, state, Filters.From, Filters.To).WithName("listTopics").WithTags("Topics")
            .WithSummary("Topics by number")
            .WithDescription("'from' and 'to' name a span of days: a topic is in it if it runs on one of them. A topic without a first day is in none.");
        api.MapOne("/topics/{number:int}", OneAsync).WithName("getTopic").WithTags("Topics").WithSummary("One topic");
    }

    private static async Task<Ok<Listing<TopicResource>>> ListAsync(
        Asked asked, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var topics = db.Topics.AsQueryable();
        if (await db.ListsAsync(asked, cancellation) is { } lists)
            topics = topics.Where(topic => lists.Any(list => list.TopicId == topic.Id));
        topics = asked.Get(state) switch
        {
            TopicState.Closed => topics.Where(topic => topic.ClosedAt != null),
            TopicState.Running => topics.Where(topic => topic.ClosedAt == null && topic.OpenedAt != null),
            TopicState.Planned => topics.Where(topic => topic.ClosedAt == null && topic.OpenedAt == null),
            _ => topics,
        };
        if (asked.Get(Filters.From) is { } from)
            topics = topics.Where(topic => topic.Starts != null && (topic.Ends == null || topic.Ends >= from));
        if (asked.Get(Filters.To) is { } to)
            topics = topics.Where(topic => topic.Starts != null && topic.Starts <= to);
        var listing = await topics.OrderBy(topic => topic.Number).ListAsync(asked, page => ReadAsync(page, db, masthead, cancellation), cancellation);
        return http.ShowList(listing, ChangeTags.Topics, ChangeTags.Talks);
    }

    private static async Task<Results<Ok<TopicResource>, ProblemHttpResult>> OneAsync(
        int number, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var found = await ReadAsync(db.Topics.Where(topic => topic.Number == number), db, masthead, cancellation);
        return http.ShowOne(found.SingleOrDefault(), $"topic {number}", ChangeTags.Topics, ChangeTags.Talks);
    }

    private static async Task<List<TopicResource>> ReadAsync(IQueryable<Topic> page, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var topics = await page.AsNoTracking().ToListAsync(cancellation);
        var ids = topics.ConvertAll(topic => topic.Id);
        var entries = await db.Entries.Where(entry => ids.Contains(entry.TopicId)).GroupBy(entry => new { entry.TopicId, entry.TrackId })
            .Select(list => new { list.Key, Count = list.Count() }).ToDictionaryAsync(list => (list.Key.TopicId, list.Key.TrackId), list => list.Count, cancellation);
        var given = await db.Entries.Where(entry => ids.Contains(entry.TopicId)).InState(db, ReadingState.Given).GroupBy(entry => new { entry.TopicId, entry.TrackId })
            .Select(list => new { list.Key, Count = list.Count() }).ToDictionaryAsync(list => (list.Key.TopicId, list.Key.TrackId), list => list.Count, cancellation);
        var lists = (await db.TopicTracks.Where(list => ids.Contains(list.TopicId)).OrderBy(list => list.Position).ThenBy(list => list.TrackId)
            .Select(list => new { list.TopicId, list.TrackId, list.Track.Code, list.Theme }).ToListAsync(cancellation))
            .ToLookup(list => list.TopicId, list => new ListResource(
                list.Code, list.Theme, entries.GetValueOrDefault((list.TopicId, list.TrackId)), given.GetValueOrDefault((list.TopicId, list.TrackId))));
        return topics.ConvertAll(topic => new TopicResource(
            topic.Number, topic.Title, topic.State, topic.Starts?.ToDateOnly(), topic.Ends?.ToDateOnly(), masthead.Zone.Id, [.. lists[topic.Id]], Links(topic.Number)));
    }

    private static TopicLinks Links(int number)
    {
        var n = number.ToString(CultureInfo.InvariantCulture);
        return new(
            $"{ApiRoutes.Root}/topics/{n}", $"/topics/{n}", $"{ApiRoutes.Root}/topics/{n}/entries", $"{ApiRoutes.Root}/papers?topic={n}",
            $"{ApiRoutes.Root}/talks?topic={n}", $"{ApiRoutes.Root}/meetings?topic={n}", $"/topics/{n}.md", $"/topics/{n}.bib");
    }
}
