using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Api;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Ui;

namespace Whalepaper.Papers;

/// <summary>What is read: a paper, a survey of several, or an open-source solution.</summary>
/// <param name="Id">The number in its address; it never changes.</param>
/// <param name="Title">Its title, as the group writes it.</param>
/// <param name="Kind">What sort of reading it is.</param>
/// <param name="Link">Where it is read; null if nowhere.</param>
/// <param name="Authors">Who wrote it, in order; empty while unknown.</param>
/// <param name="Venue">Where it appeared: <c>ACL</c>.</param>
/// <param name="Year">The year it appeared.</param>
/// <param name="ArxivId">arXiv's identifier without its version.</param>
/// <param name="Doi">The DOI in lower case, without a resolver's address.</param>
/// <param name="Abstract">The abstract, as plain text.</param>
/// <param name="Repository">The repository of an open-source solution.</param>
/// <param name="Works">What a survey goes through, in its order; empty for everything else, and for a survey that names nothing.</param>
/// <param name="AddedAt">When the group came to know it, with the offset of the group's zone.</param>
/// <param name="Zone">The tzdb zone of the time.</param>
/// <param name="Listed">On which reading lists it stands.</param>
/// <param name="Links">Where to go on.</param>
public sealed record PaperResource(
    int Id, string Title, PaperKind Kind, string? Link, IReadOnlyList<string> Authors, string? Venue, int? Year, string? ArxivId, string? Doi, string? Abstract,
    string? Repository, IReadOnlyList<WorkResource> Works, DateTimeOffset AddedAt, string Zone, IReadOnlyList<ListedResource> Listed, PaperLinks Links);

/// <summary>One of the works that a survey goes through; it need not be a paper of the group.</summary>
/// <param name="Title">Its title; null while nobody said.</param>
/// <param name="Link">Where it is read; null if nobody said.</param>
/// <param name="ArxivId">arXiv's identifier without its version.</param>
/// <param name="Doi">The DOI in lower case, without a resolver's address.</param>
public sealed record WorkResource(string? Title, string? Link, string? ArxivId, string? Doi);

/// <summary>A paper's place on a reading list.</summary>
/// <param name="Topic">The topic's number.</param>
/// <param name="Track">The track's code.</param>
/// <param name="Theme">What the track reads about in the topic.</param>
/// <param name="State">Where the paper stands there.</param>
/// <param name="TalkId">The talk that holds it; null while it is open to claim.</param>
public sealed record ListedResource(int Topic, string Track, string? Theme, ReadingState State, int? TalkId);

/// <summary>Where to go on from a paper.</summary>
/// <param name="Self">This resource.</param>
/// <param name="Page">The page for people.</param>
/// <param name="Bibtex">The paper as BibTeX.</param>
public sealed record PaperLinks(string Self, string Page, string Bibtex);

/// <summary>The papers for programs.</summary>
public static class PaperApi
{
    private static readonly Filter<PaperKind?> kind = Filters.OneOf<PaperKind>("kind", "Only reading of this sort.");
    private static readonly Filter<int?> year = Filters.Number("year", "Only what appeared in this year.", 1, 9999);
    private static readonly Filter<ReadingState?> state = Filters.OneOf<ReadingState>("state", "Only what stands so on a reading list.");

