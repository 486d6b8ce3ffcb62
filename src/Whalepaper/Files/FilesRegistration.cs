using Whalepaper.Data;

namespace Whalepaper.Files;

/// <summary>Puts the store of files into the container, for the site and for the commands alike.</summary>
internal static class FilesRegistration
{
    public static IServiceCollection AddFiles(this IServiceCollection services) => services.AddSingleton<IFileStore>(container =>
        BucketSettings.Read(container.Settings()) is { } bucket ? new BucketStore(bucket) : new FolderStore(container.GetRequiredService<DataSettings>()));
}
