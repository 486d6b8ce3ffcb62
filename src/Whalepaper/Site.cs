using System.Globalization;
using System.IO.Compression;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Logging.Console;
using Whalepaper.Admission;
using Whalepaper.Api;
using Whalepaper.Audit;
using Whalepaper.Backups;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Improving;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;
using Whalepaper.Members.Accounts;
using Whalepaper.Notices;
using Whalepaper.Papers;
using Whalepaper.Participation;
using Whalepaper.Participation.Measuring;
using Whalepaper.Search;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Ui;
using Whalepaper.Watching;

namespace Whalepaper;

/// <summary>The web site: what it consists of, and in which order a request passes through it.</summary>
public static class Site
{
    /// <summary>Puts the site together; <see cref="PrepareAsync"/> and then run it.</summary>
    /// <param name="data">Where the group's data lives.</param>
    /// <param name="urls">Where to listen, parted by semicolons; null for what the settings say.</param>
    /// <param name="alter">A last word on services and settings: tests set clocks and ports.</param>
    public static WebApplication Build(DataSettings data, string? urls = null, Action<WebApplicationBuilder>? alter = null)
    {
        // Slim: without the parts for other servers and systems. Settings are read at the start, and not watched.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Site).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"],
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        // Run from a build folder, the styles and scripts still lie in the source tree and its packages; once published, beside us.
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "Whalepaper.staticwebassets.runtime.json")))
            builder.WebHost.UseStaticWebAssets();
        if (urls is not null)
            builder.WebHost.UseUrls(urls);
        Furnish(builder, data);
        alter?.Invoke(builder);
        var app = builder.Build();
        Route(app);
        return app;
    }

    /// <summary>Brings the database up to date, or says what to run.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL waits for migrations, which only a person starts.</exception>
    public static async Task PrepareAsync(WebApplication app, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using var scope = app.Services.CreateAsyncScope();
        var setup = scope.ServiceProvider.GetRequiredService<DatabaseSetup>();
        if (!scope.ServiceProvider.GetRequiredService<DataSettings>().IsPostgres)
        {
            await setup.MigrateAsync(cancellation);
            return;
        }

        var pending = await setup.PendingAtStartAsync(cancellation);
        if (pending.Count > 0)
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"The database lacks {pending.Count} migration(s). Run 'whalepaper migrate' once, then start again."));
    }

    private static void Furnish(WebApplicationBuilder builder, DataSettings data)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = 1024 * 1024;
            server.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        });
        var services = builder.Services;
        // Before anything else asks for it: what finds no name of the cookie makes one, by means that take long to wake up.
        services.Configure<AntiforgeryOptions>(antiforgery => (antiforgery.Cookie.Name, antiforgery.Cookie.SecurePolicy) = ("wp-antiforgery", CookieSecurePolicy.SameAsRequest));
        services.AddAntiforgery();
        services.AddWhalepaperData(data);
        services.AddRooms();
        services.AddNotices();
        AddClocks(services);
        services.AddScoped<TalkInvitation>();
        services.AddHostedService<MeetingPlanner>();
        services.AddCounting<TellingThrottle>();
        AddOtherCopies(services);
        services.AddLiveRooms();
        services.AddHostedService<FileSweep>();
        services.AddSingleton<FileTextReader>();
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<FileTextReader>());
        services.AddHostedService(container => container.GetRequiredService<FileTextReader>());
        services.AddViewer();
        services.AddSingleton<GroupMasthead>();
        services.AddSingleton<IMastheadSource>(container => container.GetRequiredService<GroupMasthead>());
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<GroupMasthead>());
        services.AddAccounts();
        services.AddSingleton<Presence>();
        services.AddSingleton<IChangeListener>(container => container.GetRequiredService<Presence>());
        services.AddPageCache();
        services.AddSingleton<ReportThrottle>();
        // The slim host settles how the log is written; the settings decide.
        services.AddOptions<ConsoleLoggerOptions>().PostConfigure<IConfiguration>((console, settings) => console.FormatterName = settings["Logging:Console:FormatterName"] ?? console.FormatterName);
        services.AddProblemDetails();
        services.AddApi();
        services.AddSiteMap();
        builder.AddWatching();
        AddPacking(services);
        services.AddWebEncoders(encoders => encoders.TextEncoderSettings = new(UnicodeRanges.All));
        services.AddRazorComponents();
        services.AddSingleton<IComponentActivator, PlainComponents>();
        ReadKeysLater(services);
    }

    // The framework reads the keys of cookies before it lets anybody in, though who only reads needs none of them. Ours does it right after.
    private static void ReadKeysLater(IServiceCollection services)
    {
        foreach (var early in services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly).ToList())
            services.Remove(early);
        services.AddHostedService<KeysAtHand>();
    }

    // How answers are compressed.
    private static void AddPacking(IServiceCollection services)
    {
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "text/calendar", "text/markdown", "application/x-bibtex", "application/atom+xml", "application/opensearchdescription+xml", "application/problem+json", "image/svg+xml"];
        });
        // A page is compressed once and served many times: the better level pays.
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal);
    }

    // What is told to other copies of the program, and heard of them.
    private static void AddOtherCopies(IServiceCollection services)
    {
        services.AddSingleton<SharedCounts>();
        services.AddHostedService(container => container.GetRequiredService<SharedCounts>());
        services.AddSingleton<ChangeWireReader>();
        services.AddHostedService(container => container.GetRequiredService<ChangeWireReader>());
    }

    // What rooms do by themselves when its time comes.
    private static void AddClocks(IServiceCollection services)
    {
        services.AddAdmissionClock();
        services.AddImprovingClock();
        services.AddParticipationClock();
        services.AddBackupClock();
    }

    // Styles and scripts. Their dates are read now and in no language: what reads them for the first reader would open that one's dictionary.
    private static void MapFilesOfHouse(WebApplication app)
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            app.MapStaticAssets();
            // The newest source of addresses is theirs.
            _ = ((IEndpointRouteBuilder)app).DataSources.Last().Endpoints;
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static void Route(WebApplication app)
    {
        // A setting that nobody can follow is told at the start.
        app.Services.GetRequiredService<PublicAddress>();
        app.Services.GetRequiredService<IFileStore>();
        app.Services.CheckNotices();
        app.Services.GetRequiredService<BackupPassphrase>();
        app.Services.GetRequiredService<LiveSettings>();
        app.Services.GetRequiredService<WatchSettings>();
        app.Services.GetRequiredService<Parting.Wait>();
        // Who counts is there before anything is heard of other copies.
        app.Services.GetServices<WhoCounts>();
        app.UseTrustedProxies();
        app.UseHeadLikeGet();
        app.UseNamedHost();
        app.UseErrors();
        // Behind the errors: their answers begin anew, and pass here again.
        app.UseSafetyHeaders();
        app.UsePlainEncoding();
        app.UseViewer();
        app.UseActor();
        // As early as it knows for whom: a kept page costs little more than its bytes.
        app.UseOutputCache();
        app.UseReadableForms();
        app.UseRouting();
        app.UseCors();
        // What is written little by little goes out as it is.
        app.UseWhen(http => http.GetEndpoint()?.Metadata.GetMetadata<EndlessMetadata>() is null, packed => packed.UseResponseCompression());
        app.UseGate();
        app.UseAntiforgery();

        MapFilesOfHouse(app);
        app.MapHealth();
        app.MapMetrics();
        app.MapPolicyReports();
        app.MapPreferences();
        app.MapMeetings();
        app.MapLive();
        app.MapListFiles();
        app.MapRetrospectiveFiles();
        app.MapCitations();
        app.MapMaterialFiles();
        app.MapPublicApi().OpenAll();
        app.MapAudit();
        app.MapRoll();
        app.MapOwnCalendar();
        SiteMap.Map(app);
        app.MapCharter();
        app.MapSearch();
        app.MapRazorComponents<App>().ForReading();
    }
}
