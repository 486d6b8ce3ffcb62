using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings;
using Xunit;

namespace Whalepaper.Tests.Walls;

/// <summary>What is told when something breaks, and what is not.</summary>
public sealed class FailureTests
{
    private const string Secret = "hunter2-correct-horse";

    [Theory]
    [InlineData("/calendar.ics", "text/html", "text/html")]
    [InlineData("/", "text/html", "text/html")]
    [InlineData("/calendar.ics", "application/json", "application/problem+json")]
    [InlineData("/api/v1/groups", "*/*", "application/problem+json")]
    [InlineData("/api/v1/groups", "text/html", "application/problem+json")]
    public async Task A_breakdown_tells_nothing_of_the_inside(string path, string accepted, string type)
    {
        using var log = new WrittenLog();
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Environment.EnvironmentName = Environments.Development;
        });
        await Season.PlantAsync(site);
        await site.WithAsync(db => db.Database.ExecuteSqlAsync($"ALTER TABLE \"OutlineParts\" RENAME TO \"Gone\""));
        await site.WithAsync(db => db.Database.ExecuteSqlAsync($"ALTER TABLE \"Meetings\" RENAME TO \"GoneToo\""));

        using var request = new HttpRequestMessage(HttpMethod.Get, path + "?token=" + Secret);
        if (path.StartsWith("/api", StringComparison.Ordinal))
            request.RequestUri = new Uri(path, UriKind.Relative);
        request.Headers.Add("Accept", accepted);
        request.Headers.Add("Cookie", "session=" + Secret);
        request.Headers.Add("Authorization", "Basic " + Secret);
        using var answer = await site.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        foreach (var inside in new[] { "Exception", "Sqlite", "   at ", "OutlineParts", "Meetings\"", "no such table", ".cs:line", Secret })
            Assert.DoesNotContain(inside, text, StringComparison.OrdinalIgnoreCase);
        EndpointTests.AssertSafe(answer);
        Assert.Contains("no such table", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/topics/99.md", "application/json", "application/problem+json")]
    [InlineData("/topics/99", "text/html,application/xhtml+xml,*/*;q=0.8", "text/html")]
    [InlineData("/topics/99", "*/*", "text/html")]
    [InlineData("/nothing", "application/problem+json", "application/problem+json")]
    [InlineData("/api/v1/nothing", "text/html,*/*;q=0.8", "application/problem+json")]
    public async Task A_problem_is_told_in_the_form_that_was_asked_for(string path, string accepted, string type)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        await Season.PlantAsync(site);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", accepted);
        using var answer = await site.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        if (type.EndsWith("json", StringComparison.Ordinal))
            Assert.Equal(404, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_request_has_bounds()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        using var large = new StringContent(new string('x', (1024 * 1024) + 1), Encoding.ASCII, "application/x-www-form-urlencoded");
        using var tooLarge = await site.Client.PostAsync("/preferences", large);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Long", new string('x', 20 * 1024));
        using var tooLong = await site.Client.SendAsync(request);

        Assert.True(tooLarge.StatusCode == HttpStatusCode.RequestEntityTooLarge, $"{tooLarge.StatusCode} {await tooLarge.Content.ReadAsStringAsync()}");
        EndpointTests.AssertSafe(tooLarge);
        Assert.Equal(HttpStatusCode.RequestHeaderFieldsTooLarge, tooLong.StatusCode);
    }

    [Fact]
    public async Task A_form_that_goes_nowhere_is_answered_with_the_page_that_says_so()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        using var answer = await site.Client.PostAsync("/calendar.ics", new FormUrlEncodedContent([new("a", "b")]));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Contains("<h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_sites_form_changes_nothing_and_is_told_so()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/preferences") { Content = new FormUrlEncodedContent([new("language", "en")]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await site.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        EndpointTests.AssertSafe(answer);
    }

    /// <summary>Keeps everything that is logged, at every level that the site's settings let through.</summary>
    private sealed class WrittenLog : ILoggerProvider, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = [];

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
