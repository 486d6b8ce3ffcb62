using System.Buffers.Binary;
using Whalepaper.Data.Rows;

namespace Whalepaper.Backups;

/// <summary>Writes pieces under a <see cref="Seal"/>: each its length, with the highest bit set at the last one, then itself and its tag.</summary>
internal sealed class SealedWriter : ForwardStream
{
    /// <summary>How many bytes a piece holds.</summary>
    public const int Piece = 64 * 1024;

    /// <summary>The mark of the last piece, beside its length.</summary>
    public const uint Last = 0x8000_0000;

    private readonly Stream _to;
    private readonly Seal _seal;
    private readonly byte[] _open = new byte[Piece];
    private readonly byte[] _shut = new byte[4 + Piece + Seal.TagLength];
    private int _filled;
    private long _number;

    /// <summary>Begins a file, which it leaves open.</summary>
    public SealedWriter(Stream to, Seal seal)
    {
        (_to, _seal) = (to, seal);
        to.Write(seal.Head);
    }

    public override bool CanWrite => true;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            // A full piece waits: only what comes next tells that it is not the last.
            if (_filled == Piece)
                Pass(isLast: false);
            var taken = Math.Min(buffer.Length, Piece - _filled);
            buffer[..taken].CopyTo(_open.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
        }
    }

    /// <summary>Writes the last piece. A file without it is not whole.</summary>
    public void Finish() => Pass(isLast: true);

    private void Pass(bool isLast)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_shut, (uint)_filled | (isLast ? Last : 0));
        _seal.Close(_number++, isLast, _open.AsSpan(0, _filled), _shut.AsSpan(4, _filled), _shut.AsSpan(4 + _filled, Seal.TagLength));
        _to.Write(_shut, 0, 4 + _filled + Seal.TagLength);
        _filled = 0;
    }
}
