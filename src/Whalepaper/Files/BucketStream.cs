namespace Whalepaper.Files;

/// <summary>The content of a file in a bucket. It is asked for when it is read, from where it is read: whoever wants the last kilobyte of a film fetches no more.</summary>
/// <param name="fetch">Fetches what lies between two places.</param>
/// <param name="length">How many bytes there are.</param>
internal sealed class BucketStream(Func<long, long, CancellationToken, Task<Stream>> fetch, long length) : Stream
{
    // How often a piece is asked for.
    private const int Tries = 3;

    private Stream? _open;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value != _position)
                Close(ref _open);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= length || buffer.Length == 0)
            return 0;
        for (var tried = 1; ; tried++)
        {
            try
            {
                _open ??= await fetch(_position, length, cancellationToken);
                var read = await _open.ReadAsync(buffer, cancellationToken);
                if (read == 0)
                    throw new EndOfStreamException("The bucket gave less than it said.");
                _position += read;
                return read;
            }
            catch (IOException) when (tried < Tries)
            {
                // A line that breaks in the middle of a film is no reason to fetch all of it anew.
                Close(ref _open);
            }
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("What comes over a network is waited for.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close(ref _open);
        base.Dispose(disposing);
    }

    private static void Close(ref Stream? stream)
    {
        stream?.Dispose();
        stream = null;
    }
}
