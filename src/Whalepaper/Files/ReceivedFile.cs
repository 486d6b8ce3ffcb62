using System.Buffers;
using System.Security.Cryptography;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Files;

/// <summary>A file holds more than it may.</summary>
public sealed class FileTooLargeException() : Exception("The file is larger than the group takes.");

/// <summary>
/// An upload as it came, in a file of its own that nobody serves: measured, hashed and on the disk, so that it can be looked at from all sides
/// before it is kept. It is gone with whoever received it, unless a store took it.
/// </summary>
public sealed class ReceivedFile : IAsyncDisposable
{
    private const int Chunk = 128 * 1024;

    private ReceivedFile(string path) => Path = path;

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>How many bytes it has.</summary>
    public long Length { get; private set; }

    /// <summary>Its SHA-256, in small hexadecimal letters.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Writes what comes to the disk. What breaks off, or is too large, leaves nothing.</summary>
    /// <param name="settings">Where the data is.</param>
    /// <param name="content">What comes.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="FileTooLargeException">There is more; it was not read to its end.</exception>
    /// <exception cref="FileStoreException">The disk does not take it.</exception>
    public static async Task<ReceivedFile> ReceiveAsync(DataSettings settings, Stream content, long most, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(content);
        var path = FolderStore.Incoming(settings, FileKey.Make(now));
        OnDisk(() => Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!));
        var received = new ReceivedFile(path);
        try
        {
            await received.WriteAsync(content, most, cancellation);
            return received;
        }
        catch
        {
            await received.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens it for reading.</summary>
    public FileStream Open() => new(Path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read, Options = FileOptions.Asynchronous });

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        File.Delete(Path);
        return ValueTask.CompletedTask;
    }

    private async Task WriteAsync(Stream content, long most, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            await using var file = OnDisk(() => new FileStream(Path, Options()));
            for (int read; (read = await content.ReadAsync(buffer.AsMemory(0, Chunk), cancellation)) > 0;)
            {
                Length += read;
                if (Length > most)
                    throw new FileTooLargeException();
                hash.AppendData(buffer, 0, read);
                // Into the system's memory; there is nothing to wait for.
                OnDisk(() => file.Write(buffer, 0, read));
            }

            // A row must never name what a power cut takes away.
            OnDisk(() => file.Flush(flushToDisk: true));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static void OnDisk(Action work) => OnDisk(() =>
    {
        work();
        return true;
    });

    // What the disk does not take is another thing than what its sender does not send.
    private static T OnDisk<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FileStoreException($"The disk does not take the file: {failure.Message}", failure);
        }
    }
}
