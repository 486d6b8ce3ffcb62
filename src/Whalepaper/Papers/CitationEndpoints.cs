using Microsoft.AspNetCore.Http.HttpResults;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Papers;

/// <summary>Papers for those who cite them.</summary>
public static class CitationEndpoints
{
    /// <summary>Adds <c>/papers/{id}.bib</c>.</summary>
    public static IEndpointRouteBuilder MapCitations(this IEndpointRouteBuilder routes)
    {
        routes.MapFile("/papers/{id:int}.bib", PaperAsync);
        return routes;
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> PaperAsync(int id, HttpContext http, WhalepaperDb db, CancellationToken cancellation)
    {
        var cited = await db.CitedAsync(db.Shelf.Where(paper => paper.Id == id), cancellation);
        if (cited.Count == 0)
            return TypedResults.NotFound();
        return http.Answer(BibTeX.Write(cited), BibTeX.Type, ChangeTags.Group, ChangeTags.Papers);
    }
}
