using System.Net;
using Microsoft.Extensions.Logging;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>What somebody who keeps to no rule can bring about: nothing for others, and no breakdown.</summary>
public sealed class StrangerTests
{
    [Theory]
    [InlineData("a..b")]
    [InlineData(".")]
    [InlineData("house:99999")]
    [InlineData("xn--a")]
    public async Task A_name_that_no_address_can_have_is_refused(string host)
    {
        var log = new WrittenLog();
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => builder.Logging.AddProvider(log));
        foreach (var path in new[] { "/", "/nothing", "/sitemap.xml", "/calendar.ics", "/feed.atom", "/api/v1/groups", "/css/nothing.css" })
        {
            var answer = await RawLine.SayAsync(site, $"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

            Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nContent-Security-Policy: default-src 'none'", answer, StringComparison.Ordinal);
            Assert.Contains("\r\nX-Content-Type-Options: nosniff\r\n", answer, StringComparison.Ordinal);
        }

        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task Who_names_no_host_is_answered_where_they_knocked()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);
        var answer = await RawLine.SayAsync(site, "GET /papers/1 HTTP/1.0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains($"rel=\"canonical\" href=\"{site.Address}papers/1\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_asked_for_in_other_letters_is_not_given_to_those_who_write_it_well()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);

        await site.Client.GetStringAsync("/PAPERS/1");
        var page = await site.Client.GetStringAsync("/papers/1");

        Assert.Contains($"href=\"{site.Address}papers/1\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("PAPERS", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//example.org/x")]
    [InlineData("///example.org")]
    public async Task An_address_that_reads_like_another_host_leads_to_none(string path)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        using var answer = await site.Client.GetAsync(new Uri(site.Address.ToString().TrimEnd('/') + path));
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("/.//", page, StringComparison.Ordinal);
        Assert.DoesNotContain("=\"//", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "GET, HEAD")]
    [InlineData("/papers/1", "GET, HEAD")]
    [InlineData("/calendar.ics", "GET, HEAD")]
    [InlineData("/favicon.svg", "GET, HEAD")]
    public async Task What_is_for_reading_takes_no_form_and_says_what_it_allows(string path, string allowed)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        using var answer = await site.Client.PostAsync(path, new FormUrlEncodedContent([new("a", "b")]));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        Assert.Contains("<h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        EndpointTests.AssertSafe(answer);
    }

    [Fact]
    public async Task Nobody_orders_a_breakdown()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        foreach (var path in new[] { "/errors/500", "/errors/403" })
        {
            using var answer = await site.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_document_of_the_api_that_is_not_there_is_a_problem_like_any_other()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        using var answer = await site.GetAsync("/openapi/v2.json");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Null(answer.Headers.ETag);
    }

    [Fact]
    public async Task Files_for_everybody_do_not_claim_to_differ_by_reader()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);
        foreach (var path in new[] { "/calendar.ics", "/tracks/nlp/calendar.ics", "/feed.atom", "/topics/5.md", "/charter.md" })
        {
            using var answer = await site.GetAsync(path, "en");
            Assert.True(answer.IsSuccessStatusCode, path);
            Assert.DoesNotContain("Cookie", answer.Headers.Vary);
            Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
            Assert.True(answer.Headers.ETag?.IsWeak, path);
        }
    }

    [Theory]
    [InlineData("""{"csp-report":{"document-uri":"https://whale.example/unsubscribe/T0pSecretKey?key=another","effective-directive":"img-src","blocked-uri":"https://user:pass@evil.example:8443/T0pSecretKey?a=b","referrer":"https://whale.example/answers/T0pSecretKey","script-sample":"T0pSecretKey"}}""", "img-src, evil.example, /unsubscribe")]
    [InlineData("""{"csp-report":{"document-uri":"https://whale.example/","violated-directive":"script-src 'self' T0pSecretKey","blocked-uri":"inline"}}""", "script-src, inline, /")]
    [InlineData("""{"csp-report":{"document-uri":"about","effective-directive":"x\u001b[2J T0pSecretKey","blocked-uri":"data:text/html,T0pSecretKey"}}""", "?, data, ?")]
    [InlineData("""{"csp-report":{"document-uri":"https://whale.example/T0pSecretKeyT0pSecretKeyT0pSecretKey","effective-directive":7,"blocked-uri":["T0pSecretKey"]}}""", "?, ?, ?")]
    [InlineData("""{"csp-report":"T0pSecretKey"}""", "?, ?, ?")]
    [InlineData("""["T0pSecretKey"]""", "?, ?, ?")]
    [InlineData("one\r\nfail: forged\u001b[2J\u0000\u0085\u2028\u202eT0pSecretKey", "?, ?, ?")]
    public async Task A_report_writes_no_key_and_one_plain_line_into_the_log(string report, string said)
    {
        var log = new WrittenLog();
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => builder.Logging.AddProvider(log));
        using var answer = await site.Client.PostAsync("/csp-reports", new StringContent(report));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var line = Assert.Single(log.Lines, line => line.Contains("content security policy", StringComparison.Ordinal));
        Assert.EndsWith($": {said}", line, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, one => one.Contains("T0pSecretKey", StringComparison.Ordinal));
    }

    /// <summary>Keeps what is logged as a warning or worse.</summary>
    private sealed class WrittenLog : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = [];

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                _lines.Enqueue(formatter(state, exception));
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
