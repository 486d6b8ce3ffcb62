using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Whalepaper.Backups;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices.Board;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Whalepaper.Notices.Reminders;
using Whalepaper.Participation.Measuring;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;

namespace Whalepaper.Tests;

/// <summary>The real site on a real server and a free port, over a database of the test's own.</summary>
public sealed class TestSite : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly DataSettings _settings;
    private readonly WebApplication _app;

    private readonly bool _isCopy;
    private readonly bool _isView;

    private TestSite(TestDatabase database, DataSettings settings, WebApplication app, bool isCopy = false, Uri? seenAt = null)
    {
        (_database, _settings) = (database, settings);
        (_isCopy, _isView) = (isCopy, seenAt is not null);
        _app = app;
        Address = seenAt ?? new Uri(app.Urls.First());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Asks it; follows no redirect and keeps no cookie.</summary>
    public HttpClient Client { get; }

    /// <summary>The site's own container.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The clock of the site and of <see cref="WithAsync"/>; see <see cref="TestDatabase.Clock"/>.</summary>
    public NodaTime.Testing.FakeClock Clock => _database.Clock;

    /// <summary>The connection string of its database; null for SQLite.</summary>
    public string? Database => _database.Settings.Database;

    /// <summary>The folder of its data.</summary>
    public string Folder => _database.Settings.Folder;

    /// <summary>Starts it.</summary>
    /// <param name="engine">On which engine.</param>
    /// <param name="alter">A last word on services and settings.</param>
    /// <param name="by">The way by which it reaches its database; null for straight there.</param>
    public static async Task<TestSite> StartAsync(Engine engine, Action<WebApplicationBuilder>? alter = null, Func<DataSettings, DataSettings>? by = null)
    {
        var database = await TestDatabase.CreateAsync(engine);
        var settings = by is null ? database.Settings : by(database.Settings);
        return new TestSite(database, settings, await BuildAsync(database, settings, alter));
    }

    /// <summary>The site over a database that was filled before, and outlives it.</summary>
    public static async Task<TestSite> OverAsync(TestDatabase database) => new(database, database.Settings, await BuildAsync(database, database.Settings, null), isCopy: true);

    /// <summary>Another copy of the program on the same data; it ends before the first.</summary>
    public async Task<TestSite> CopyAsync(Action<WebApplicationBuilder>? alter = null) => new(_database, _settings, await BuildAsync(_database, _settings, alter), isCopy: true);

    /// <summary>The same site as it is seen at another address, as that of a proxy before it.</summary>
    public TestSite SeenAt(Uri address) => new(_database, _settings, _app, isCopy: true, address);

    private static async Task<WebApplication> BuildAsync(TestDatabase database, DataSettings settings, Action<WebApplicationBuilder>? alter)
    {
        var app = Site.Build(settings, "http://127.0.0.1:0", builder =>
        {
            builder.Services.AddSingleton<IClock>(database.Clock);
            // A test plans, sweeps, reads and sends when it means to, not some seconds after the start.
            foreach (var later in (Type[])[typeof(MeetingPlanner), typeof(FileSweep), typeof(FileTextReader), typeof(DeliveryWorker), typeof(ReminderPlanner), typeof(NoticeWorker), typeof(DigestWorker), typeof(WarningClock), typeof(BackupClock), typeof(KeysAtHand)])
                builder.Services.Remove(builder.Services.Single(service => service.ServiceType == typeof(IHostedService) && (service.ImplementationType ?? service.ImplementationFactory?.Method.ReturnType) == later));
            alter?.Invoke(builder);
        });
        await Site.PrepareAsync(app);
        // Keys are there from the beginning, or whoever counts what is asked would count them; but for a test that is about them.
        if (!app.Services.GetServices<IHostedService>().OfType<KeysAtHand>().Any())
            app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect([]);
        await app.StartAsync();
        return app;
    }

    /// <summary>Changes the data through the site's own container, so that its page cache hears of it.</summary>
    public async Task<T> WithAsync<T>(Func<WhalepaperDb, Task<T>> work)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<WhalepaperDb>());
    }

    /// <summary>Changes the data through the site's own container, so that its page cache hears of it.</summary>
    public Task WithAsync(Func<WhalepaperDb, Task> work) => WithAsync(async db =>
    {
        await work(db);
        return true;
    });

    /// <summary>Asks for an address as a reader of this language.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, string language = "zh-CN", string? cookie = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.Add("Accept-Language", language);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_isView)
            return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (!_isCopy)
            await _database.DisposeAsync();
    }
}
