using System.Net;
using System.Net.Sockets;
using System.Text;
using Whalepaper.Tests.Admission;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>What every answer says of itself, and what none gives away.</summary>
public sealed class AnswerTests
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

    [Theory]
    [InlineData("TRACE")]
    [InlineData("TRACK")]
    [InlineData("DEBUG")]
    [InlineData("CONNECT")]
    [InlineData("PROPFIND")]
    public async Task A_method_that_nobody_needs_does_nothing_and_tells_nothing(string method)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        foreach (var path in (string[])["/", "/api/v1/papers", "/css/nothing.css", "/sign-in", "/health/ready"])
        {
            var answer = await SayAsync(site, $"{method} {path} HTTP/1.1\r\nHost: {site.Address.Authority}\r\nCookie: wp-account=T0pSecret\r\nX-Secret: T0pSecret\r\nConnection: close\r\n\r\n");

            // Whether it does well is told in any way that is asked.
            Assert.Matches(path.StartsWith("/health", StringComparison.Ordinal) ? "^HTTP/1\\.1 (200|400|405) " : "^HTTP/1\\.1 (400|404|405) ", answer);
            Assert.DoesNotContain("T0pSecret", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/.git/HEAD")]
    [InlineData("/.git/config")]
    [InlineData("/.svn/entries")]
    [InlineData("/.env")]
    [InlineData("/appsettings.json")]
    [InlineData("/Whalepaper.dll")]
    [InlineData("/Whalepaper.deps.json")]
    [InlineData("/web.config")]
    [InlineData("/data/whalepaper.db")]
    [InlineData("/whalepaper.db")]
    [InlineData("/files/")]
    [InlineData("/css/")]
    [InlineData("/js/")]
    [InlineData("/fonts/")]
    [InlineData("/css/..%2f..%2fappsettings.json")]
    [InlineData("/css/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/css/..%5c..%5cappsettings.json")]
    [InlineData("/debug")]
    [InlineData("/swagger/index.html")]
    [InlineData("/elmah.axd")]
    [InlineData("/trace.axd")]
    public async Task What_lies_beside_the_program_is_no_page_and_no_folder_is_listed(string path)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var answer = await SayAsync(site, $"GET {path} HTTP/1.1\r\nHost: {site.Address.Authority}\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1\\.1 (400|404) ", answer);
        Assert.DoesNotContain("\"Logging\"", answer, StringComparison.Ordinal);
    }

    /// <summary>Where one request ends and the next begins is the same to us as to an honest proxy: of two lengths none is chosen, and pieces go before a length (RFC 9112, 6.3).</summary>
    [Theory]
    [InlineData("Content-Length: 4\r\nContent-Length: 60\r\n", "a=b&")]
    [InlineData("Content-Length: 4, 60\r\n", "a=b&")]
    [InlineData("Content-Length: +4\r\n", "a=b&")]
    [InlineData("Content-Length: -4\r\n", "a=b&")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: identity\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n", "zz\r\n\r\n")]
    public async Task A_request_whose_end_can_be_read_in_two_ways_is_refused(string framing, string body)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var answer = await SayAsync(site, $"POST /preferences HTTP/1.1\r\nHost: {site.Address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\n{framing}\r\n{body}GET /robots.txt HTTP/1.1\r\nHost: {site.Address.Authority}\r\nConnection: close\r\n\r\n");

        Assert.Matches("^HTTP/1\\.1 (400|411|501) ", answer);
        Assert.DoesNotContain("User-agent", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Pieces_go_before_a_length()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var inner = $"GET /robots.txt HTTP/1.1\r\nHost: {site.Address.Authority}\r\nConnection: close\r\n\r\n";
        var answer = await SayAsync(site, $"POST /csp-reports HTTP/1.1\r\nHost: {site.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {5 + inner.Length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{inner}");

        // Either it is refused, or what follows the last piece is the next request, as it is to whoever keeps to the rule; the first request never swallows it.
        Assert.True(answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal) || answer.Contains("User-agent", StringComparison.OrdinalIgnoreCase), answer);
    }

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

    private static async Task<string> SayAsync(TestSite site, string words)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(IPAddress.Parse(site.Address.Host), site.Address.Port);
        var stream = line.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(words));
        line.Client.Shutdown(SocketShutdown.Send);
        var (said, piece) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await stream.ReadAsync(piece) is > 0 and var count)
                said.Append(Encoding.UTF8.GetString(piece, 0, count));
        }
        catch (IOException)
        {
            // Whoever is refused in the middle of what they say may be cut off.
        }

        return said.ToString();
    }
}
