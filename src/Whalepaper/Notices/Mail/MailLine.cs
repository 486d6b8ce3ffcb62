using System.Net.Sockets;

namespace Whalepaper.Notices.Mail;

/// <summary>The line to a mail server, on which its user waits on the spot. Whoever waits is stopped by taking it away.</summary>
internal sealed class MailLine : NetworkStream
{
    private MailLine(Socket socket)
        : base(socket, ownsSocket: true)
    {
    }

    /// <summary>What is done, once, before its user waits for the server the next time; null for nothing.</summary>
    public Action? BeforeWaiting { get; set; }

    /// <summary>Calls a server.</summary>
    /// <param name="host">Its name or address.</param>
    /// <param name="port">Its port.</param>
    /// <param name="cancellation">Stops trying.</param>
    /// <exception cref="SocketException">It does not answer.</exception>
    public static MailLine Call(string host, int port, CancellationToken cancellation)
    {
        // A letter ends in a few small packets. Held back until the server acknowledged those before, each letter would take forty milliseconds longer.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Who waits on the spot is stopped by taking the socket away. To ask it in another way even once would end that: it never waits on the spot again.
            using var limit = cancellation.Register(socket.Dispose);
            socket.Connect(host, port);
            return new MailLine(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count)
    {
        var first = BeforeWaiting;
        BeforeWaiting = null;
        first?.Invoke();
        return base.Read(buffer, offset, count);
    }
}
