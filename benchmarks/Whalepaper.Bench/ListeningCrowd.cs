using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Whalepaper.Bench;

/// <summary>Many open connections on which events come: bare sockets that read no more of them than which state it was, and when it was whole.</summary>
internal sealed class ListeningCrowd : IDisposable
{
    private readonly List<Listener> _listeners = [];

    /// <summary>How many were let in and are still connected.</summary>
    public int Connected => _listeners.Count(listener => listener.IsConnected);

    /// <summary>Lets them in, some at a time.</summary>
    /// <param name="port">Where the server listens on this machine.</param>
    /// <param name="path">What they ask for.</param>
    /// <param name="cookies">The cookies of each.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task OpenAsync(int port, string path, IEnumerable<string> cookies, CancellationToken cancellation)
    {
        var server = new IPEndPoint(IPAddress.Loopback, port);
        foreach (var some in cookies.Chunk(50))
        {
            var coming = some.Select(cookie => new Listener(Encoding.ASCII.GetBytes(
                $"GET {path} HTTP/1.1\r\nHost: {server}\r\nAccept: text/event-stream\r\nAccept-Language: zh-CN\r\n{(cookie.Length == 0 ? "" : $"Cookie: {cookie}\r\n")}\r\n"))).ToList();
            _listeners.AddRange(coming);
            await Task.WhenAll(coming.Select(listener => listener.OpenAsync(server, cancellation)));
        }
    }

    /// <summary>Waits until everybody has this state, or the time is over.</summary>
    /// <returns>How long after <paramref name="since"/> the last one had it, and how many did not get it.</returns>
    public async Task<(TimeSpan Last, int Missed)> UntilAsync(long state, long since, TimeSpan longest, CancellationToken cancellation)
    {
        var look = TimeSpan.FromMilliseconds(5);
        while (_listeners.Exists(listener => listener.State < state) && Stopwatch.GetElapsedTime(since) < longest)
            await Task.Delay(look, cancellation);
        var there = _listeners.Where(listener => listener.State >= state).ToList();
        return (there.Count == 0 ? longest : Stopwatch.GetElapsedTime(since, there.Max(listener => listener.At)), _listeners.Count - there.Count);
    }

    /// <summary>The newest state that anybody has.</summary>
    public long Newest => _listeners.Max(listener => listener.State);

    public void Dispose() => _listeners.ForEach(listener => listener.Dispose());

    private sealed class Listener(byte[] request) : IDisposable
    {
        // How the last event of a state ends, with the end of its chunk: it closes an element, which no comment does.
        private static readonly byte[] whole = ">\n\n\r\n"u8.ToArray();

        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        private readonly byte[] _buffer = new byte[16 * 1024];
        private int _kept;
        private long _coming;
        private long _state;
        private long _at;

        public bool IsConnected { get; private set; }

        public long State => Volatile.Read(ref _state);

        public long At => Volatile.Read(ref _at);

        public async Task OpenAsync(EndPoint server, CancellationToken cancellation)
        {
            await _socket.ConnectAsync(server, cancellation);
            await _socket.SendAsync(request, cancellation);
            // The head comes at once; what is behind it is read like the rest.
            var read = await _socket.ReceiveAsync(_buffer, cancellation);
            if (!_buffer.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8))
                throw new InvalidOperationException($"A listener was answered: {Encoding.ASCII.GetString(_buffer, 0, Math.Min(read, 40))}");
            IsConnected = true;
            Take(_buffer.AsSpan(0, read));
            _ = ReadAsync();
        }

        public void Dispose() => _socket.Dispose();

        private async Task ReadAsync()
        {
            try
            {
                for (int read; (read = await _socket.ReceiveAsync(_buffer.AsMemory(_kept))) > 0;)
                    Take(_buffer.AsSpan(0, _kept + read));
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                // Closed from one side or the other.
            }

            IsConnected = false;
        }

        // What comes in one piece is read as one; a state of many pieces begins in one and ends in another.
        private void Take(ReadOnlySpan<byte> came)
        {
            var at = came.LastIndexOf("\nid: "u8);
            if (at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(came[(at + 5)..], out long number, out _))
                _coming = number;
            // A word that means nothing may have come along behind it.
            var isWhole = came.LastIndexOf(whole) > at;
            // How it ends may be parted among two pieces.
            _kept = Math.Min(came.Length, whole.Length - 1);
            came[^_kept..].CopyTo(_buffer);
            if (_coming == _state || !isWhole)
                return;
            Volatile.Write(ref _at, Stopwatch.GetTimestamp());
            Volatile.Write(ref _state, _coming);
        }
    }
}
