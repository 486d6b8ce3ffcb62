namespace Whalepaper.Backups;

/// <summary>The file of a backup: there when it is whole and on the disk, and never written over.</summary>
internal static class BackupFile
{
    /// <summary>What a file is called while it is written.</summary>
    public const string Partial = ".partial";

    /// <summary>Writes a file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="write">Writes what is in it.</param>
    /// <exception cref="BackupException">There is one already, or it cannot be written.</exception>
    public static async Task<BackupContent> WriteAsync(string path, Func<Stream, Task<BackupContent>> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (File.Exists(path) || Directory.Exists(path))
            throw new BackupException($"There is a {path} already, and a backup is never written over. Name another file.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new BackupException($"There is no folder {folder}. Make it first, or name another one.");
        try
        {
            return await WriteAsync(path, path + Partial, write);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The backup could not be written: {failure.Message} Nothing is left of it.", failure);
        }
    }

    private static async Task<BackupContent> WriteAsync(string path, string partial, Func<Stream, Task<BackupContent>> write)
    {
        RemoveLeft(partial);
        // New, so that it is nobody's link to somewhere else. It holds all that the group knows, and the keys of the house.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(partial, options);
        try
        {
            var content = await write(file);
            file.Flush(flushToDisk: true);
            await file.DisposeAsync();
            File.Move(partial, path, overwrite: false);
            return content;
        }
        catch
        {
            await file.DisposeAsync();
            File.Delete(partial);
            throw;
        }
    }

    // What somebody was killed over lies there still. Who is alive holds it, and it is theirs.
    private static void RemoveLeft(string partial)
    {
        if (!File.Exists(partial))
            return;
        using (new FileStream(partial, FileMode.Open, FileAccess.Write, FileShare.None))
        {
        }

        File.Delete(partial);
    }
}
