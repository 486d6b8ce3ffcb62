using System.Net;
using System.Net.Sockets;
using Npgsql;
using Whalepaper.Tests.Copies;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>A line to a PostgreSQL server that can be cut and laid again, and tells of each piece that goes to the server.</summary>
internal sealed class Forwarder : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _there;
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly List<Task> _pumps = [];
    private TcpListener? _listener;
    private Action _act = () => { };
    private int _left = int.MaxValue;
    private int _pieces;

    /// <summary>Lays the line.</summary>
    /// <param name="database">A connection string.</param>
    public Forwarder(string database)
    {
        var there = new NpgsqlConnectionStringBuilder(database);
        (_host, _there) = (there.Host!, there.Port);
        Lay();
        there.Host = "127.0.0.1";
        there.Port = Port;
        Database = there.ToString();
    }

    /// <summary>Where it begins.</summary>
    public int Port { get; } = ChildServer.LastingPort();

    /// <summary>The connection string that leads through it.</summary>
    public string Database { get; }

    /// <summary>How many pieces went to the server.</summary>
    public int Pieces => Volatile.Read(ref _pieces);

    /// <summary>Does something once, as so many pieces more came that are to go to the server, and before the last of them goes.</summary>
    public void At(int pieces, Action act)
    {
        _act = act;
        Volatile.Write(ref _left, pieces);
    }

    /// <summary>Lays it, where it was before.</summary>
    public void Lay()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _listener = listener;
        Keep(TakeAsync(listener));
    }

    /// <summary>Cuts it: what goes over it breaks, and whoever comes is refused.</summary>
    public void Cut()
    {
        // A child process that is just being started holds it open for a moment more: what is shut down listens for nobody.
        _listener?.Server.Shutdown(SocketShutdown.Receive);
        _listener?.Stop();
        _listener = null;
        lock (_lock)
        {
            foreach (var socket in _sockets)
                socket.Close(0);
            _sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        Task[] all;
        lock (_lock)
            all = [.. _pumps];
        await Task.WhenAll(all);
    }

    private async Task TakeAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                lock (_lock)
                {
                    _sockets.Add(client);
                    _sockets.Add(server);
                }

                await server.ConnectAsync(_host, _there);
                Keep(PumpAsync(client, server, isToServer: true));
                Keep(PumpAsync(server, client, isToServer: false));
            }
        }
        // A listener that was stopped between two who came says that it does not listen.
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody else is taken.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isToServer)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer)) > 0;)
            {
                if (isToServer)
                    Count();
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
            // One of its ends is gone, and so the other goes.
        }

        from.Close(0);
        to.Close(0);
    }

    private void Count()
    {
        Interlocked.Increment(ref _pieces);
        if (Interlocked.Decrement(ref _left) == 0)
            _act();
    }

    private void Keep(Task pump)
    {
        lock (_lock)
            _pumps.Add(pump);
    }
}
