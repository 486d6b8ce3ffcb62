using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Data;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Watching;
using Xunit;

namespace Whalepaper.Tests.Watching;

/// <summary>The figures of the house: who may read them, what they say, and that they name nobody.</summary>
public sealed class MetricsTests
{
    private const string Token = "a token of at least sixteen signs";

    [Theory, BothEngines]
    public async Task The_organizer_reads_them_and_nobody_else(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        Assert.Equal(401, (await house.Visitor().GetAsync("/metrics")).Number);
        foreach (var (place, _, _) in Household.Places)
            Assert.Equal(place is "organizer" ? 200 : 403, (await (await house.SignInAsync(place)).GetAsync("/metrics")).Number);
        // A token of the API opens the API.
        using var ofApi = await AskAsync(house.Site, await house.TokenAsync("organizer", TokenScope.Manage));
        Assert.Equal(401, (int)ofApi.StatusCode);
    }

    [Fact]
    public async Task A_program_shows_the_token_that_is_set()
    {
        await using var site = await StartAsync("TOKEN", Token);
        using var right = await AskAsync(site, Token);
        using var wrong = await AskAsync(site, Token + "!");
        using var none = await AskAsync(site, null);

        Assert.Equal((200, 401, 401), ((int)right.StatusCode, (int)wrong.StatusCode, (int)none.StatusCode));
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", right.Content.Headers.ContentType?.ToString());
        Assert.True(right.Headers.CacheControl?.NoStore);
        Assert.Equal("Bearer", none.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_network_that_is_named_needs_no_token_but_what_a_proxy_brings_does()
    {
        await using var site = await StartAsync("NETWORKS", "10.0.0.0/8, 127.0.0.1");
        using var near = await AskAsync(site, null);
        using var brought = await AskAsync(site, null, ("X-Forwarded-For", "203.0.113.7"));
        await using var elsewhere = await StartAsync("NETWORKS", "10.0.0.0/8");
        using var far = await AskAsync(elsewhere, null);

        Assert.Equal((200, 401, 401), ((int)near.StatusCode, (int)brought.StatusCode, (int)far.StatusCode));
    }

    [Theory]
    [InlineData("TOKEN", "short", "WHALEPAPER_METRICS__TOKEN is shorter than 16 signs")]
    [InlineData("NETWORKS", "everywhere", "WHALEPAPER_METRICS__NETWORKS names 'everywhere'")]
    public async Task A_mistake_is_told_at_the_start(string part, string value, string said) =>
        Assert.Contains(said, (await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(part, value))).Message, StringComparison.Ordinal);

    [Theory, BothEngines]
    public async Task They_say_how_the_house_does(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var now = house.Site.Clock.GetCurrentInstant();
        await house.Site.WithAsync(async db =>
        {
            db.Add(Delivery.Of("one", Recipient.Member(house["open"]), ChannelNames.Inbox, "news", "1", now - Duration.FromMinutes(20), null, now));
            db.Add(Delivery.Of("two", Recipient.Member(house["open"]), ChannelNames.Inbox, "news", "1", now + Duration.FromMinutes(20), null, now));
            // Whom a ballot's call reached tells whether they had voted.
            db.Add(Delivery.Of("three", Recipient.Member(house["open"]), ChannelNames.Inbox, BallotMessages.Call, "1", now - Duration.FromHours(9), null, now));
            await db.SaveChangesAsync();
        });
        var application = await house.ApplyAsync(house["open"]);
        await house.BallotAsync(application, house["committee"], house["organizer"], house["inner"]);
        var organizer = await house.SignInAsync("organizer");
        await organizer.GetAsync("/metrics");
        await organizer.GetAsync("/papers/1");
        await organizer.GetAsync("/papers/999999");

        var read = await MetricsReader.ReadAsync((await organizer.GetAsync("/metrics")).Text);

        var told = (await house.Site.WithAsync(db => db.Deliveries.AsNoTracking().ToListAsync())).FindAll(d => !BallotMessages.IsUndisclosed(d.Kind));
        Assert.True(told.Count >= 2);
        Assert.All(Enum.GetValues<DeliveryState>(), state => Assert.Equal(told.Count(d => d.State == state), read.Of("whalepaper_deliveries", "state", state.ToString().ToLowerInvariant())));
        Assert.Equal(20 * 60, read.Of("whalepaper_deliveries_lag_seconds"));
        Assert.Equal((0, 0), (read.Of("whalepaper_ballots_due", "when", "soon"), read.Of("whalepaper_ballots_due", "when", "overdue")));
        Assert.Equal((0, 1, 0), (read.Of("whalepaper_live_listeners"), read.Of("whalepaper_database_up"), read.Of("whalepaper_database_errors_total")));
        Assert.Equal(0, read.Of("whalepaper_work_failures_total", "work", "AdmissionClock"));
        var requests = read.Where(sample => sample.Name == "http_server_request_duration_seconds_count" && sample.Labels["http_route"] == "/papers/{Id:int}").ToDictionary(sample => sample.Labels["http_response_status_code"], sample => sample.Value);
        Assert.Equal((1, 1), (requests["200"], requests["404"]));
        Assert.Contains(read, sample => sample.Name == "dotnet_process_memory_working_set_bytes" && sample.Value > 1_000_000);
        Assert.All(read, sample => Assert.NotEmpty(sample.Help));
    }

    [Theory, BothEngines]
    public async Task Ballots_that_are_due_are_counted(Engine engine)
    {
        // Nobody closes them meanwhile.
        await using var house = await Household.MoveInAsync(engine, builder => builder.Services.Remove(builder.Services.Single(
            service => service.ServiceType == typeof(IHostedService) && (service.ImplementationType ?? service.ImplementationFactory?.Method.ReturnType) == typeof(AdmissionClock))));
        await house.BallotAsync(await house.ApplyAsync(house["open"]), house["committee"], house["organizer"], house["inner"]);
        foreach (var (hours, soon, overdue) in new[] { (1, 0, 0), (60, 1, 0), (12, 0, 1) })
        {
            house.Site.Clock.Advance(Duration.FromHours(hours));
            using var readings = new HouseReadings(house.Site.Services.GetRequiredService<IServiceScopeFactory>(), house.Site.Clock, TimeProvider.System);
            var reading = await readings.TakeAsync(CancellationToken.None);
            Assert.Equal((soon, overdue), (reading!.BallotsClosing, reading.BallotsOverdue));
        }
    }

    [Theory, BothEngines]
    public async Task Looking_often_asks_the_database_seldom(Engine engine)
    {
        await using var site = await TestSite.StartAsync(engine);
        var time = new HandSetTime();
        using var readings = new HouseReadings(site.Services.GetRequiredService<IServiceScopeFactory>(), site.Clock, time);
        var first = await readings.TakeAsync(CancellationToken.None);

        time.Pass(HouseReadings.Kept - TimeSpan.FromSeconds(1));
        Assert.Same(first, await readings.TakeAsync(CancellationToken.None));
        time.Pass(TimeSpan.FromSeconds(2));
        Assert.NotSame(first, await readings.TakeAsync(CancellationToken.None));
    }

    [Theory, BothEngines]
    public async Task They_name_nobody_and_carry_no_key(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        await organizer.GetAsync("/metrics");
        var key = SecretKey.Make();
        foreach (var path in new[] { "/members/sm1les", $"/sign-in/links/{key}", $"/calendars/{key}.ics", $"/unsubscribe/{key}", "/search?q=zqxsought", "/zqxnowhere", "/members/zqxnobody" })
            await organizer.GetAsync(path);
        await organizer.SendAsync("PUT", "/me/profile", ("name", "zqxname"));

        var page = (await organizer.GetAsync("/metrics")).Text;

        Assert.All(new[] { "sm1les", key, "zqx", "organizer", "people.example", "127.0.0.1" }, word => Assert.DoesNotContain(word, page, StringComparison.OrdinalIgnoreCase));
    }

    [Theory, BothEngines]
    public async Task Faults_of_the_database_are_counted_and_its_rules_are_none(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var faults = database.Services.GetRequiredService<DatabaseFaults>();
        await database.WithAsync(async db =>
        {
            var now = database.Clock.GetCurrentInstant();
            db.Add(Delivery.Of("one", Recipient.At("a@people.example"), ChannelNames.Inbox, "news", "1", now, null, now));
            db.Add(Delivery.Of("one", Recipient.At("a@people.example"), ChannelNames.Inbox, "news", "1", now, null, now));
            await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
            return 0;
        });
        Assert.Equal(0, faults.Count);

        await database.WithAsync(db => Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => db.Database.ExecuteSqlRawAsync("SELECT nonsense FROM nowhere")));
        Assert.Equal(1, faults.Count);
    }

    private static Task<TestSite> StartAsync(string part, string value) => TestSite.StartAsync(Engine.Sqlite, builder => builder.Configuration[$"WHALEPAPER_METRICS:{part}"] = value);

    private static Task<HttpResponseMessage> AskAsync(TestSite site, string? token, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return site.Client.SendAsync(request);
    }

    private sealed class HandSetTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
