using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Watching;
using Xunit;

namespace Whalepaper.Tests.Watching;

/// <summary>A collector is sent what was asked for and how long it took, if the organizer names one, and nothing that names a person.</summary>
public sealed class ExportingTests
{
    [Fact]
    public async Task A_collector_that_is_named_is_sent_traces_and_metrics_that_name_nobody()
    {
        await using var collector = await LocalCollector.StartAsync();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, builder =>
        {
            builder.Configuration[Exporting.Setting] = collector.Address;
            builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
            builder.AddExporting();
        });
        var organizer = await house.SignInAsync("organizer");
        var key = SecretKey.Make();
        organizer.Saying("User-Agent", "zqxbrowser");
        foreach (var path in new[] { "/papers/1", "/members/sm1les?zqx=zqx", $"/sign-in/links/{key}", $"/calendars/{key}.ics", $"/unsubscribe/{key}", "/zqxnowhere" })
            await organizer.GetAsync(path);
        await house.Site.Services.GetRequiredService<HouseReadings>().TakeAsync(CancellationToken.None);

        Assert.True(house.Site.Services.GetRequiredService<TracerProvider>().ForceFlush());
        Assert.True(house.Site.Services.GetRequiredService<MeterProvider>().ForceFlush());

        Assert.Contains("GET /papers/{Id:int}", collector.Sent("/v1/traces"), StringComparison.Ordinal);
        foreach (var name in new[] { "http.server.request.duration", "whalepaper.deliveries", "whalepaper.live.listeners", "dotnet.gc.collections" })
            Assert.Contains(name, collector.Sent("/v1/metrics"), StringComparison.Ordinal);
        foreach (var word in new[] { "zqx", key, "sm1les", "organizer", "people.example" })
            Assert.All(new[] { "/v1/traces", "/v1/metrics" }, path => Assert.DoesNotContain(word, collector.Sent(path), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Without_a_collector_there_is_nothing_that_sends()
    {
        await using var site = await TestSite.StartAsync(Engine.Sqlite);

        Assert.Null(site.Services.GetService<TracerProvider>());
        Assert.Null(site.Services.GetService<MeterProvider>());
    }

    // The framework looks through all types of the program for pages, and a type is loaded with what it is made of.
    [Fact]
    public void No_type_of_ours_is_made_of_what_sends_so_that_no_start_loads_it() => Assert.All(
        typeof(Site).Assembly.GetTypes(),
        type => Assert.DoesNotContain(((Type?[])[type.BaseType, .. type.GetInterfaces()]).OfType<Type>(), part => part.Assembly.GetName().Name!.StartsWith("OpenTelemetry", StringComparison.Ordinal)));

    [Fact]
    public async Task A_collector_without_an_address_is_told_at_the_start() =>
        Assert.Contains(Exporting.Setting, (await Assert.ThrowsAsync<InvalidOperationException>(() => TestSite.StartAsync(Engine.Sqlite, builder =>
        {
            builder.Configuration[Exporting.Setting] = "collector:4317";
            builder.AddExporting();
        }))).Message, StringComparison.Ordinal);

    /// <summary>Takes what it is sent over HTTP, and keeps it.</summary>
    private sealed class LocalCollector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Body)> _sent = [];
        private readonly WebApplication _app;

        private LocalCollector()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            _app.Run(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                _sent.Enqueue((http.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
                http.Response.ContentType = "application/x-protobuf";
            });
        }

        public string Address => _app.Urls.First();

        public static async Task<LocalCollector> StartAsync()
        {
            var collector = new LocalCollector();
            await collector._app.StartAsync();
            return collector;
        }

        public string Sent(string path) => string.Concat(_sent.Where(one => one.Path == path).Select(one => one.Body));

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
