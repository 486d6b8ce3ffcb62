using Microsoft.AspNetCore.Http.HttpResults;
using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Charter;

/// <summary>The group's document as a file.</summary>
public static class CharterEndpoints
{
    /// <summary>Adds <c>/charter.md</c>.</summary>
    public static IEndpointRouteBuilder MapCharter(this IEndpointRouteBuilder routes)
    {
        routes.MapFile("/charter.md", DocumentAsync);
        return routes;
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> DocumentAsync(HttpContext context, LivingCharter charter, CancellationToken cancellation)
    {
        if (await charter.ReadAsync(cancellation) is not { } document)
            return TypedResults.NotFound();
        return context.Answer(document.Source, "text/markdown", ChangeTags.Group, ChangeTags.Topics, ChangeTags.Talks, ChangeTags.Papers, ChangeTags.Members);
    }
}
