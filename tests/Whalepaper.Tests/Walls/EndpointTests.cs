using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Members.Access;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>Every door of the house stands in this table; one that is added elsewhere must be added here, with who may pass.</summary>
public sealed class EndpointTests
{
    // What a page answers to: commands have endpoints of their own.
    private const string Page = "GET";

    /// <summary>Pattern, methods, and an address to try; null where there is nothing to read.</summary>
    private static readonly (string Pattern, string Methods, string? Address)[] anonymous =
    [
        ("/", Page, "/"),
        ("/schedule", Page, "/schedule?view=month"),
        ("/topics", Page, "/topics"),
        ("/topics/{Number:int}", Page, "/topics/5"),
        ("/topics/{Number:int}/{Code}", Page, "/topics/5/nlp"),
        ("/topics/{Number:int}/releases", Page, "/topics/5/releases"),
        ("/topics/{Number:int}/archive", Page, null),
        ("/topics/{number:int}/talks.csv", "GET", null),
        ("/certificates/{Code}", Page, null),
        ("/papers", Page, "/papers"),
        ("/papers/{Id:int}", Page, "/papers/1"),
        ("/talks/{Id:int}", Page, "/talks/1"),
        ("/meetings/{Id:int}", Page, "/meetings/1"),
        ("/members", Page, "/members"),
        ("/members/{Handle}", Page, "/members/sm1les"),
        ("/notices", Page, "/notices"),
        ("/notices/{Id:int}", Page, null),
        ("/charter", Page, "/charter"),
        ("/apply", Page, "/apply"),
        ("/search", Page, "/search?q=注意"),
        ("/opensearch.xml", "GET", "/opensearch.xml"),
        ("/preferences", Page, "/preferences"),
        ("/preferences", "POST", null),
        ("/not-found", Page, "/not-found"),
        ("/errors/{Code:int}", Page, "/errors/404"),
        ("/charter.md", "GET", "/charter.md"),
        ("/topics/{number:int}.md", "GET", "/topics/5.md"),
        ("/topics/{number:int}.bib", "GET", "/topics/5.bib"),
        ("/papers/{id:int}.bib", "GET", "/papers/1.bib"),
        ("/materials/{id:int}/{name}", "GET", null),
        ("/calendar.ics", "GET", "/calendar.ics"),
        ("/tracks/{code}/calendar.ics", "GET", "/tracks/nlp/calendar.ics"),
        ("/meetings/{id:int}.ics", "GET", "/meetings/1.ics"),
        ("/feed.atom", "GET", "/feed.atom"),
        ("/robots.txt", "GET", "/robots.txt"),
        ("/calendars/{key}.ics", "GET", null),
        ("/sitemap.xml", "GET", "/sitemap.xml"),
        ("/sitemaps/{part:int:min(1)}.xml", "GET", "/sitemaps/1.xml"),
        ("/api/v1/groups", "GET", "/api/v1/groups"),
        ("/api/v1/groups/{id:int}", "GET", "/api/v1/groups/1"),
        ("/api/v1/tracks", "GET", "/api/v1/tracks"),
        ("/api/v1/tracks/{code}", "GET", "/api/v1/tracks/nlp"),
        ("/api/v1/topics", "GET", "/api/v1/topics"),
        ("/api/v1/topics/{number:int}", "GET", "/api/v1/topics/5"),
        ("/api/v1/topics/{number:int}/entries", "GET", "/api/v1/topics/5/entries"),
        ("/api/v1/topics/{number:int}/releases", "GET", "/api/v1/topics/5/releases"),
        ("/api/v1/papers", "GET", "/api/v1/papers?size=1"),
        ("/api/v1/papers/{id:int}", "GET", "/api/v1/papers/1"),
        ("/api/v1/talks", "GET", "/api/v1/talks"),
        ("/api/v1/talks/{id:int}", "GET", "/api/v1/talks/1"),
        ("/api/v1/meetings", "GET", "/api/v1/meetings"),
        ("/api/v1/meetings/{id:int}", "GET", "/api/v1/meetings/1"),
        ("/api/v1/members", "GET", "/api/v1/members"),
        ("/api/v1/members/{handle}", "GET", "/api/v1/members/sm1les"),
        ("/api/v1/notices", "GET", "/api/v1/notices"),
        ("/openapi/{documentName}.json", "GET", "/openapi/v1.json"),
        ("/health/live", "", "/health/live"),
        ("/health/ready", "", "/health/ready"),
        // Asks for itself: a program that watches has a token or an address, and no account.
        ("/metrics", "GET", null),
        ("/csp-reports", "POST", null),
        ("/unsubscribe/{token}", "POST", null),
        ("/unsubscribe/{token}", "DELETE", null),
        ("/_framework/opaque-redirect", "GET", null),
    ];

