using System.Runtime.CompilerServices;
using Whalepaper.Data;

namespace Whalepaper.Files;

/// <summary>Keeps files in the data folder: <c>files/</c>, one folder a day.</summary>
internal sealed class FolderStore(DataSettings settings) : IFileStore
{
    private const string Folder = "files";

    // What is being received lies on the same disk, so that to keep it is to rename it.
    private const string Coming = "incoming";

    /// <summary>Where an upload is written while it comes.</summary>
    public static string Incoming(DataSettings settings, string key) => Path.Combine(settings.Folder, Folder, Coming, key.Replace('/', '-'));

    public Task KeepAsync(string key, ReceivedFile received, CancellationToken cancellation)
    {
        var path = At(key);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(received.Path, path, overwrite: false);
            return Task.CompletedTask;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FileStoreException($"The disk does not take the file: {failure.Message}", failure);
        }
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(At(key), new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task<long?> LengthAsync(string key, CancellationToken cancellation)
    {
        var file = new FileInfo(At(key));
        return Task.FromResult(file.Exists ? file.Length : (long?)null);
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var root = Path.Combine(settings.Folder, Folder);
        if (!Directory.Exists(root))
            yield break;
        foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Path.GetRelativePath(root, path).Replace('\\', '/') is var key && FileKey.IsKey(key))
                yield return key;
        }

        await Task.CompletedTask;
    }

    public Task RemoveAsync(string key, CancellationToken cancellation)
    {
        var path = At(key);
        if (File.Exists(path))
            File.Delete(path);
        return Task.CompletedTask;
    }

    /// <summary>The uploads that were being received when the program stopped, by the keys they were received under.</summary>
    public static IEnumerable<(string Key, string Path)> Abandoned(DataSettings settings)
    {
        var folder = Path.Combine(settings.Folder, Folder, Coming);
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder)
            .Select(path => (Key: Path.GetFileName(path).Replace('-', '/'), Path: path)).Where(file => FileKey.IsKey(file.Key));
    }

    private string At(string key) => FileKey.IsKey(key) ? Path.Combine(settings.Folder, Folder, key) : throw new ArgumentException("No key of a file.", nameof(key));
}
