using Microsoft.EntityFrameworkCore;
using Whalepaper.Charter;
using Whalepaper.Data;

namespace Whalepaper.Papers;

/// <summary>What those who cite ask.</summary>
public static class CitationQueries
{
    /// <summary>What citations say of these papers, in the order of their numbers.</summary>
    public static async Task<List<CitedPaper>> CitedAsync(this WhalepaperDb db, IQueryable<Paper> papers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var linkBase = await db.Groups.Select(group => group.LinkBase).SingleOrDefaultAsync(cancellation);
        var cited = await papers.OrderBy(paper => paper.Id)
            .Select(paper => new CitedPaper(paper.Id, paper.Kind, paper.Title, paper.Authors, paper.Venue, paper.Year, paper.ArxivId, paper.Doi, paper.Link))
            .ToListAsync(cancellation);
        return cited.ConvertAll(paper => paper with { Link = SafeLink.Resolve(paper.Link, linkBase) });
    }
}
