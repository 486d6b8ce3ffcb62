using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests;

public sealed class SiteTests
{
    [Theory, BothEngines]
    public async Task Every_answer_carries_the_safety_headers(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        foreach (var path in new[] { "/preferences", "/health/ready", "/nothing-here", "/api/v1/nothing-here" })
        {
            using var answer = await site.GetAsync(path);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Theory, BothEngines]
    public async Task Head_answers_like_get_without_a_body(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);

        using var get = await site.GetAsync("/preferences");
        using var head = await site.GetAsync("/preferences", method: HttpMethod.Head);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(null, "simple")]
    [InlineData("json", "json")]
    public async Task The_settings_say_how_the_log_is_written(string? set, string written)
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite, builder => builder.Configuration["Logging:Console:FormatterName"] = set);

        Assert.Equal(written, site.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    [Fact]
    public async Task Styles_and_scripts_are_served_for_ever()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var page = await site.Client.GetStringAsync("/preferences");
        var paths = Regex.Matches(page, "(href|src)=\"(?<path>(css|js|_framework)/[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        Assert.NotEmpty(paths);
        foreach (var path in paths.Select(match => match.Groups["path"].Value))
        {
            using var asset = await site.GetAsync("/" + path);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
            Assert.True(asset.Headers.CacheControl?.ToString().Contains("immutable", StringComparison.Ordinal), $"{path}: {asset.Headers.CacheControl}");
        }
    }

    [Theory, BothEngines]
    public async Task Who_only_reads_waits_for_no_key_and_who_signs_in_makes_one(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine, builder => builder.Services.AddSingleton<TimeProvider>(new HeldTime()).AddHostedService<KeysAtHand>());
        using var read = await site.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.False(await site.WithAsync(db => db.DataProtectionKeys.AnyAsync()));

        using var form = await site.GetAsync("/sign-in");
        Assert.Equal(HttpStatusCode.OK, form.StatusCode);
        Assert.True(await site.WithAsync(db => db.DataProtectionKeys.AnyAsync()));
    }

    [Theory, BothEngines]
    public async Task A_key_is_made_soon_after_the_start(Engine engine)
    {
        var time = new HeldTime();
        await using var site = await TestSite.StartAsync(engine, builder => builder.Services.AddSingleton<TimeProvider>(time).AddHostedService<KeysAtHand>());

        time.Pass(KeysAtHand.Patience);

        while (!await site.WithAsync(db => db.DataProtectionKeys.AnyAsync()))
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task Text_is_compressed_as_asked()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        foreach (var (asked, given) in new[] { ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/preferences");
            request.Headers.Add("Accept-Encoding", asked);
            using var answer = await site.Client.SendAsync(request);
            Assert.Equal(given, Assert.Single(answer.Content.Headers.ContentEncoding));
        }
    }

    [Fact]
    public async Task Programs_get_problem_documents()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        using var answer = await site.GetAsync("/api/v1/nothing-here");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Reports_of_broken_policies_are_taken_and_limited()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);
        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < 31; n++)
        {
            using var answer = await site.Client.PostAsync("/csp-reports", new StringContent("{\"csp-report\":{}}"));
            answers.Add(answer.StatusCode);
        }

        Assert.All(answers.Take(30), status => Assert.Equal(HttpStatusCode.NoContent, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[30]);
    }

    /// <summary>A time in which nothing becomes due but what it is told to let pass.</summary>
    private sealed class HeldTime : TimeProvider
    {
        private readonly List<(TimeSpan Due, Action Ring)> _waiting = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            lock (_waiting)
                _waiting.Add((dueTime, () => callback(state)));
            return new Never();
        }

        public void Pass(TimeSpan time)
        {
            List<Action> due;
            lock (_waiting)
                due = [.. _waiting.Where(waits => waits.Due >= TimeSpan.Zero && waits.Due <= time).Select(waits => waits.Ring)];
            due.ForEach(ring => ring());
        }

        private sealed class Never : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
