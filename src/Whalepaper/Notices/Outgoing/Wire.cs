using System.Net;
using System.Net.Sockets;

namespace Whalepaper.Notices.Outgoing;

/// <summary>How names become addresses and addresses connections; tests have others.</summary>
internal interface IWire
{
    /// <summary>The addresses of a name.</summary>
    Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation);

    /// <summary>A connection to exactly this address.</summary>
    Task<Stream> DialAsync(IPEndPoint end, CancellationToken cancellation);
}

/// <summary>The real ones.</summary>
internal sealed class Wire : IWire
{
    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellation) => Dns.GetHostAddressesAsync(host, cancellation);

    public async Task<Stream> DialAsync(IPEndPoint end, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(end);
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(end, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
