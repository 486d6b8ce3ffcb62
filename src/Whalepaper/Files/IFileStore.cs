namespace Whalepaper.Files;

/// <summary>Where the content of uploads is kept: a folder of this machine, or a bucket that several copies of the program share. Where it
/// cannot do what it is asked, it throws a <see cref="FileStoreException"/>.</summary>
public interface IFileStore
{
    /// <summary>Keeps what was received; whole or not at all.</summary>
    /// <param name="key">A new <see cref="FileKey"/>.</param>
    /// <param name="received">What was received. The store may take its file away.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task KeepAsync(string key, ReceivedFile received, CancellationToken cancellation);

    /// <summary>The content, at any place of which reading can begin; null if there is none.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellation);

    /// <summary>How many bytes are kept; null if there is nothing.</summary>
    Task<long?> LengthAsync(string key, CancellationToken cancellation);

    /// <summary>The keys of all that is kept. What lies beside them and is not ours is left out.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken cancellation);

    /// <summary>Removes what is kept; what is not there is no fault.</summary>
    Task RemoveAsync(string key, CancellationToken cancellation);
}
