using System.Buffers.Binary;
using System.Text;

namespace Whalepaper.Files;

/// <summary>Film and sound in MP4: boxes, one behind the other, from the first byte to the last.</summary>
internal static class BoxShape
{
    private const int MostBoxes = 10_000;

    private static readonly string[] brands = ["isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "M4V ", "M4A ", "M4B ", "MSNV"];

    /// <summary>Whether it is film or sound of the common kinds.</summary>
    public static async Task<bool> IsFilmAsync(Stream file, FilePiece head, CancellationToken cancellation)
    {
        if (!brands.Contains(Brand(head), StringComparer.Ordinal) || head.Contains("%PDF-"u8))
            return false;
        var at = 0L;
        for (var boxes = 0; at < file.Length && boxes < MostBoxes; boxes++)
        {
            var box = await FilePiece.ReadAsync(file, at, 16, cancellation);
            if (box.Bytes.Length < 8)
                return false;
            var length = BinaryPrimitives.ReadUInt32BigEndian(box.Bytes) switch
            {
                0 => file.Length - at,
                1 when box.Bytes.Length == 16 => BinaryPrimitives.ReadInt64BigEndian(box.Bytes.AsSpan(8)),
                var usual => usual,
            };
            if (length < 8 || length > file.Length - at)
                return false;
            at += length;
        }

        return at == file.Length;
    }

    /// <summary>Whether it says of itself that it is sound alone.</summary>
    public static bool IsSound(FilePiece head) => Brand(head) is "M4A " or "M4B ";

    private static string Brand(FilePiece head) => head.Bytes.Length < 12 ? "" : Encoding.Latin1.GetString(head.Bytes, 8, 4);
}

/// <summary>Sound in MP3: frames of a computed length, one behind the other, perhaps behind a tag.</summary>
internal static class SoundShape
{
    // Three in a row are no accident.
    private const int Frames = 3;

    private static readonly int[] rates1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] rates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] samplings = [44100, 48000, 32000];

    /// <summary>Whether a frame begins here.</summary>
    public static bool IsFrame(FilePiece head) => FrameLength(head.Bytes) > 0;

    /// <summary>Whether it is sound.</summary>
    public static async Task<bool> IsAsync(Stream file, CancellationToken cancellation)
    {
        var head = await FilePiece.ReadAsync(file, 0, 10, cancellation);
        var at = 0L;
        if (head.StartsWith("ID3"u8) && head.Bytes.Length == 10)
            at = 10 + ((head.Bytes[6] & 0x7F) << 21 | (head.Bytes[7] & 0x7F) << 14 | (head.Bytes[8] & 0x7F) << 7 | head.Bytes[9] & 0x7F);
        for (var frame = 0; frame < Frames; frame++)
        {
            var length = FrameLength((await FilePiece.ReadAsync(file, at, 4, cancellation)).Bytes);
            if (length == 0 || at + length > file.Length)
                return false;
            at += length;
        }

        return true;
    }

    // ISO 11172-3, layer III: eleven bits set, version, layer, rate, sampling, padding.
    private static int FrameLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes[0] != 0xFF || (bytes[1] & 0xE6) != 0xE2)
            return 0;
        var (version, rate, sampling) = ((bytes[1] >> 3) & 3, bytes[2] >> 4, (bytes[2] >> 2) & 3);
        if (version == 1 || rate is 0 or 15 || sampling == 3)
            return 0;
        var hertz = samplings[sampling] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        return ((version == 3 ? 144_000 * rates1[rate] : 72_000 * rates2[rate]) / hertz) + ((bytes[2] >> 1) & 1);
    }
}
