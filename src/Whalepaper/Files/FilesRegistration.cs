using Whalepaper.Data;

namespace Whalepaper.Files;

/// <summary>Puts the store of files into the container, for the site and for the commands alike.</summary>
internal static class FilesRegistration
{
    public static IServiceCollection AddFiles(this IServiceCollection services) => services.AddSingleton<IFileStore>(container =>
        BucketSettings.Read(container.GetService<IConfiguration>() ?? Surroundings()) is { } bucket ? new BucketStore(bucket) : new FolderStore(container.GetRequiredService<DataSettings>()));

    // A command has no host that reads the settings.
    private static IConfigurationRoot Surroundings() => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
}
