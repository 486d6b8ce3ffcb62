using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Members.Access;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>
/// The matrix of what another site's page can make a browser send: every address that takes anything but reading, taken from the table of the program itself, with and
/// without our proof, from everywhere (docs/decisions/0003). <see cref="ForeignFormTests"/> tries the same with forms that are filled in well; here nothing is left out.
/// </summary>
public sealed partial class CrossSiteTests
{
    /// <summary>Doors without a proof that it was meant: what each answers to another site, and why that is no harm.</summary>
    private static readonly (string Door, int ToOthers, string Why)[] without =
    [
        ("POST /preferences", 403, "concerns three cookies of the browser, and proves its origin"),
        ("POST /csp-reports", 204, "browsers send it by themselves; it changes nothing, and is limited"),
        ("POST /unsubscribe/{token}", 404, "the key in its address is the proof; mail providers call it"),
        ("DELETE /unsubscribe/{token}", 404, "the key in its address is the proof"),
    ];

    // What a browser says of where a command comes from, where that is not here. It cannot be made to leave out or to say otherwise what it says by itself.
    private static readonly (string Header, string Value)[][] elsewhere =
    [
        [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Sec-Fetch-Site", "")], [("Sec-Fetch-Site", "same-origin, cross-site")],
        [("Origin", "https://evil.example")], [("Origin", "null")], [("Origin", "")], [("Origin", "http://127.0.0.1")], [("Origin", "http://127.0.0.1.evil.example")], [("Origin", "http://evil.example:@127.0.0.1")],
        [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")],
        [("Sec-Fetch-Site", "cross-site"), ("Origin", "here")],
    ];

    // What is no proof, from here or with no word of where it comes from.
    private static readonly string?[] proofs = [null, "", "CfDJ8AAAA", "undefined"];

    [Fact]
    public async Task Whatever_changes_anything_is_refused_to_other_sites_and_without_a_proof()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder => LocalProvider.SetUp(builder.Configuration, LocalProvider.Nowhere));
        var doors = Doors(house.Site);
        Assert.InRange(doors.Count, 250, 5000);
        Assert.Equal(without.Select(one => one.Door).Order(StringComparer.Ordinal), doors.Where(door => !door.IsGuarded).Select(door => door.Name).Order(StringComparer.Ordinal));
        var who = new Dictionary<string, Session>(StringComparer.Ordinal) { ["visitor"] = house.Visitor(), ["open"] = await house.SignInAsync("open"), ["organizer"] = await house.SignInAsync("organizer") };
        var good = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (place, session) in who)
            good[place] = await session.TokenAsync();
        var before = await Inventory.TakeAsync(house.Site);
        var faults = new List<string>();
        foreach (var door in doors)
        {
            // As somebody who may, so that nothing but the proof stands between: else the gate would answer for it.
            var place = door.Act switch { null or Act.Enter => "visitor", Act.Apply => "open", _ => "organizer" };
            var expected = without.Where(one => one.Door == door.Name).Select(one => one.ToOthers).FirstOrDefault(400);
            foreach (var headers in elsewhere)
            {
                if (await SendAsync(who[place], door, good[place], headers) is var answer && answer.Number != expected)
                    faults.Add($"{door.Name} with a proof and {string.Join(", ", headers.Select(one => $"{one.Header} '{one.Value}'"))}: {answer.Number} {answer.Location}");
            }

            foreach (var proof in door.IsGuarded ? proofs : [])
            {
                foreach (var headers in (IEnumerable<(string, string)[]>)[[], [("Sec-Fetch-Site", "same-origin")], [("Sec-Fetch-Site", "none")], [("Origin", "here")]])
                {
                    if (await SendAsync(who[place], door, proof, headers) is var answer && answer.Number != 400)
                        faults.Add($"{door.Name} with the proof '{proof}' and {string.Join(", ", headers)}: {answer.Number} {answer.Location}");
                }
            }
        }