    /// <summary>Adds the papers.</summary>
    public static void MapPapersApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapList("/papers", ListAsync, [.. AskedLists.Filters, Filters.Presenter, state, kind, year, Filters.From, Filters.To, Filters.Words])
            .WithName("listPapers").WithTags("Papers").WithSummary("Papers, in the order in which the group came to know them")
            .WithDescription("'topic', 'track', 'theme', 'presenter' and 'state' must hold for one and the same reading list. 'from' and 'to' mean the day on which the group came to know the paper.");
        api.MapOne("/papers/{id:int}", OneAsync).WithName("getPaper").WithTags("Papers").WithSummary("One paper");
    }

    private static async Task<Ok<Listing<PaperResource>>> ListAsync(
        Asked asked, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var papers = db.Shelf;
        if (await EntriesAsync(asked, db, cancellation) is { } entries)
            papers = papers.Where(paper => entries.Any(entry => entry.PaperId == paper.Id));
        if (asked.Get(kind) is { } sort)
            papers = papers.Where(paper => paper.Kind == sort);
        if (asked.Get(year) is { } appeared)
            papers = papers.Where(paper => paper.Year == appeared);
        if (asked.From(masthead.Zone) is { } from)
            papers = papers.Where(paper => paper.AddedAt >= from);
        if (asked.Until(masthead.Zone) is { } until)
            papers = papers.Where(paper => paper.AddedAt < until);
        if (asked.Get(Filters.Words) is { } words)
        {
            var key = NormalName.Of(words);
            papers = key.Length == 0 ? papers.Where(paper => paper.Title.Contains(words)) : papers.Where(paper => paper.NormalizedTitle.Contains(key));
        }

        var listing = await papers.OrderBy(paper => paper.Id).ListAsync(asked, page => ReadAsync(page, db, masthead, cancellation), cancellation);
        return http.ShowList(listing, ChangeTags.Papers, ChangeTags.Talks, ChangeTags.Topics, ChangeTags.Members);
    }

    private static async Task<Results<Ok<PaperResource>, ProblemHttpResult>> OneAsync(
        int id, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var found = await ReadAsync(db.Shelf.Where(paper => paper.Id == id), db, masthead, cancellation);
        return http.ShowOne(found.SingleOrDefault(), $"paper {id}", ChangeTags.Papers, ChangeTags.Talks, ChangeTags.Topics);
    }

    private static async Task<IQueryable<ReadingListEntry>?> EntriesAsync(Asked asked, WhalepaperDb db, CancellationToken cancellation)
    {
        var (lists, presenter, stands) = (await db.ListsAsync(asked, cancellation), asked.Get(Filters.Presenter), asked.Get(state));
        if (lists is null && presenter is null && stands is null)
            return null;
        var entries = db.Entries.AsQueryable();
        if (lists is not null)
            entries = entries.Where(entry => lists.Any(list => list.TopicId == entry.TopicId && list.TrackId == entry.TrackId));
        if (presenter is not null)
            entries = entries.SharedBy(db, presenter);
        return stands is { } where ? entries.InState(db, where) : entries;
    }

    private static async Task<List<PaperResource>> ReadAsync(IQueryable<Paper> page, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        var papers = await page.AsNoTracking().ToListAsync(cancellation);
        var ids = papers.ConvertAll(paper => paper.Id);
        var entries = await db.Entries.Where(entry => ids.Contains(entry.PaperId))
            .OrderBy(entry => entry.List.Topic.Number).ThenBy(entry => entry.List.Position).ThenBy(entry => entry.Id)
            .Select(entry => new { entry.Id, entry.PaperId, entry.List.Topic.Number, entry.List.Track.Code, entry.List.Theme }).ToListAsync(cancellation);
        var holdings = await db.HoldingsAsync(entries.ConvertAll(entry => entry.Id), cancellation);
        var listed = entries.ToLookup(entry => entry.PaperId, entry =>
        {
            var holding = holdings.GetValueOrDefault(entry.Id);
            return new ListedResource(entry.Number, entry.Code, entry.Theme, ReadingStates.Of(holding?.State), holding?.TalkId);
        });
        var linkBase = await db.Groups.Select(group => group.LinkBase).SingleOrDefaultAsync(cancellation);
        var works = await db.WorksOfAsync(papers, cancellation);
        return papers.ConvertAll(paper => Shown(
            paper, [.. works[paper.Id].Select(work => new WorkResource(work.Title, SafeLink.Resolve(work.Link, null), work.ArxivId, work.Doi))], [.. listed[paper.Id]], linkBase, masthead));
    }

    private static PaperResource Shown(Paper paper, IReadOnlyList<WorkResource> works, IReadOnlyList<ListedResource> listed, string? linkBase, Masthead masthead) => new(
        paper.Id, paper.Title, paper.Kind, SafeLink.Resolve(paper.Link, linkBase), paper.Authors, paper.Venue, paper.Year, paper.ArxivId, paper.Doi, paper.Abstract,
        SafeLink.Resolve(paper.Repository, linkBase), works, paper.AddedAt.In(masthead.Zone), masthead.Zone.Id, listed, Links(paper.Id));

    private static PaperLinks Links(int id)
    {
        var n = id.ToString(CultureInfo.InvariantCulture);
        return new($"{ApiRoutes.Root}/papers/{n}", $"/papers/{n}", $"/papers/{n}.bib");
    }
}
