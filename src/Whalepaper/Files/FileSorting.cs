namespace Whalepaper.Files;

/// <summary>
/// Finds out what a file is from what is in it. Each sort is recognised by its beginning and held to its end, so that nothing is two things at
/// once: a picture that is also an archive, a document that is also a page.
/// </summary>
public static class FileSorting
{
    private const int HeadLength = 4096;

    /// <summary>The sort of a file; null if it is none that is taken.</summary>
    /// <param name="file">The file, wherever it stands; it is read in pieces, never whole.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<FileSort?> FindAsync(Stream file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Length == 0)
            return null;
        var head = await FilePiece.ReadAsync(file, 0, HeadLength, cancellation);
        if (head.StartsWith("PK\u0003\u0004"u8))
            return await ZipShape.FindAsync(file, cancellation);
        var sort = ByHead(head);
        if (sort is null)
            return await TextShape.FindAsync(file, cancellation);
        // Archives are read from their end: a file of another sort must not have such an end as well.
        if (!await HoldsAsync(sort.Value, file, head, cancellation) || await ZipShape.EndAsync(file, cancellation) is not null)
            return null;
        return sort is FileSort.Mp4 && BoxShape.IsSound(head) ? FileSort.M4a : sort;
    }

    private static FileSort? ByHead(FilePiece head) => head switch
    {
        _ when head.StartsWith("%PDF-"u8) => FileSort.Pdf,
        _ when head.StartsWith([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) => FileSort.Png,
        _ when head.StartsWith([0xFF, 0xD8, 0xFF]) => FileSort.Jpeg,
        _ when head.From(4).StartsWith("ftyp"u8) => FileSort.Mp4,
        _ when head.StartsWith([0x1A, 0x45, 0xDF, 0xA3]) => FileSort.Webm,
        _ when head.StartsWith("ID3"u8) || SoundShape.IsFrame(head) => FileSort.Mp3,
        _ => null,
    };

    private static async Task<bool> HoldsAsync(FileSort sort, Stream file, FilePiece head, CancellationToken cancellation) => sort switch
    {
        FileSort.Pdf => PageShape.IsFree(head) && await EndsAsync(file, "%%EOF"u8.ToArray(), 1024, cancellation),
        // What passes for a document in some readers, because they look for it further on.
        FileSort.Png => !head.Contains("%PDF-"u8) && await EndsAsync(file, [(byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xAE, 0x42, 0x60, 0x82], 8, cancellation),
        FileSort.Jpeg => !head.Contains("%PDF-"u8) && await EndsAsync(file, [0xFF, 0xD9], 2, cancellation),
        FileSort.Mp4 => await BoxShape.IsFilmAsync(file, head, cancellation),
        FileSort.Webm => head.Contains("webm"u8) && !head.Contains("%PDF-"u8),
        _ => await SoundShape.IsAsync(file, cancellation),
    };

    /// <summary>Whether a mark stands within the last bytes, and nothing but blanks behind it.</summary>
    private static async Task<bool> EndsAsync(Stream file, byte[] mark, int within, CancellationToken cancellation)
    {
        var blanks = within + 64;
        var tail = (await FilePiece.ReadAsync(file, Math.Max(0, file.Length - blanks), blanks, cancellation)).Bytes.AsSpan().TrimEnd("\0\t\n\f\r "u8);
        return tail.LastIndexOf(mark) is >= 0 and var at && at + mark.Length == tail.Length;
    }
}

/// <summary>Some bytes of a file.</summary>
internal readonly record struct FilePiece(byte[] Bytes)
{
    /// <summary>Reads as many as there are, at most so many.</summary>
    public static async Task<FilePiece> ReadAsync(Stream file, long from, int most, CancellationToken cancellation)
    {
        var bytes = new byte[(int)Math.Clamp(file.Length - from, 0, most)];
        file.Position = Math.Min(from, file.Length);
        await file.ReadExactlyAsync(bytes, cancellation);
        return new FilePiece(bytes);
    }

    public bool StartsWith(ReadOnlySpan<byte> mark) => Bytes.AsSpan().StartsWith(mark);

    public bool Contains(ReadOnlySpan<byte> mark) => Bytes.AsSpan().IndexOf(mark) >= 0;

    public FilePiece From(int at) => new(Bytes.Length <= at ? [] : Bytes[at..]);
}
