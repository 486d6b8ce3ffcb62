using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Whalepaper.Bench;

/// <summary>One who listens and keeps what was written: each state as the bytes that the server wrote at once.</summary>
internal sealed class StateReader : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] _buffer = new byte[64 * 1024];
    private int _end;
    private ReadOnlyMemory<byte> _newest;

    private StateReader()
    {
    }

    /// <summary>Begins to listen.</summary>
    public static async Task<StateReader> OpenAsync(int port, string path, string cookie, CancellationToken cancellation)
    {
        var (reader, server) = (new StateReader(), new IPEndPoint(IPAddress.Loopback, port));
        await reader._socket.ConnectAsync(server, cancellation);
        await reader._socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server}\r\nAccept: text/event-stream\r\nAccept-Language: zh-CN\r\nCookie: {cookie}\r\n\r\n"), cancellation);
        int head;
        while ((head = reader._buffer.AsSpan(0, reader._end).IndexOf("\r\n\r\n"u8)) < 0)
            await reader.ReceiveAsync(cancellation);
        if (!reader._buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException("A listener was not let in.");
        reader.Skip(head + 4);
        return reader;
    }

    /// <summary>All that is written for a state.</summary>
    public async Task<ReadOnlyMemory<byte>> UntilAsync(int state, CancellationToken cancellation)
    {
        var begins = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\nid: {state}\n"));
        while (_newest.Span.IndexOf(begins) < 0)
            _newest = await ChunkAsync(cancellation);
        return _newest;
    }

    /// <summary>Reads until nothing comes for a while.</summary>
    /// <returns>The number of the newest state.</returns>
    public async Task<int> UntilQuietAsync(TimeSpan quiet, CancellationToken cancellation)
    {
        while (true)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(quiet);
            try
            {
                if (await ChunkAsync(limit.Token) is var came && came.Span.IndexOf("\nid: "u8) >= 0)
                    _newest = came;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return Utf8Parser.TryParse(_newest.Span[(_newest.Span.IndexOf("\nid: "u8) + 5)..], out int number, out _) ? number : 0;
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    // What the server writes at once is one chunk.
    private async Task<ReadOnlyMemory<byte>> ChunkAsync(CancellationToken cancellation)
    {
        int line;
        while ((line = _buffer.AsSpan(0, _end).IndexOf("\r\n"u8)) < 0)
            await ReceiveAsync(cancellation);
        if (!Utf8Parser.TryParse(_buffer.AsSpan(0, line), out int size, out _, 'x'))
            throw new InvalidDataException("The chunks are not to be understood.");
        var whole = line + 2 + size + 2;
        while (_end < whole)
            await ReceiveAsync(cancellation);
        var chunk = _buffer.AsSpan(line + 2, size).ToArray();
        Skip(whole);
        return chunk;
    }

    private void Skip(int count)
    {
        _buffer.AsSpan(count, _end - count).CopyTo(_buffer);
        _end -= count;
    }

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end), cancellation);
        _end += received > 0 ? received : throw new EndOfStreamException("The stream ended.");
    }
}