        Assert.True(faults.Count == 0, $"{faults.Count}\n{string.Join('\n', faults.Take(40))}");
        Assert.Empty(Inventory.Difference(before, await Inventory.TakeAsync(house.Site)));
    }

    [Fact]
    public async Task No_page_of_another_site_is_told_that_it_may_send_a_command()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var member = await house.SignInAsync("organizer");
        foreach (var door in Doors(house.Site))
        {
            using var request = new HttpRequestMessage(HttpMethod.Options, door.Path);
            request.Headers.Add("Origin", "https://evil.example");
            request.Headers.Add("Access-Control-Request-Method", door.Method);
            request.Headers.Add("Access-Control-Request-Headers", "content-type,requestverificationtoken,authorization");
            request.Headers.Add("Cookie", member.Cookies);
            using var answer = await house.Site.Client.SendAsync(request);

            var allowed = answer.Headers.TryGetValues("Access-Control-Allow-Methods", out var methods) ? string.Join(',', methods) : "";
            Assert.False(allowed.Contains(door.Method, StringComparison.OrdinalIgnoreCase) || allowed.Contains('*', StringComparison.Ordinal), $"{door.Name}: {allowed}");
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"), door.Name);
        }
    }

    /// <summary>One look makes something new, which <see cref="Crawl"/> leaves out: at the second step that is not on, where each look has a key of its own.</summary>
    [Fact]
    public async Task Whatever_is_only_read_changes_nothing()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var application = await house.ApplyAsync(house["open"]);
        var addresses = Crawl.Addresses(house, application, "/schedule?view=month", "/search?q=whale", "/papers?q=%27");
        foreach (var place in (string[])["visitor", "open", "organizer"])
        {
            var session = (place is "visitor" ? house.Visitor() : await house.SignInAsync(place)).Saying("Sec-Fetch-Site", "cross-site").Saying("Sec-Fetch-Mode", "no-cors");
            // What a first look works out once and for all is worked out.
            foreach (var address in addresses)
                await session.GetAsync(address);
            var before = await Inventory.TakeAsync(house.Site);
            foreach (var address in addresses)
                await session.GetAsync(address);
            Assert.Empty(Inventory.Difference(before, await Inventory.TakeAsync(house.Site)));
        }
    }

    private static async Task<Answer> SendAsync(Session session, Door door, string? proof, (string Header, string Value)[] headers)
    {
        var forPrograms = door.Path.StartsWith("/api", StringComparison.Ordinal);
        List<KeyValuePair<string, string>> fields = [new("theme", "dark"), new("reason", "because")];
        if (!forPrograms && proof is not null)
            fields.Add(new(FormSending.Proof, proof));
        // A form of another page posts, and names the method that it means.
        if (!forPrograms && door.Method is not "POST")
            fields.Add(new("_method", door.Method));
        var request = new HttpRequestMessage(forPrograms ? new HttpMethod(door.Method) : HttpMethod.Post, door.Path)
        {
            Content = forPrograms ? new StringContent("{}", Encoding.UTF8, "application/json") : new FormUrlEncodedContent(fields),
        };
        if (forPrograms && proof is not null)
            request.Headers.TryAddWithoutValidation("RequestVerificationToken", proof);
        foreach (var (header, value) in headers)
            request.Headers.TryAddWithoutValidation(header, value is "here" ? session.Site.Address.GetLeftPart(UriPartial.Authority) : value);
        return await session.AskAsync(request);
    }

    private static List<Door> Doors(TestSite site) =>
    [
        .. site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Where(method => method is not ("GET" or "HEAD" or "OPTIONS")).Select(method => (endpoint, method)))
            .Select(one => new Door(
                one.method, $"/{one.endpoint.RoutePattern.RawText!.TrimStart('/')}", one.endpoint.Metadata.GetMetadata<RequiresAttribute>()?.Act,
                one.endpoint.Metadata.GetMetadata<CommandMark>() is not null)),
    ];

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();

    /// <summary>An address that takes a command.</summary>
    private sealed record Door(string Method, string Pattern, Act? Act, bool IsGuarded)
    {
        public string Name => $"{Method} {Pattern}";

        // Numbers and names of what is there, where one may hope that it is: a door must not even look.
        public string Path { get; } = Place().Replace(Pattern, place => place.Value.Contains("int", StringComparison.Ordinal) ? "1" : place.Value.Contains("handle", StringComparison.Ordinal) ? "inner" : "nlp");
    }
}
