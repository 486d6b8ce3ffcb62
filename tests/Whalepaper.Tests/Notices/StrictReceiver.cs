using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Whalepaper.Tests.Notices;

/// <summary>
/// A mail server of a few lines that takes nothing it does not expect, and writes a letter down before it says yes. So what its clients know of a
/// letter is never more than what it knows itself.
/// </summary>
internal sealed class StrictReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _taken = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _came = new(0);
    private readonly Task _listening;
    private int _count;

    public StrictReceiver()
    {
        _listener.Start();
        _listening = ListenAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>To whom each letter went, by its <c>Message-ID</c>, as often as it came.</summary>
    public IReadOnlyDictionary<string, ConcurrentQueue<string>> Taken => _taken;

    /// <summary>How many letters came, those that came twice counted twice.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>What clients said that they should not have.</summary>
    public ConcurrentQueue<string> Faults { get; } = [];

    /// <summary>Waits until something is so, asked anew with each letter.</summary>
    public async Task UntilAsync(Func<StrictReceiver, bool> met, TimeSpan longest)
    {
        using var late = new CancellationTokenSource(longest);
        while (!met(this))
            await _came.WaitAsync(late.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _listening;
        _end.Dispose();
        _came.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
                _ = TalkAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is told to end.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        try
        {
            using var talk = client;
            talk.NoDelay = true;
            using var reader = new StreamReader(talk.GetStream(), Encoding.ASCII);
            await using var writer = new StreamWriter(talk.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 strict.example");
            var (sender, recipient) = ((string?)null, (string?)null);
            while (await reader.ReadLineAsync(_end.Token) is { } line)
            {
                switch (line.ToUpperInvariant().Split(' ', ':')[0], sender, recipient)
                {
                    case ("EHLO", null, null):
                        await writer.WriteLineAsync("250-strict.example\r\n250 8BITMIME");
                        break;
                    case ("MAIL", null, null):
                        sender = line;
                        await writer.WriteLineAsync("250 2.1.0 ok");
                        break;
                    case ("RCPT", not null, null):
                        recipient = line;
                        await writer.WriteLineAsync("250 2.1.5 ok");
                        break;
                    case ("DATA", not null, not null):
                        await writer.WriteLineAsync("354 go on");
                        if (await TakeAsync(reader, recipient) is not { } id)
                            return;
                        (sender, recipient) = (null, null);
                        await writer.WriteLineAsync($"250 2.0.0 taken {id}");
                        _came.Release();
                        break;
                    case ("QUIT", _, _):
                        await writer.WriteLineAsync("221 bye");
                        return;
                    default:
                        Faults.Enqueue(line);
                        await writer.WriteLineAsync("503 5.5.1 not now");
                        break;
                }
            }
        }
        catch (Exception over) when (over is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client was killed.
        }
    }

    // Null if the client was gone before the last line: then it is no letter.
    private async Task<string?> TakeAsync(StreamReader reader, string recipient)
    {
        string? id = null;
        while (await reader.ReadLineAsync(_end.Token) is { } line)
        {
            if (line is ".")
            {
                if (id is null)
                    Faults.Enqueue("a letter without a name");
                _taken.GetOrAdd(id ?? "", _ => []).Enqueue(recipient);
                Interlocked.Increment(ref _count);
                return id ?? "none";
            }

            if (line.StartsWith("Message-Id:", StringComparison.OrdinalIgnoreCase))
                id = line["Message-Id:".Length..].Trim();
        }

        return null;
    }
}
