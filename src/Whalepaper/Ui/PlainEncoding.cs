using Microsoft.Net.Http.Headers;

namespace Whalepaper.Ui;

/// <summary>
/// Browsers list encodings in a hundred ways that mean the same: the header is reduced to the one that will be used, so that the
/// page cache holds one copy an encoding and not one a browser.
/// </summary>
internal static class PlainEncoding
{
    public static IApplicationBuilder UsePlainEncoding(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var headers = http.Request.Headers;
        if (headers.AcceptEncoding.Count > 0)
            headers.AcceptEncoding = Choose(headers.AcceptEncoding.ToString());
        return next(http);
    });

    /// <summary>The best of <c>br</c>, <c>gzip</c> and nothing that the header admits.</summary>
    internal static string? Choose(string header)
    {
        if (!StringWithQualityHeaderValue.TryParseList(header.Split(','), out var offers))
            return null;
        double Quality(string name)
        {
            var offer = offers.FirstOrDefault(o => o.Value.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? offers.FirstOrDefault(o => o.Value.Equals("*", StringComparison.Ordinal));
            return offer is null ? 0 : offer.Quality ?? 1;
        }

        var (brotli, gzip) = (Quality("br"), Quality("gzip"));
        if (brotli <= 0 && gzip <= 0)
            return null;
        return brotli >= gzip ? "br" : "gzip";
    }
}
