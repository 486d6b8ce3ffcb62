using Whalepaper.Data;
using Whalepaper.Files;

namespace Whalepaper.Backups;

/// <summary>Where the program keeps the backups that it makes by itself.</summary>
internal interface IBackupShelf
{
    /// <summary>Makes a backup there.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task<BackupContent> PutAsync(string name, Func<Stream, Task<BackupContent>> write, CancellationToken cancellation);

    /// <summary>The names of all that lies there.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation);

    /// <summary>Removes one.</summary>
    Task RemoveAsync(string name, CancellationToken cancellation);
}

/// <summary>A folder in the data folder.</summary>
internal sealed class FolderShelf(DataSettings settings) : IBackupShelf
{
    /// <summary>The name of the folder.</summary>
    public const string Folder = "backups";

    public Task<BackupContent> PutAsync(string name, Func<Stream, Task<BackupContent>> write, CancellationToken cancellation)
    {
        Directory.CreateDirectory(At(""));
        // What somebody was killed over: one at a time is made.
        foreach (var left in Directory.EnumerateFiles(At(""), $"*{BackupFile.Partial}").Where(path => Retention.Moment(Whole(Path.GetFileName(path))) is not null))
            File.Delete(left);
        return BackupFile.WriteAsync(At(name), write);
    }

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>(Directory.Exists(At("")) ? [.. Directory.EnumerateFiles(At("")).Select(path => Path.GetFileName(path))] : []);

    public Task RemoveAsync(string name, CancellationToken cancellation)
    {
        File.Delete(At(name));
        return Task.CompletedTask;
    }

    /// <summary>Where one lies.</summary>
    public string At(string name) => Path.Combine(settings.Folder, Folder, name);

    private static string Whole(string name) => name.EndsWith(BackupFile.Partial, StringComparison.Ordinal) ? Whole(name[..^BackupFile.Partial.Length]) : name;
}

/// <summary>The bucket in which uploads lie. A backup is written into the folder first, for only what is whole is sent.</summary>
internal sealed class BucketShelf(BucketStore bucket, FolderShelf folder) : IBackupShelf
{
    public async Task<BackupContent> PutAsync(string name, Func<Stream, Task<BackupContent>> write, CancellationToken cancellation)
    {
        // Should we be killed, it is found again and taken for what it is: not one of those that the folder keeps.
        var waiting = name + BackupFile.Partial;
        var content = await folder.PutAsync(waiting, write, cancellation);
        try
        {
            await bucket.KeepAsideAsync($"{FolderShelf.Folder}/{name}", folder.At(waiting), cancellation);
            return content;
        }
        finally
        {
            await folder.RemoveAsync(waiting, CancellationToken.None);
        }
    }

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation) =>
        await bucket.ListAsideAsync(FolderShelf.Folder, cancellation).Select(name => name[(FolderShelf.Folder.Length + 1)..]).ToListAsync(cancellation);

    public Task RemoveAsync(string name, CancellationToken cancellation) => bucket.RemoveAsideAsync($"{FolderShelf.Folder}/{name}", cancellation);
}
