using System.Security.Cryptography;

namespace Whalepaper.Data.Rows;

/// <summary>Counts and sums up what goes through, into another stream or out of it, which it leaves open.</summary>
/// <param name="inner">The other stream; <see cref="Stream.Null"/> if only the sum is wanted.</param>
internal sealed class Measured(Stream inner) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    /// <summary>How many bytes went through.</summary>
    public long Bytes { get; private set; }

    /// <summary>The SHA-256 of what went through so far, in small hexadecimal letters.</summary>
    public string Sha256 => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Take(buffer[..read]);
        return read;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Take(buffer);
        inner.Write(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _hash.Dispose();
        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        _hash.AppendData(bytes);
    }
}
