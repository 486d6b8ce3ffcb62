using System.Globalization;
using System.Text;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>What every answer says of itself, and what none gives away.</summary>
public sealed class EveryAnswerTests
{
    [Fact]
    public async Task Every_answer_says_what_it_is_and_stands_in_nobodys_frame()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var application = await house.ApplyAsync(house["open"]);
        var faults = new List<string>();
        foreach (var place in (string?[])[null, "organizer"])
        {
            var session = place is null ? house.Visitor() : await house.SignInAsync(place);
            foreach (var address in Crawl.Addresses(house, application, "/nothing", "/api/v1/nothing", "/css/nothing.css", "/me/profile", "/favicon.svg"))
            {
                using var answer = await session.FetchAsync(address);
                if (Fault(answer, await answer.Content.ReadAsByteArrayAsync()) is { } fault)
                    faults.Add($"{place} at {address}: {fault}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task A_method_that_nobody_needs_does_nothing_and_tells_nothing()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        foreach (var method in (string[])["TRACE", "TRACK", "DEBUG", "CONNECT", "PROPFIND", "trace"])
        {
            foreach (var path in (string[])["/", "/api/v1/papers", "/css/nothing.css", "/sign-in", "/health/ready"])
            {
                var answer = await RawLine.SayAsync(site, $"{method} {path} HTTP/1.1\r\nHost: {site.Address.Authority}\r\nCookie: wp-account=T0pSecret\r\nX-Secret: T0pSecret\r\nConnection: close\r\n\r\n");

                // Whether it does well is told in any way that is asked.
                Assert.True(NumberOf(answer) is 400 or 404 or 405 || (NumberOf(answer) is 200 && path.StartsWith("/health", StringComparison.Ordinal)), $"{method} {path}: {answer}");
                Assert.DoesNotContain("T0pSecret", answer, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task What_lies_beside_the_program_is_no_page_and_no_folder_is_listed()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        foreach (var path in (string[])
        [
            "/.git/HEAD", "/.git/config", "/.svn/entries", "/.env", "/appsettings.json", "/Whalepaper.dll", "/Whalepaper.deps.json", "/web.config", "/data/whalepaper.db", "/whalepaper.db", "/files/", "/css/", "/js/", "/fonts/",
            "/css/..%2f..%2fappsettings.json", "/css/%2e%2e/%2e%2e/appsettings.json", "/css/..%5c..%5cappsettings.json", "/css/..%252f..%252fappsettings.json", "/debug", "/swagger/index.html", "/elmah.axd", "/trace.axd",
        ])
        {
            var answer = await RawLine.SayAsync(site, $"GET {path} HTTP/1.1\r\nHost: {site.Address.Authority}\r\nConnection: close\r\n\r\n");

            Assert.True(NumberOf(answer) is 400 or 404, $"{path}: {answer}");
            Assert.DoesNotContain("\"Logging\"", answer, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// Where one request ends and the next begins is the same to us as to an honest proxy: of two lengths none is chosen, and pieces go before a length (RFC 9112, 6.3). The server takes a plus
    /// before a length, and means the same length.
    /// </summary>
    [Fact]
    public async Task A_request_whose_end_can_be_read_in_two_ways_is_refused()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        foreach (var (framing, body) in ((string, string)[])
        [
            ("Content-Length: 4\r\nContent-Length: 60", "a=b&"), ("Content-Length: 4, 60", "a=b&"), ("Content-Length: -4", "a=b&"), ("Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
            ("Transfer-Encoding: identity", "0\r\n\r\n"), ("Transfer-Encoding: xchunked", "0\r\n\r\n"), ("Transfer-Encoding : chunked", "0\r\n\r\n"), ("Transfer-Encoding: chunked", "zz\r\n\r\n"),
        ])
        {
            var answer = await RawLine.SayAsync(site, $"POST /preferences HTTP/1.1\r\nHost: {site.Address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\n{framing}\r\n\r\n{body}{Next(site)}");

            Assert.True(NumberOf(answer) is 400 or 411 or 501, $"{framing}: {answer}");
            Assert.DoesNotContain("User-agent", answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Pieces_go_before_a_length()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var next = Next(site);
        var answer = await RawLine.SayAsync(site, $"POST /csp-reports HTTP/1.1\r\nHost: {site.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {5 + next.Length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{next}");

        // Either it is refused, or nobody listens any more after it, or what follows the last piece is the next request, as to whoever keeps to the rule; the first never swallows it.
        Assert.True(
            NumberOf(answer) is 400 || answer.Contains("User-agent", StringComparison.OrdinalIgnoreCase) || answer.Contains("\r\nConnection: close\r\n", StringComparison.OrdinalIgnoreCase), answer);
    }

    private static int NumberOf(string answer) => answer is ['H', 'T', 'T', 'P', '/', '1', '.', '1', ' ', _, _, _, ' ', ..] ? int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0;

    private static string Next(TestSite site) => $"GET /robots.txt HTTP/1.1\r\nHost: {site.Address.Authority}\r\nConnection: close\r\n\r\n";

    private static string? Fault(HttpResponseMessage answer, byte[] body)
    {
        var policy = answer.Headers.TryGetValues("Content-Security-Policy", out var policies) ? string.Join(',', policies) : "";
        if (!policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal) || !policy.Contains("default-src 'none'", StringComparison.Ordinal))
            return $"the policy is '{policy}'";
        if (body.Length == 0)
            return null;
        if (answer.Content.Headers.ContentType is not { MediaType: { } type } said)
            return "no type";
        // JSON is UTF-8 by its own definition (RFC 8259), and XML says it within.
        var isText = type.StartsWith("text/", StringComparison.Ordinal);
        if (isText && !string.Equals(said.CharSet, "utf-8", StringComparison.OrdinalIgnoreCase))
            return $"{type} in '{said.CharSet}'";
        var begins = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(60, body.Length))).TrimStart('\uFEFF', ' ', '\r', '\n');
        var fits = type switch
        {
            "text/html" => begins.StartsWith("<!DOCTYPE html>", StringComparison.OrdinalIgnoreCase),
            "application/json" or "application/problem+json" => begins[0] is '{' or '[',
            "application/zip" => begins.StartsWith("PK", StringComparison.Ordinal),
            "text/calendar" => begins.StartsWith("BEGIN:VCALENDAR", StringComparison.Ordinal),
            _ => type.EndsWith("xml", StringComparison.Ordinal) ? begins[0] is '<' && !begins.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase) : !begins.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase),
        };
        return fits ? null : $"{type} begins with {begins}";
    }
}
