namespace Whalepaper.Data;

/// <summary>
/// Holds a data folder for one process. SQLite would let several write, but a second program would serve cached pages that the
/// first one made untrue, and both would think that they alone migrate.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the folder, and makes it if it is not there.</summary>
    /// <exception cref="DataFolderBusyException">Another process holds it.</exception>
    public static DataFolderLock Take(DataSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Directory.CreateDirectory(settings.Folder);
        try
        {
            return new DataFolderLock(new FileStream(settings.LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (File.Exists(settings.LockPath))
        {
            throw new DataFolderBusyException(
                $"Another Whalepaper works in {Path.GetFullPath(settings.Folder)}. Stop it first, or name another folder with --data.", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}

/// <summary>Another process holds the data folder.</summary>
public sealed class DataFolderBusyException(string message, Exception inner) : Exception(message, inner);
