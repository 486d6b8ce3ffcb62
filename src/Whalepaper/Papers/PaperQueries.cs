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
/// <param name="LinkBase">Where relative links lead; null while unknown.</param>
public sealed record PaperView(Paper Paper, string? Address, IReadOnlyList<PlaceOfPaper> Places, IReadOnlyList<MaterialLine> Materials, string? LinkBase);

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
        return new PaperView(
            paper,
            SafeLink.Resolve(paper.Link, linkBase),
            [.. places.Select(p => new PlaceOfPaper(p.Id, p.Number, p.Runs, p.Track, p.AddedAt, talks.GetValueOrDefault(p.Id)))],
            materials,
            linkBase);
    }
}
