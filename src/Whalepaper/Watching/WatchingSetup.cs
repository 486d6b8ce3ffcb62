namespace Whalepaper.Watching;

/// <summary>Puts into the container what shows how the house does.</summary>
internal static class WatchingSetup
{
    // What the host gives its parts to end unless told otherwise.
    private static readonly TimeSpan usual = TimeSpan.FromSeconds(30);

    public static void AddWatching(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(container => WatchSettings.Read(container.GetRequiredService<IConfiguration>()));
        services.AddSingleton<HouseReadings>();
        services.AddSingleton<HouseMeter>();
        services.AddSingleton<MeterBook>();
        services.AddScoped<HouseLook>();
        services.AddHealth();
        services.AddSingleton(container => Parting.Read(container.GetRequiredService<IConfiguration>()));
        services.AddHostedService<Parting>();
        builder.AddExporting();
        services.AddOptions<HostOptions>().Configure<Parting.Wait>((host, wait) => host.ShutdownTimeout = usual + wait.For);
    }

    /// <summary>The work beside the requests that notes how it goes, by name. Looked up late: what watches may be work itself.</summary>
    public static IEnumerable<IRecordedWork> RecordedWorks(this IServiceProvider services) =>
        services.GetServices<IHostedService>().OfType<IRecordedWork>().Where(work => work.IsWanted).OrderBy(work => work.GetType().Name, StringComparer.Ordinal);
}
