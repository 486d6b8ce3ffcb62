using Whalepaper.Files;

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

    /// <summary>Has backups made by themselves.</summary>
    public static IServiceCollection AddBackupClock(this IServiceCollection services)
    {
        services.AddSingleton(container => BackupPassphrase.Read(container.GetRequiredService<IConfiguration>()));
        services.AddScoped<ScheduledBackup>();
        services.AddSingleton<FolderShelf>();
        services.AddSingleton<IBackupShelf>(container => container.GetRequiredService<FolderShelf>() is var folder && container.GetRequiredService<IFileStore>() is BucketStore bucket ? new BucketShelf(bucket, folder) : folder);
        services.AddHostedService<BackupClock>();
        return services;
    }
}
