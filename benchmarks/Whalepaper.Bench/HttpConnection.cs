using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Whalepaper.Bench;

/// <summary>
/// One kept-alive connection that asks and counts what comes back. It reads answers only as far as counting needs, so that the load
/// costs less than what it measures.
/// </summary>
internal sealed class HttpConnection(IPEndPoint server) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[512 * 1024];
    private int _start;
    private int _end;

    public async Task OpenAsync(CancellationToken cancellation) => await _socket.ConnectAsync(server, cancellation);

    /// <summary>Asks, and reads the whole answer.</summary>
    /// <returns>Bytes of the answer's body on the wire.</returns>
    /// <exception cref="HttpRequestException">The answer is another than 200.</exception>
    public async ValueTask<long> AskAsync(ReadOnlyMemory<byte> request)
    {
        var (status, bytes) = await TryAsync(request);
        return status == 200 ? bytes : throw new HttpRequestException($"The site answered {status}.", null, (HttpStatusCode)status);
    }

    /// <summary>Asks, and reads the whole answer, whatever it is.</summary>
    /// <returns>Its status, and bytes of its body on the wire.</returns>
    public async ValueTask<(int Status, long Bytes)> TryAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        _start = _end = 0;
        int head;
        while ((head = _buffer.AsSpan(0, _end).IndexOf("\r\n\r\n"u8)) < 0)
            await ReceiveAsync();
        _start = head + 4;
        var (length, status) = Head(_buffer.AsSpan(0, head));
        // These two have no body, and say no length.
        return (status, status is 204 or 304 ? 0 : length >= 0 ? await SkipAsync(length) : await ChunksAsync());
    }

    public void Dispose() => _socket.Dispose();

    private static (long Length, int Status) Head(ReadOnlySpan<byte> head)
    {
        if (!Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _))
            throw new InvalidDataException("The answer does not begin like one.");
        var at = head.IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(head[(at + "Content-Length: ".Length)..], out long length, out _) ? (length, status) : (-1, status);
    }

    private async ValueTask<long> SkipAsync(long length)
    {
        for (var left = length; left > 0;)
        {
            if (_start == _end)
                await ReceiveAsync();
            var here = (int)Math.Min(left, _end - _start);
            _start += here;
            left -= here;
        }

        return length;
    }

    private async ValueTask<long> ChunksAsync()
    {
        for (var total = 0L; ;)
        {
            var size = await ChunkSizeAsync();
            await SkipAsync(size + 2);
            if (size == 0)
                return total;
            total += size;
        }
    }

    private async ValueTask<long> ChunkSizeAsync()
    {
        int end;
        while ((end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
            await ReceiveAsync();
        if (!Utf8Parser.TryParse(_buffer.AsSpan(_start, end), out long size, out _, 'x'))
            throw new InvalidDataException("The answer's chunks are not to be understood.");
        _start += end + 2;
        return size;
    }

    private async ValueTask ReceiveAsync()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end));
        if (received == 0)
            throw new EndOfStreamException("The site hung up in the middle of an answer.");
        _end += received;
    }
}
