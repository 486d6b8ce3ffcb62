using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Tests.People;

namespace Whalepaper.Tests.Walls;

/// <summary>Everything that somebody gets to read in a house: whatever answers to GET, found in its own table of doors, so that a door that is added later is looked behind too.</summary>
internal static partial class Crawl
{
    /// <summary>All addresses, with what stands for numbers and names in them.</summary>
    /// <param name="house">The house.</param>
    /// <param name="application">The application that is looked for.</param>
    /// <param name="also">Addresses besides.</param>
    public static IReadOnlyList<string> Addresses(Household house, int application, params string[] also) =>
    [
        .. house.Site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is null or { Count: 0 } or ["GET", ..])
            .Select(endpoint => $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}")
            // A stream of events has no end, and tells what the pages tell.
            .Where(pattern => !pattern.EndsWith("/live", StringComparison.Ordinal) || pattern.StartsWith("/health", StringComparison.Ordinal))
            // Shows a new key each time it is opened.
            .Where(pattern => pattern is not "/me/account/second-factor")
            .Select(pattern => Place().Replace(pattern, place => Filled(pattern, place.Groups["name"].Value, application)))
            .Concat(also).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads all of these: address, and the whole answer as text, without what is new each time a page is shown.</summary>
    public static async Task<Dictionary<string, string>> ReadAsync(Session session, IReadOnlyList<string> addresses)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var address in addresses)
        {
            using var answer = await session.FetchAsync(address);
            var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Date" or "Age" or "ETag" or "Set-Cookie" or "Transfer-Encoding" or "Content-Length"))
                .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal);
            found[address] = Fresh().Replace($"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n\n{await TextAsync(answer)}", "");
        }

        return found;
    }

    /// <summary>The addresses at which two readings differ.</summary>
    public static IReadOnlyList<string> Differences(Dictionary<string, string> one, Dictionary<string, string> other) => [.. one.Keys.Where(address => !string.Equals(one[address], other[address], StringComparison.Ordinal))];

    /// <summary>Where the later reading differs from the earlier, and by which lines.</summary>
    public static IReadOnlyList<string> Told(Dictionary<string, string> before, Dictionary<string, string> after) =>
    [
        .. Differences(after, before).Select(address =>
        {
            var (was, @is) = (before[address].Split('\n'), after[address].Split('\n'));
            return $"{address}: was {string.Join(" | ", was.Except(@is, StringComparer.Ordinal).Take(5))}; is {string.Join(" | ", @is.Except(was, StringComparer.Ordinal).Take(5))}";
        }),
    ];

    /// <summary>The addresses at which a word is read.</summary>
    public static IReadOnlyList<string> With(Dictionary<string, string> read, string word) => [.. read.Where(one => one.Value.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(one => one.Key)];

    private static string Filled(string pattern, string name, int application) => name switch
    {
        "Id" or "id" when pattern.StartsWith("/applications/", StringComparison.Ordinal) => $"{application}",
        "Id" or "id" => "1",
        "Number" or "number" => "5",
        "Code" or "code" => pattern.StartsWith("/errors/", StringComparison.Ordinal) ? "404" : "nlp",
        "Handle" or "handle" => "committee",
        "documentName" => "v1",
        "part" => "1",
        _ => "x",
    };

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (answer.Content.Headers.ContentType?.MediaType is not "application/zip")
            return Encoding.UTF8.GetString(bytes);
        using var pack = new ZipArchive(new MemoryStream(bytes));
        var text = new StringBuilder();
        foreach (var entry in pack.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            text.Append(entry.FullName).Append('\n').Append(await reader.ReadToEndAsync()).Append('\n');
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();

    // Proofs and keys of forms, and the numbers of requests.
    [GeneratedRegex("(?:value|nonce)=\"[A-Za-z0-9+/_=-]{20,}\"|\"traceId\": ?\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Fresh();
}
