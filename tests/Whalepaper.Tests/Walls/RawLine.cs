using System.Net.Sockets;
using System.Text;

namespace Whalepaper.Tests.Walls;

/// <summary>A line to the server by which anything can be said, and not only what a well-behaved client says.</summary>
internal static class RawLine
{
    // Whoever is left waiting for so long is not answered any more.
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    /// <summary>Says these words and gives all that is answered until the other side hangs up. Nothing is closed from here before: a server stops answering whoever closes their half.</summary>
    /// <param name="site">Whom.</param>
    /// <param name="words">What is sent, in ASCII, as it stands.</param>
    public static async Task<string> SayAsync(TestSite site, string words)
    {
        using var enough = new CancellationTokenSource(patience);
        using var line = new TcpClient();
        await line.ConnectAsync(site.Address.Host, site.Address.Port, enough.Token);
        var stream = line.GetStream();
        var (said, piece) = (new MemoryStream(), new byte[4096]);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(words), enough.Token);
            while (await stream.ReadAsync(piece, enough.Token) is > 0 and var count)
                said.Write(piece, 0, count);
        }
        catch (IOException)
        {
            // Whoever is refused in the middle of what they say may be cut off.
        }

        return Encoding.UTF8.GetString(said.ToArray());
    }
}
