using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Papers;
using Whalepaper.Ui;

namespace Whalepaper.Topics;

/// <summary>The reading lists of a topic to take along: as Markdown in the charter's manner, and as BibTeX.</summary>
public static class ListFiles
{
    /// <summary>Adds <c>/topics/{number}.md</c> and <c>/topics/{number}.bib</c>.</summary>
    public static IEndpointRouteBuilder MapListFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapFile("/topics/{number:int}.md", MarkdownAsync);
        routes.MapFile("/topics/{number:int}.bib", CitationsAsync);
        return routes;
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> MarkdownAsync(
        int number, HttpContext http, WhalepaperDb db, TopicSheet sheet, CancellationToken cancellation)
    {
        var topic = await db.Topics.AsNoTracking().SingleOrDefaultAsync(topic => topic.Number == number, cancellation);
        if (topic is null)
            return TypedResults.NotFound();
        var lists = await db.TopicTracks.Where(list => list.TopicId == topic.Id).OrderBy(list => list.Position).ThenBy(list => list.TrackId)
            .Select(list => new { list.TrackId, list.Track.Name, list.Theme }).ToListAsync(cancellation);
        var entries = await EntriesAsync(db, topic.Id, cancellation);
        var fact = new TopicFact(topic.Number, topic.Title, topic.Starts, topic.Ends, [.. lists.Select(list => new ListFact(list.Name, list.Theme, [.. entries[list.TrackId]]))]);
        var text = await sheet.WriteAsync(db, fact, cancellation);
        return http.Answer(text, "text/markdown", ChangeTags.Group, ChangeTags.Topics, ChangeTags.Topic(topic.Id), ChangeTags.Papers, ChangeTags.Members);
    }

    // A path relative to the charter would lead astray from here: it is completed where the group said how.
    private static async Task<ILookup<int, EntryFact>> EntriesAsync(WhalepaperDb db, int topicId, CancellationToken cancellation)
    {
        var presenters = (await (
                from paper in db.TalkPapers.Where(paper => paper.ReleasedAt == null && paper.Entry.TopicId == topicId)
                join presenter in db.TalkPresenters on paper.TalkId equals presenter.TalkId
                orderby paper.EntryId, presenter.Position
                select new { paper.EntryId, presenter.Member.Name }).ToListAsync(cancellation))
            .ToLookup(presenter => presenter.EntryId, presenter => presenter.Name);
        var linkBase = await db.Groups.Select(group => group.LinkBase).SingleOrDefaultAsync(cancellation);
        var entries = await db.Entries.Where(entry => entry.TopicId == topicId).OrderBy(entry => entry.Position).ThenBy(entry => entry.Id)
            .Select(entry => new { entry.Id, entry.TrackId, entry.Paper.Title, entry.Paper.Link }).ToListAsync(cancellation);
        return entries.ToLookup(
            entry => entry.TrackId,
            entry => new EntryFact($"entry {entry.Id}", entry.Title, Address(entry.Link, linkBase), [.. presenters[entry.Id]]));
    }

    private static string? Address(string? link, string? linkBase) =>
        SafeLink.Resolve(link, linkBase) ?? (!string.IsNullOrWhiteSpace(link) && SafeLink.IsSafe(link) ? link : null);

    private static async Task<Results<FileContentHttpResult, NotFound>> CitationsAsync(int number, HttpContext http, WhalepaperDb db, CancellationToken cancellation)
    {
        if (await db.Topics.Where(topic => topic.Number == number).Select(topic => (int?)topic.Id).SingleOrDefaultAsync(cancellation) is not { } id)
            return TypedResults.NotFound();
        var listed = db.Entries.Where(entry => entry.TopicId == id);
        var cited = await db.CitedAsync(db.Papers.Where(paper => listed.Any(entry => entry.PaperId == paper.Id)), cancellation);
        return http.Answer(BibTeX.Write(cited), BibTeX.Type, ChangeTags.Group, ChangeTags.Topics, ChangeTags.Topic(id), ChangeTags.Papers);
    }
}
