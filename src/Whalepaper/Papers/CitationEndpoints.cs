using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Papers;

/// <summary>Papers for those who cite them.</summary>
public static class CitationEndpoints
{
    /// <summary>Adds <c>/papers/{id}.bib</c>.</summary>
    public static IEndpointRouteBuilder MapCitations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/papers/{id:int}.bib", PaperAsync).ExcludeFromDescription();
        return routes;
    }

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

    private static async Task<Results<FileContentHttpResult, NotFound>> PaperAsync(int id, HttpContext http, WhalepaperDb db, CancellationToken cancellation)
    {
        var cited = await db.CitedAsync(db.Papers.Where(paper => paper.Id == id), cancellation);
        if (cited.Count == 0)
            return TypedResults.NotFound();
        return http.Answer(BibTeX.Write(cited), BibTeX.Type, ChangeTags.Group, ChangeTags.Papers);
    }
}
