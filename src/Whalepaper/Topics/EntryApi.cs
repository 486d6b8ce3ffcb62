using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Topics;

/// <summary>A line of a topic's reading lists.</summary>
/// <param name="Track">On the list of which track.</param>
/// <param name="Theme">What that track reads about in the topic.</param>
/// <param name="Paper">What is to be read.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Talk">The talk that holds it; null while it is open to claim.</param>
public sealed record EntryResource(string Track, string? Theme, PaperMention Paper, ReadingState State, TalkOfEntry? Talk);

/// <summary>The talk that holds a line of a reading list.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="Presenters">Who shares it, in order.</param>
/// <param name="StartsAt">When its meeting begins, with the offset of the group's zone; null while no date is set.</param>
public sealed record TalkOfEntry(int Id, IReadOnlyList<MemberMention> Presenters, DateTimeOffset? StartsAt);

/// <summary>The reading lists of a topic for programs.</summary>
public static class EntryApi
{
    private static readonly Filter<ReadingState?> state = Filters.OneOf<ReadingState>("state", "Only entries that stand so.");

    /// <summary>Adds the entries of a topic.</summary>
    public static void MapEntriesApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/topics/{number:int}/entries", ListAsync, Filters.Track, Filters.Theme, Filters.Presenter, state).WithName("listEntries").WithTags("Topics")
            .WithSummary("A topic's reading lists, in the order in which they are read")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<Listing<EntryResource>>, ProblemHttpResult>> ListAsync(
        int number, Asked asked, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        if (await db.Topics.Where(topic => topic.Number == number).Select(topic => (int?)topic.Id).SingleOrDefaultAsync(cancellation) is not { } id)
            return TypedResults.Problem($"There is no topic {number}.", statusCode: StatusCodes.Status404NotFound);

        var entries = db.Entries.Where(entry => entry.TopicId == id);
        if (await db.ListsAsync(asked, cancellation) is { } lists)
            entries = entries.Where(entry => lists.Any(list => list.TopicId == entry.TopicId && list.TrackId == entry.TrackId));
        if (asked.Get(Filters.Presenter) is { } handle)
            entries = entries.SharedBy(db, handle);
        if (asked.Get(state) is { } stands)
            entries = entries.InState(db, stands);
        var ordered = entries.OrderBy(entry => entry.List.Position).ThenBy(entry => entry.TrackId).ThenBy(entry => entry.Position).ThenBy(entry => entry.Id);
        var listing = await ordered.ListAsync(asked, page => ReadAsync(page, db, masthead, cancellation), cancellation);
        return http.ShowList(listing, ChangeTags.Topics, ChangeTags.Topic(id), ChangeTags.Papers, ChangeTags.Members);
    }

    private static async Task<List<EntryResource>> ReadAsync(
        IQueryable<ReadingListEntry> page, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var entries = await page.Select(entry => new { entry.Id, entry.List.Track.Code, entry.List.Theme, Paper = new PaperMention(entry.PaperId, entry.Paper.Title) }).ToListAsync(cancellation);
        var holdings = await db.HoldingsAsync(entries.ConvertAll(entry => entry.Id), cancellation);
        var ids = holdings.Values.Select(holding => holding.TalkId).Distinct().ToList();
        var talks = (await db.Talks.AsSplitQuery().Where(talk => ids.Contains(talk.Id))
            .Select(talk => new
            {
                talk.Id,
                At = talk.Meeting == null ? null : (Instant?)talk.Meeting.StartsAt,
                Presenters = talk.Presenters.OrderBy(presenter => presenter.Position).Select(presenter => new MemberMention(presenter.Member.Handle, presenter.Member.Name)).ToList(),
            })
            .ToListAsync(cancellation))
            .ToDictionary(talk => talk.Id, talk => new TalkOfEntry(talk.Id, talk.Presenters, talk.At?.In(masthead.Zone)));
        return entries.ConvertAll(entry =>
        {
            var holding = holdings.GetValueOrDefault(entry.Id);
            return new EntryResource(entry.Code, entry.Theme, entry.Paper, ReadingStates.Of(holding?.State), holding is null ? null : talks[holding.TalkId]);
        });
    }
}
