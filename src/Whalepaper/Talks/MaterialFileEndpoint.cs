using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Members.Access;

namespace Whalepaper.Talks;

/// <summary>
/// Sends the files that lie beside talks, to whoever may see them. They were sent by people: no browser guesses what they are, runs what is in
/// them, or shows them as if they were a page of the house.
/// </summary>
public static class MaterialFileEndpoint
{
    // A page of its own, without a name, that loads nothing but what it shows itself.
    private const string Policy = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the files.</summary>
    public static void MapMaterialFiles(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        Ui.HandlersOnDemand.MapFile(routes, "/materials/{id:int}/{name}", SendAsync);
    }

    private static async Task<IResult> SendAsync(int id, string name, HttpContext http, WhalepaperDb db, IFileStore store)
    {
        var found = await db.Materials.AsNoTracking().Where(http.Actor().MaterialsOpenTo()).Where(m => m.Id == id && m.File != null)
            .Select(m => new { m.IsPublic, m.AddedAt, File = m.File! }).SingleOrDefaultAsync(http.RequestAborted);
        if (found is not { File: var file } || !string.Equals(file.Name, name, StringComparison.Ordinal) || await store.OpenAsync(file.StorageKey, http.RequestAborted) is not { } content)
            return TypedResults.NotFound();
        Tell(http, file, found.IsPublic);
        // Whole seconds are all that the header can tell.
        var changed = Instant.FromUnixTimeSeconds(found.AddedAt.ToUnixTimeSeconds()).ToDateTimeOffset();
        return TypedResults.Stream(content, file.Sort.MediaType(), lastModified: changed, entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""), enableRangeProcessing: true);
    }

    private static void Tell(HttpContext http, StoredFile file, bool isPublic)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers["X-Robots-Tag"] = "noindex";
        headers.CacheControl = isPublic ? "no-cache" : "private, no-cache";
        var disposition = new ContentDispositionHeaderValue(file.Sort.IsShown() ? "inline" : "attachment");
        disposition.SetHttpFileName(file.Name);
        headers.ContentDisposition = disposition.ToString();
        // A part of a file is a part of its bytes as they are, not as they would be compressed.
        http.Request.Headers.Remove(HeaderNames.AcceptEncoding);
    }
}