    // What differs between two answers of the same content, or says how a body is sent.
    private static readonly string[] passing = ["Date", "Age", "Transfer-Encoding", "Content-Length"];

    [Fact]
    public async Task Every_door_is_in_the_table()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => LocalProvider.SetUp(builder.Configuration, LocalProvider.Nowhere));
        var doors = site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            // All but styles and scripts.
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => (Door: $"/{endpoint.RoutePattern.RawText!.TrimStart('/')} {string.Join(',', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Order(StringComparer.Ordinal).ToArray() ?? [])}", endpoint))
            .ToList();

        Assert.Equal(
            anonymous.Select(door => $"{door.Pattern} {door.Methods}").Concat(GatedDoors.All.Select(door => $"{door.Pattern} {door.Method} {door.Act}")).Order(StringComparer.Ordinal),
            doors.Select(door => door.endpoint.Metadata.GetMetadata<RequiresAttribute>() is { } required ? $"{door.Door} {required.Act}" : door.Door).Order(StringComparer.Ordinal));
        // There is one gate, and it asks one table.
        Assert.All(doors, door => Assert.Null(door.endpoint.Metadata.GetMetadata<IAuthorizeData>()));
    }

    [Fact]
    public async Task No_handler_says_by_attributes_what_its_door_does_not_read()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var handlers = site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).Select(endpoint => endpoint.Metadata.GetMetadata<Delegate>()).OfType<Delegate>().ToList();

        Assert.True(handlers.Count > 100, $"{handlers.Count} handlers were found.");
        Assert.All(handlers, handler => Assert.All(
            handler.Method.GetCustomAttributes(inherit: true),
            attribute => Assert.True(attribute.GetType().Namespace is "System.Runtime.CompilerServices" or "System.Diagnostics", $"{handler.Method.DeclaringType}.{handler.Method.Name}: {attribute}")));
    }

    [Fact]
    public async Task Head_answers_like_get_everywhere_and_every_answer_is_safe()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);
        foreach (var address in anonymous.Select(door => door.Address).OfType<string>().Concat(["/nothing", "/api/v1/nothing", "/api/v1/papers?page=0", "/topics/99", "/css/nothing.css", "/openapi/v2.json", "/errors/500"]))
        {
            using var get = await site.GetAsync(address);
            using var head = await site.GetAsync(address, method: HttpMethod.Head);

            Assert.True(get.StatusCode == head.StatusCode, $"{address}: {get.StatusCode} {head.StatusCode}");
            Assert.True(get.IsSuccessStatusCode == anonymous.Any(door => door.Address == address) || address is "/errors/404" or "/not-found", $"{address}: {get.StatusCode}");
            Assert.Equal(Headers(get), Headers(head));
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
            AssertSafe(get);
        }
    }

    /// <summary>The headers that every answer carries, whatever went well or wrong.</summary>
    internal static void AssertSafe(HttpResponseMessage answer)
    {
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("strict-origin-when-cross-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.Contains("Permissions-Policy"));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.True(answer.Headers.Contains("Cross-Origin-Resource-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    private static List<string> Headers(HttpResponseMessage answer) =>
        [.. answer.Headers.Concat(answer.Content.Headers).Where(header => !passing.Contains(header.Key)).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal)];
}
