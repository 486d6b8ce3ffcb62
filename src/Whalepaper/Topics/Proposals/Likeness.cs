using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;

namespace Whalepaper.Topics.Proposals;

/// <summary>A paper that is, or may be, the one that somebody is about to propose.</summary>
/// <param name="Id">The paper's number.</param>
/// <param name="Title">Its title.</param>
/// <param name="IsListed">Whether it has a page of its own.</param>
/// <param name="Places">Where it stands, newest topic first.</param>
public sealed record Likeness(int Id, string Title, bool IsListed, IReadOnlyList<LikePlace> Places);

/// <summary>Where such a paper stands.</summary>
/// <param name="PaperId">The paper's number.</param>
/// <param name="Topic">What the group counts the topic as.</param>
/// <param name="Track">The track's code.</param>
/// <param name="IsProposed">Whether it waits there for the committee; else it is on the list.</param>
/// <param name="IsGiven">Whether it was shared.</param>
/// <param name="Presenters">Who shares or shared it.</param>
public sealed record LikePlace(int PaperId, int Topic, string Track, bool IsProposed, bool IsGiven, IReadOnlyList<string> Presenters);

/// <summary>Finds papers that the group knows already: by arXiv's number without its version, by DOI, by the title as it is compared.</summary>
public static class LikenessQueries
{
    private const int Most = 5;

    /// <summary>The papers that are like this one; always three questions, each by an index.</summary>
    /// <param name="db">The database.</param>
    /// <param name="title">The title; may be empty.</param>
    /// <param name="link">Where it is read; may be empty.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<Likeness>> LikenessesAsync(this WhalepaperDb db, string? title, string? link, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var normal = NormalName.Of(title ?? "");
        var details = PaperDetails.Read(title ?? "", link);
        if (normal.Length == 0 && details is { ArxivId: null, Doi: null })
            return [];
        var doi = details.Doi?.ToLowerInvariant();
        var papers = await db.Papers.AsNoTracking()
            .Where(p => (normal != "" && p.NormalizedTitle == normal) || (details.ArxivId != null && p.ArxivId == details.ArxivId) || (doi != null && p.Doi == doi))
            .OrderBy(p => p.Id).Take(Most).Select(p => new { p.Id, p.Title, IsListed = p.ListedAt != null }).ToListAsync(cancellation);
        if (papers.Count == 0)
            return [];
        var ids = papers.ConvertAll(p => p.Id);
        var listed = await (
            from entry in db.Entries
            where ids.Contains(entry.PaperId)
            orderby entry.List.Topic.Number descending, entry.Id
            select new
            {
                entry.PaperId,
                entry.List.Topic.Number,
                entry.List.Track.Code,
                Given = db.TalkPapers.Any(p => p.EntryId == entry.Id && p.ReleasedAt == null && db.Talks.Any(t => t.Id == p.TalkId && t.Giving != null)),
                Presenters = (from place in db.TalkPapers
                              join presenter in db.TalkPresenters on place.TalkId equals presenter.TalkId
                              where place.EntryId == entry.Id && place.ReleasedAt == null
                              orderby presenter.Position
                              select presenter.Member.Name).ToList(),
            }).AsSplitQuery().ToListAsync(cancellation);
        var proposed = await db.Proposals.Where(p => ids.Contains(p.PaperId) && p.End == null).OrderByDescending(p => p.List.Topic.Number)
            .Select(p => new LikePlace(p.PaperId, p.List.Topic.Number, p.List.Track.Code, true, false, new List<string>())).ToListAsync(cancellation);
        var places = listed.Select(p => new LikePlace(p.PaperId, p.Number, p.Code, false, p.Given, p.Presenters)).Concat(proposed).ToLookup(p => p.PaperId);
        return [.. papers.Select(p => new Likeness(p.Id, p.Title, p.IsListed, [.. places[p.Id]]))];
    }
}
