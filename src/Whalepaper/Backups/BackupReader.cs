using System.IO.Compression;
using System.Text.Json;

namespace Whalepaper.Backups;

/// <summary>Reads a backup from its beginning to its end, and finds whatever is not as it was written.</summary>
internal sealed class BackupReader : IAsyncDisposable
{
    private readonly Stream _file;
    private readonly Seal _seal;
    private readonly SealedReader _sealed;
    private readonly GZipStream _unpacked;
    private readonly EntryReader _entries;

    private BackupReader(Stream file, Seal seal)
    {
        (_file, _seal, _sealed) = (file, seal, new SealedReader(file, seal));
        _unpacked = new GZipStream(_sealed, CompressionMode.Decompress, leaveOpen: true);
        _entries = new EntryReader(_unpacked);
    }

    /// <summary>What it begins with.</summary>
    public BackupHead Head { get; private set; } = null!;

    /// <summary>What it ends with; null until its end was read.</summary>
    public BackupSums? Sums { get; private set; }

    /// <summary>Whether it is encrypted.</summary>
    public bool IsEncrypted => _seal.IsEncrypted;

    /// <summary>Opens one.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="passphrase">The passphrase; null for none.</param>
    /// <exception cref="BackupException">It is not there, no backup, damaged, or of a newer program; or the passphrase is not its.</exception>
    public static async Task<BackupReader> OpenAsync(string path, string? passphrase)
    {
        if (!File.Exists(path))
            throw new BackupException(Directory.Exists(path) ? $"{path} is a folder. Name a backup in it." : $"There is no file {path}.");
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Options = FileOptions.SequentialScan });
        BackupReader? reader = null;
        try
        {
            var head = new byte[Seal.HeadLength];
            head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            reader = new BackupReader(file, Seal.Of(head, passphrase));
            reader.Head = Read(() => reader._entries.Next() is (BackupHead.Entry, var content) && EntryReader.Note<BackupHead>(content, BackupHead.Most) is var note && note.IsWhole()
                ? note
                : throw new InvalidDataException("It does not begin with its head."));
            return reader.Head.Format <= BackupHead.CurrentFormat ? reader : throw new BackupException($"The backup was made by Whalepaper {reader.Head.Program}, in a form that this program does not know yet. Restore it with that version or a newer one.");
        }
        catch
        {
            await (reader?.DisposeAsync() ?? file.DisposeAsync());
            throw;
        }
    }

    /// <summary>The next table or file, and what it holds; null behind the last, when <see cref="Sums"/> are known and the file is at its end.</summary>
    public (string Name, Stream Content)? Next() => Read(() =>
    {
        var next = _entries.Next() ?? throw new InvalidDataException("It ends without its sums.");
        if (!string.Equals(next.Name, BackupSums.Entry, StringComparison.Ordinal))
            return ((string, Stream)?)next;
        Sums = EntryReader.Note<BackupSums>(next.Content, BackupSums.Most) is var sums && sums.IsWhole() ? sums : throw new InvalidDataException("Its sums are none.");
        if (_entries.Next() is not null || _unpacked.ReadByte() >= 0)
            throw new InvalidDataException("It goes on behind its sums.");
        // Until the last piece was opened, the file might have been cut.
        if (_sealed.ReadByte() >= 0)
            throw new InvalidDataException("It goes on behind its end.");
        return null;
    });

    // What is found to be wrong while reading is told as damage.
    private static T Read<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception wrong) when (IsWrong(wrong))
        {
            throw Damage(wrong);
        }
    }

    /// <summary>Whether this is what reading finds in a file that makes no sense.</summary>
    public static bool IsWrong(Exception wrong) => wrong is InvalidDataException or EndOfStreamException or JsonException or FormatException or OverflowException;

    /// <summary>Tells it as damage.</summary>
    public static DamagedBackupException Damage(Exception wrong) => new($"what is in it makes no sense ({wrong.Message}).", wrong);

    public async ValueTask DisposeAsync()
    {
        _entries.Dispose();
        await _unpacked.DisposeAsync();
        await _sealed.DisposeAsync();
        _seal.Dispose();
        await _file.DisposeAsync();
    }
}
