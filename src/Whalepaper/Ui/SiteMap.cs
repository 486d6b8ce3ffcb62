using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;

namespace Whalepaper.Ui;

/// <summary>A page for search engines.</summary>
/// <param name="Path">Its path, escaped.</param>
/// <param name="ChangedAt">When something on it last changed, as far as the data tells; null if it does not.</param>
public sealed record PageOnMap(string Path, Instant? ChangedAt)
{
    /// <summary>The later of two moments of which one may be missing.</summary>
    public static Instant? Later(Instant? one, Instant? other) => one is null || other > one ? other : one;
}

/// <summary>The pages of a room that search engines should know.</summary>
public interface IPagesOfRoom
{
    /// <summary>The room's overviews, which are there whatever the data.</summary>
    IReadOnlyList<string> Overviews { get; }

    /// <summary>A page for each thing of the room, in a total order; null for a room that has its overviews alone.</summary>
    IQueryable<PageOnMap>? Things(WhalepaperDb db);
}

/// <summary>
/// What search engines are told: <c>/robots.txt</c>, and <c>/sitemap.xml</c> (sitemaps.org, 0.9), which turns into an index of several when there
/// are more pages than one map may hold.
/// </summary>
internal sealed class SiteMap(IEnumerable<IPagesOfRoom> rooms, WhalepaperDb db)
{
    /// <summary>The most that one map may hold, by the protocol.</summary>
    public const int Most = 50_000;

    /// <summary>What a map of several holds: less than the most, so that it is kept like a page.</summary>
    public const int Part = 20_000;

    private const string Type = "application/xml";
    private static readonly XNamespace maps = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private static readonly string[] everything =
        [ChangeTags.Group, ChangeTags.Topics, ChangeTags.Papers, ChangeTags.Talks, ChangeTags.Meetings, ChangeTags.Members, ChangeTags.Notices];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapFile("/robots.txt", Robots);
        routes.MapFile("/sitemap.xml", async (HttpContext http, SiteMap map, HouseAddress house, CancellationToken cancellation) =>
            http.Answer(await map.WholeAsync(house.Home, cancellation), Type, everything));
        routes.MapFile("/sitemaps/{part:int:min(1)}.xml", async Task<Results<FileContentHttpResult, NotFound>> (int part, HttpContext http, SiteMap map, HouseAddress house, CancellationToken cancellation) =>
            await map.PartAsync(part, house.Home, cancellation) is { } text ? http.Answer(text, Type, everything) : TypedResults.NotFound());
    }

    /// <summary>The map of the whole site, or the index of its parts.</summary>
    public async Task<string> WholeAsync(Uri site, CancellationToken cancellation)
    {
        var total = rooms.Sum(room => room.Overviews.Count);
        foreach (var things in Things())
            total += await things.CountAsync(cancellation);
        if (total <= Most)
            return MapOf(await ReadAsync(0, Most, cancellation), site);
        var parts = Enumerable.Range(1, (total + Part - 1) / Part);
        return Written(new XElement(maps + "sitemapindex", parts.Select(part => new XElement(
            maps + "sitemap", new XElement(maps + "loc", new Uri(site, string.Create(CultureInfo.InvariantCulture, $"/sitemaps/{part}.xml")).AbsoluteUri)))));
    }

    /// <summary>A part of the map, counted from 1; null if there is nothing in it.</summary>
    public async Task<string?> PartAsync(int part, Uri site, CancellationToken cancellation)
    {
        var pages = part <= int.MaxValue / Part ? await ReadAsync((part - 1) * Part, Part, cancellation) : [];
        return pages.Count == 0 ? null : MapOf(pages, site);
    }

    // The overviews come first, then one room after the other.
    private async Task<List<PageOnMap>> ReadAsync(int skip, int take, CancellationToken cancellation)
    {
        var overviews = rooms.SelectMany(room => room.Overviews).ToList();
        List<PageOnMap> pages = [.. overviews.Skip(skip).Take(take).Select(path => new PageOnMap(path, null))];
        skip = Math.Max(0, skip - overviews.Count);
        foreach (var things in Things())
        {
            if (pages.Count == take)
                break;
            var read = await things.Skip(skip).Take(take - pages.Count).ToListAsync(cancellation);
            pages.AddRange(read);
            skip = read.Count > 0 || skip == 0 ? 0 : Math.Max(0, skip - await things.CountAsync(cancellation));
        }

        return pages;
    }

    private IEnumerable<IQueryable<PageOnMap>> Things() => rooms.Select(room => room.Things(db)).OfType<IQueryable<PageOnMap>>();

    private static string MapOf(List<PageOnMap> pages, Uri site) => Written(new XElement(maps + "urlset", pages.Select(page => new XElement(
        maps + "url",
        new XElement(maps + "loc", new Uri(site, page.Path).AbsoluteUri),
        page.ChangedAt is { } at ? new XElement(maps + "lastmod", InstantPattern.General.Format(at)) : null))));

    private static string Written(XElement root) => $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}\n";

    private static FileContentHttpResult Robots(HttpContext http, HouseAddress house) => http.Answer(
        $"User-agent: *\nDisallow: /search\nDisallow: /preferences\n\nSitemap: {house.Of("/sitemap.xml")}\n", "text/plain", ChangeTags.Group);
}
