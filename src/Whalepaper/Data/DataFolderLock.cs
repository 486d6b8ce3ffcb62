namespace Whalepaper.Data;

/// <summary>
/// Holds a data folder for one process. SQLite would let several write, but a second program would serve cached pages that the
/// first one made untrue, and both would think that they alone migrate.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    // What the system says where another process holds the file: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private static readonly HashSet<int> held = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the folder, and makes it if it is not there.</summary>
    /// <exception cref="DataFolderBusyException">Another process holds it.</exception>
    /// <exception cref="DataFolderShutException">It cannot be written to.</exception>
    public static DataFolderLock Take(DataSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var folder = Path.GetFullPath(settings.Folder);
        try
        {
            Directory.CreateDirectory(folder);
            return new DataFolderLock(new FileStream(settings.LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (held.Contains(exception.HResult))
        {
            throw new DataFolderBusyException($"Another Whalepaper works in {folder}. Stop it first, or name another folder with --data.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderShutException(
                $"Whalepaper cannot write into {folder}: {exception.Message.TrimEnd('.')}. Let the account that runs it own the folder, look whether its disk is full or mounted read-only, or name another folder with --data.", exception);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}

/// <summary>Another process holds the data folder.</summary>
public sealed class DataFolderBusyException(string message, Exception inner) : Exception(message, inner);

/// <summary>The data folder cannot be written to.</summary>
public sealed class DataFolderShutException(string message, Exception inner) : Exception(message, inner);
