using System.Buffers.Binary;
using Whalepaper.Data.Rows;

namespace Whalepaper.Backups;

/// <summary>Reads what <see cref="SealedWriter"/> wrote, and gives nothing out that is not as it was.</summary>
/// <param name="from">The file, behind what it begins with.</param>
/// <param name="seal">Its seal.</param>
internal sealed class SealedReader(Stream from, Seal seal) : ForwardStream
{
    private readonly byte[] _open = new byte[SealedWriter.Piece];
    private readonly byte[] _shut = new byte[SealedWriter.Piece + Seal.TagLength];
    private int _filled;
    private int _taken;
    private long _number;
    private bool _isOver;

    public override bool CanRead => true;

    public override int Read(Span<byte> buffer)
    {
        while (_taken == _filled && !_isOver)
            Next();
        var read = Math.Min(buffer.Length, _filled - _taken);
        _open.AsSpan(_taken, read).CopyTo(buffer);
        _taken += read;
        return read;
    }

    private void Next()
    {
        Span<byte> head = stackalloc byte[4];
        Take(head);
        var said = BinaryPrimitives.ReadUInt32LittleEndian(head);
        var (length, isLast) = (said & ~SealedWriter.Last, (said & SealedWriter.Last) != 0);
        if (length > SealedWriter.Piece)
            throw Damaged();
        Take(_shut.AsSpan(0, (int)length + Seal.TagLength));
        if (!seal.TryOpen(_number, isLast, _shut.AsSpan(0, (int)length), _shut.AsSpan((int)length, Seal.TagLength), _open.AsSpan(0, (int)length)))
            throw Damaged();
        (_filled, _taken, _isOver) = ((int)length, 0, isLast);
        _number++;
        if (isLast && from.ReadByte() >= 0)
            throw new DamagedBackupException("it goes on behind its end.");
    }

    private void Take(Span<byte> bytes)
    {
        if (from.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new DamagedBackupException("it ends before its end, so it was not written or copied whole.");
    }

    private DamagedBackupException Damaged() => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"what stands behind byte {Seal.HeadLength + (_number * (4L + SealedWriter.Piece + Seal.TagLength))} is not as it was written."));
}
