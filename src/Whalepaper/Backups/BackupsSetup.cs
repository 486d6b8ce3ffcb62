namespace Whalepaper.Backups;

/// <summary>Puts backups into the container, for the site and for the commands alike.</summary>
internal static class BackupsSetup
{
    public static IServiceCollection AddBackups(this IServiceCollection services)
    {
        services.AddScoped<Backup>();
        services.AddScoped<Restoration>();
        services.AddScoped<Copying>();
        return services;
    }
}
