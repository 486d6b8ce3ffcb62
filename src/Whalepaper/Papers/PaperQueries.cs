using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Tracks;

namespace Whalepaper.Papers;

/// <summary>A paper's own page.</summary>
/// <param name="Paper">The paper.</param>
/// <param name="Address">Where it is read; null if nowhere that may be a link.</param>
/// <param name="Places">On which lists it stands, newest topic first.</param>
/// <param name="Materials">What lies beside the talks about it.</param>
/// <param name="Works">What a survey goes through, in its order.</param>
/// <param name="LinkBase">Where relative links lead; null while unknown.</param>
public sealed record PaperView(
    Paper Paper, string? Address, IReadOnlyList<PlaceOfPaper> Places, IReadOnlyList<MaterialLine> Materials, IReadOnlyList<SurveyedWork> Works, string? LinkBase);

/// <summary>A place of a paper on a reading list.</summary>
/// <param name="EntryId">The entry's database number.</param>
/// <param name="TopicNumber">What the group counts the topic as.</param>
/// <param name="IsRunning">Whether the topic runs, so that something can be claimed.</param>
/// <param name="Track">Whose list.</param>
/// <param name="AddedAt">When it came onto the list.</param>
/// <param name="Talk">The talk that holds it; null while it is open to claim.</param>
public sealed record PlaceOfPaper(int EntryId, int TopicNumber, bool IsRunning, Track Track, Instant AddedAt, TalkBrief? Talk);

/// <summary>What the page of a paper asks: always the same questions.</summary>
public static class PaperQueries
{
    /// <summary>Reads the page of a paper; null if there is none of this number.</summary>
    public static async Task<PaperView?> PaperPageAsync(this WhalepaperDb db, int id, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var paper = await db.Shelf.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellation);
        if (paper is null)
            return null;
        var linkBase = await db.Groups.Where(g => g.Id == Group.TheOne).Select(g => g.LinkBase).SingleOrDefaultAsync(cancellation);
        var places = await (
            from entry in db.Entries.Where(e => e.PaperId == id)
            join topic in db.Topics on entry.TopicId equals topic.Id
            orderby topic.Number descending, entry.Id
            select new { entry.Id, topic.Number, Runs = topic.OpenedAt != null && topic.ClosedAt == null, entry.List.Track, entry.AddedAt }).AsNoTracking().ToListAsync(cancellation);
        var talks = await db.TalksByEntryAsync(db.TalkPapers.Where(p => p.Entry.PaperId == id), cancellation);
        var materials = await db.Talks.AsNoTracking()
            .Where(talk => talk.Papers.Any(p => p.PaperId == id && p.ReleasedAt == null))
            .SelectMany(talk => talk.Materials)
            .Where(who.MaterialsOpenTo())
            .OrderBy(material => material.TalkId).ThenBy(material => material.Position)
            .Select(MaterialLine.Of)
            .ToListAsync(cancellation);
        var works = await db.WorksOfAsync([paper], cancellation);
        return new PaperView(
            paper,
            SafeLink.Resolve(paper.Link, linkBase),
            [.. places.Select(p => new PlaceOfPaper(p.Id, p.Number, p.Runs, p.Track, p.AddedAt, talks.GetValueOrDefault(p.Id)))],
            materials,
            [.. works[id]],
            linkBase);
    }

    /// <summary>What the surveys among some papers go through, by the paper's number; asks nothing where there is none.</summary>
    public static Task<ILookup<int, SurveyedWork>> WorksOfAsync(this WhalepaperDb db, IEnumerable<Paper> papers, CancellationToken cancellation) =>
        db.WorksOfAsync(papers.Where(paper => paper.Kind is PaperKind.Survey).Select(paper => paper.Id), cancellation);

    /// <summary>What surveys go through, each in its order; asks nothing where there is none.</summary>
    /// <param name="db">The database.</param>
    /// <param name="surveys">The numbers of the surveys.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<ILookup<int, SurveyedWork>> WorksOfAsync(this WhalepaperDb db, IEnumerable<int> surveys, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        int[] numbers = [.. surveys];
        List<SurveyedWork> works = numbers.Length == 0 ? [] : await db.SurveyedWorks.AsNoTracking().Where(work => EF.Parameter(numbers).Contains(work.PaperId)).OrderBy(work => work.PaperId).ThenBy(work => work.Position).ToListAsync(cancellation);
        return works.ToLookup(work => work.PaperId);
    }
}
