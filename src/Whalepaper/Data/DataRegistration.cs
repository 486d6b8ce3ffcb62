using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Whalepaper.Data;

/// <summary>Puts the group's data into the container.</summary>
public static class DataRegistration
{
    /// <summary>Registers <see cref="WhalepaperDb"/> on the engine that the settings name.</summary>
    public static IServiceCollection AddWhalepaperData(this IServiceCollection services, DataSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddSingleton(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ChangeWire>();
        services.TryAddSingleton<WriterLine>();
        services.TryAddSingleton<DatabaseFaults>();
        services.TryAddSingleton<ChangeRecorder>();
        services.TryAddSingleton(container => DatabaseSnapshots.Read(container.Settings()));
        services.AddSingleton<DatabaseSnapshots>();
        services.AddScoped<DatabaseSetup>();
        services.AddScoped<Doctor>();
        // The checks cost something for every row that is read. Nothing here shares a context; the tests' own contexts would tell.
        if (settings.IsPostgres)
        {
            services.AddDbContextPool<PostgresDb>((container, options) =>
                PostgresDb.Configure(options, settings.Database!).AddInterceptors(container.GetRequiredService<ChangeRecorder>(), UnitKeeper.Instance).CountFaults(container.GetRequiredService<DatabaseFaults>()).EnableThreadSafetyChecks(false));
            services.AddScoped<WhalepaperDb>(scope => scope.GetRequiredService<PostgresDb>());
        }
        else
        {
            services.AddDbContextPool<SqliteDb>((container, options) =>
                SqliteDb.Configure(options, settings.SqlitePath).AddInterceptors(container.GetRequiredService<ChangeRecorder>(), UnitKeeper.Instance).CountFaults(container.GetRequiredService<DatabaseFaults>()).EnableThreadSafetyChecks(false));
            services.AddScoped<WhalepaperDb>(scope => scope.GetRequiredService<SqliteDb>());
        }

        return services;
    }
}
