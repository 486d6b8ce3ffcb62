using System.Buffers.Binary;
using System.Text;

namespace Whalepaper.Files;

/// <summary>
/// Reads the contents list of an archive, and nothing of what is in it. An archive begins with its first file, its list stands right before its
/// end, and its end is the file's; what it would unpack to is within reason, and no name leads out of the folder it is unpacked in.
/// </summary>
internal static class ZipShape
{
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;
    private const int EntryLength = 46;
    private const int MostEntries = 20_000;
    private const int LongestList = 8 * 1024 * 1024;

    // Deflate reaches 1:1032 with nothing but zeros. Data of a study unpack to ten or twenty times their size.
    private const int MostGrowth = 200;
    private const long Harmless = 100L * 1024 * 1024;

    private static readonly byte[] endMark = "PK\u0005\u0006"u8.ToArray();
    private static readonly byte[] slidesOfOpenDocument = "mimetypeapplication/vnd.oasis.opendocument.presentation"u8.ToArray();

    /// <summary>The end of an archive, if the file has one.</summary>
    internal sealed record End(long At, int Entries, long ListLength, long ListAt);

    /// <summary>The sort of an archive; null if it is none that is taken.</summary>
    public static async Task<FileSort?> FindAsync(Stream file, CancellationToken cancellation)
    {
        if (await EndAsync(file, cancellation) is not { Entries: > 0 and <= MostEntries, ListLength: <= LongestList } end || end.ListAt + end.ListLength != end.At)
            return null;
        var list = await FilePiece.ReadAsync(file, end.ListAt, (int)end.ListLength, cancellation);
        if (Names(list.Bytes, end, file.Length) is not { } names)
            return null;
        if (Has(names, "[Content_Types].xml") && !names.Exists(name => name.EndsWith("/vbaProject.bin", StringComparison.OrdinalIgnoreCase)))
        {
            if (Has(names, "ppt/presentation.xml"))
                return FileSort.Pptx;
            if (Has(names, "word/document.xml"))
                return FileSort.Docx;
        }

        // OpenDocument says what it is in a first file that is not compressed.
        var head = await FilePiece.ReadAsync(file, 30, slidesOfOpenDocument.Length, cancellation);
        return head.StartsWith(slidesOfOpenDocument) ? FileSort.Odp : FileSort.Zip;
    }

    /// <summary>The end of an archive, where it is also the end of the file; null if there is none.</summary>
    public static async Task<End?> EndAsync(Stream file, CancellationToken cancellation)
    {
        var from = Math.Max(0, file.Length - EndLength - LongestComment);
        var tail = (await FilePiece.ReadAsync(file, from, EndLength + LongestComment, cancellation)).Bytes;
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            if (tail.AsSpan(at, 4).SequenceEqual(endMark) && at + EndLength + BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 20)) == tail.Length)
            {
                return new End(
                    from + at, BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10)), BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 12)),
                    BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16)));
            }
        }

        return null;
    }

    // Null where the list is not what the end says, or promises too much.
    private static List<string>? Names(byte[] list, End end, long length)
    {
        var names = new List<string>();
        var (packed, unpacked, at) = (0L, 0L, 0);
        while (at < list.Length)
        {
            if (at + EntryLength > list.Length || !list.AsSpan(at, 4).SequenceEqual("PK\u0001\u0002"u8))
                return null;
            var entry = list.AsSpan(at);
            var (name, extra, comment) = (BinaryPrimitives.ReadUInt16LittleEndian(entry[28..]), BinaryPrimitives.ReadUInt16LittleEndian(entry[30..]), BinaryPrimitives.ReadUInt16LittleEndian(entry[32..]));
            if (at + EntryLength + name + extra + comment > list.Length)
                return null;
            names.Add(Encoding.UTF8.GetString(entry.Slice(EntryLength, name)));
            packed += BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
            unpacked += BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]);
            at += EntryLength + name + extra + comment;
        }

        // Files that share their bytes are how a small archive becomes a large one.
        var isHonest = names.Count == end.Entries && packed <= length && (unpacked <= Harmless || unpacked / MostGrowth <= length);
        return isHonest && names.TrueForAll(StaysInside) ? names : null;
    }

    private static bool StaysInside(string name) =>
        name.Length > 0 && name[0] is not '/' && !name.Contains('\\', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal) && !name.Any(char.IsControl)
        && !name.Split('/').Contains("..", StringComparer.Ordinal);

    private static bool Has(List<string> names, string name) => names.Contains(name, StringComparer.Ordinal);
}
