using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Whalepaper.Charter;
using Whalepaper.Cli;
using Whalepaper.Data;
using Xunit;

[assembly: AssemblyFixture(typeof(Whalepaper.Browser.House))]

namespace Whalepaper.Browser;

/// <summary>What all journeys share: one browser, the demonstration group on a real server, and an empty house beside it.</summary>
public sealed partial class House : IAsyncLifetime
{
    private readonly List<Func<ValueTask>> _leave = [];
    private IPlaywright? _playwright;
    private string _meeting = "";
    private DataSettings _full = null!;

    /// <summary>Debian's Chromium.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Where the demonstration group is served.</summary>
    public string Full { get; private set; } = "";

    /// <summary>Where a house without a group is served.</summary>
    public string Empty { get; private set; } = "";

    /// <summary>Where a group is served whose document means harm.</summary>
    public string Hostile { get; private set; } = "";

    /// <summary>Where the pictures go.</summary>
    public static string Pictures { get; } = Path.Combine(RepositoryRoot(), "artifacts", "screenshots");

    public async ValueTask InitializeAsync()
    {
        var full = await ServeAsync(data =>
        {
            _full = data;
            return DemoCommand.FillAsync(data, CancellationToken.None);
        });
        Full = full.Urls.First();
        RoomPages = await RoomPagesOf.FindAsync(full.Services);
        using var client = new HttpClient();
        _meeting = MeetingPattern.Match(await client.GetStringAsync(Full)).Value;
        Empty = (await ServeAsync(_ => Task.CompletedTask)).Urls.First();
        Hostile = (await ServeAsync(data => ImportAsync(data, HostileCharter.Text))).Urls.First();
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("WHALEPAPER_TEST_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>
    /// A page of a browser that was here once: the house knows its time zone, so that no page is asked for twice. With <paramref name="known"/>
    /// false it knows nothing yet.
    /// </summary>
    public async Task<Visit> VisitAsync(string house, string language = "zh-CN", int width = 1440, bool dark = false, bool script = true, string zone = "Asia/Shanghai", bool known = true)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = house,
            Locale = language,
            TimezoneId = zone,
            JavaScriptEnabled = script,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        if (known)
            await context.AddCookiesAsync([new Cookie { Name = "wp-zone", Value = Uri.EscapeDataString($"device:{zone}"), Url = house }]);
        return await Visit.BeginAsync(context);
    }

    /// <summary>A link by which somebody of the demonstration signs in.</summary>
    public Task<string> LinkAsync(string who) => LinkAsync(who, _full);

    /// <summary>Serves the demonstration once more, for a journey that changes it or wants it set up otherwise.</summary>
    internal async Task<OwnDemo> ServeDemoAsync(Action<WebApplicationBuilder>? alter = null)
    {
        DataSettings? filled = null;
        var app = await ServeAsync(
            data =>
            {
                filled = data;
                return DemoCommand.FillAsync(data, CancellationToken.None);
            },
            alter);
        return new OwnDemo(app.Urls.First(), filled!, app.Services);
    }

    internal static async Task<string> LinkAsync(string who, DataSettings data)
    {
        await using var workshop = Workshop.Open(data, alone: false);
        await using var scope = workshop.Scope();
        var links = await new DemoPeople(scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), scope.ServiceProvider.GetRequiredService<NodaTime.IClock>()).LinksAsync(CancellationToken.None);
        return links.Single(link => link.Who.StartsWith(who, StringComparison.Ordinal)).Path;
    }

    /// <summary>The link by which the empty house is set up.</summary>
    public async Task<(string House, string Path)> FoundAsync()
    {
        DataSettings? found = null;
        var house = (await ServeAsync(data =>
        {
            found = data;
            return Task.CompletedTask;
        })).Urls.First();
        await using var workshop = Workshop.Open(found!, alone: false);
        await using var scope = workshop.Scope();
        return (house, (await scope.ServiceProvider.GetRequiredService<Whalepaper.Members.Accounts.FirstStart>().PathAsync(CancellationToken.None))!);
    }

    /// <summary>Addresses of all pages of the demonstration, in one place.</summary>
    public IReadOnlyList<string> Pages =>
    [
        "/", "/schedule", "/schedule?view=month", _meeting, "/topics", "/topics/6", "/topics/6/nlp", "/topics/6/releases", "/papers", "/papers?state=open&track=nlp", "/papers/30", "/talks/1",
        "/members", "/members/stefan", "/charter", "/apply", "/notices", "/search", "/search?q=language+model", "/search?q=推荐", "/search?q=stefan&kind=members", "/search?q=zebra", "/preferences", "/nowhere",
    ];

    /// <summary>Addresses of the pages around the meetings of the demonstration, for a host.</summary>
    public IReadOnlyList<string> RoomPages { get; private set; } = [];

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
        foreach (var leave in _leave)
            await leave();
    }

    private async Task<WebApplication> ServeAsync(Func<DataSettings, Task> fill, Action<WebApplicationBuilder>? alter = null)
    {
        var data = new DataSettings(Directory.CreateTempSubdirectory("whalepaper-browser-").FullName);
        await fill(data);
        WebApplication app = Site.Build(data, "http://127.0.0.1:0", alter);
        await Site.PrepareAsync(app);
        await app.StartAsync();
        _leave.Add(async () =>
        {
            await app.StopAsync();
            await app.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(data.Folder, recursive: true);
        });
        return app;
    }

    private static async Task ImportAsync(DataSettings data, string text)
    {
        await using var workshop = Workshop.Open(data, alone: true);
        await using var scope = workshop.Scope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync();
        await scope.ServiceProvider.GetRequiredService<CharterImport>().RunAsync(new ImportOrder(new CharterText(text, "UTF-8"), "hostile.md"));
    }

    // Which meetings there are depends on the week in which the demonstration was made: the first that the start page names.
    [GeneratedRegex("/meetings/[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex MeetingPattern { get; }

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Whalepaper.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

/// <summary>A demonstration of a journey's own.</summary>
/// <param name="Address">Where it is served.</param>
/// <param name="Data">Its data.</param>
/// <param name="Services">What serves it: what is changed through it is heard by all who look.</param>
internal sealed record OwnDemo(string Address, DataSettings Data, IServiceProvider Services)
{
    /// <summary>The present, as it has it.</summary>
    public NodaTime.Instant Now => Services.GetRequiredService<NodaTime.IClock>().GetCurrentInstant();

    /// <summary>Does something with its database, as the house itself would.</summary>
    public async Task<T> WithAsync<T>(Func<WhalepaperDb, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<WhalepaperDb>());
    }

    /// <summary>A link by which somebody of it signs in.</summary>
    public Task<string> LinkAsync(string who) => House.LinkAsync(who, Data);
}
