using System.Diagnostics;
using System.Net;
using System.Text;

namespace Whalepaper.Bench;

/// <summary>What a stretch of load came to.</summary>
/// <param name="Requests">Answers of 200, all others being errors that end the run.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Latencies">Each answer's time, ascending.</param>
/// <param name="Bytes">Bytes of one answer's body on the wire, in the mean.</param>
internal sealed record Stretch(int Requests, TimeSpan Elapsed, TimeSpan[] Latencies, long Bytes)
{
    /// <summary>Answers in a second.</summary>
    public double Rate => Requests / Elapsed.TotalSeconds;

    /// <summary>The time within which this share of the answers came.</summary>
    public TimeSpan Percentile(double share) => Latencies.Length == 0 ? TimeSpan.Zero : Latencies[Math.Min(Latencies.Length - 1, (int)(Latencies.Length * share))];

    /// <summary>Several stretches taken as one.</summary>
    public static Stretch Of(IReadOnlyCollection<Stretch> parts) => new(
        parts.Sum(p => p.Requests),
        TimeSpan.FromTicks(parts.Sum(p => p.Elapsed.Ticks)),
        [.. parts.SelectMany(p => p.Latencies).Order()],
        parts.Sum(p => p.Bytes * p.Requests) / Math.Max(1, parts.Sum(p => p.Requests)));
}

/// <summary>Asks a site as fast as it answers, over some connections that stay open.</summary>
internal sealed class Load : IDisposable
{
    private readonly List<HttpConnection> _connections;
    private readonly IPEndPoint _server;
    private readonly string? _encoding;
    private readonly string? _cookies;

    /// <param name="port">Where the site listens on this machine.</param>
    /// <param name="connections">How many ask at the same time.</param>
    /// <param name="encoding">What <c>Accept-Encoding</c> says; null for plain text.</param>
    /// <param name="cookies">The cookies of who asks; null for somebody without any.</param>
    public Load(int port, int connections, string? encoding, string? cookies = null)
    {
        _server = new IPEndPoint(IPAddress.Loopback, port);
        _encoding = encoding;
        _cookies = cookies;
        _connections = [.. Enumerable.Range(0, connections).Select(_ => new HttpConnection(_server))];
    }

    /// <summary>Asks for one path for as long as said.</summary>
    public Task<Stretch> RunAsync(string path, TimeSpan time, CancellationToken cancellation)
    {
        var request = Request(path);
        return RunAsync(_ => request, time, cancellation);
    }

    /// <summary>Asks for one path under an address that is never the same, so that nothing kept can answer.</summary>
    public Task<Stretch> RunUnkeptAsync(string path, TimeSpan time, CancellationToken cancellation)
    {
        var run = Stopwatch.GetTimestamp();
        return RunAsync(n => Request($"{path}?unkept={run}-{n}"), time, cancellation);
    }

    /// <summary>Asks what <paramref name="requests"/> gives for each number, from 0 on.</summary>
    public async Task<Stretch> RunAsync(Func<int, byte[]> requests, TimeSpan time, CancellationToken cancellation)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        var parts = await Task.WhenAll(_connections.Select(c => Task.Run(() => AskAsync(c, () => requests(Interlocked.Increment(ref next)), started, time), cancellation)));
        return Stretch.Of(parts) with { Elapsed = Stopwatch.GetElapsedTime(started) };
    }

    /// <summary>Opens the connections.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        foreach (var connection in _connections)
            await connection.OpenAsync(cancellation);
    }

    public void Dispose() => _connections.ForEach(c => c.Dispose());

    /// <summary>A request as a browser sends it.</summary>
    public byte[] Request(string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: {_server}\r\nAccept: text/html\r\nAccept-Language: zh-CN,zh;q=0.9,en;q=0.8\r\n{(_encoding is null ? "" : $"Accept-Encoding: {_encoding}\r\n")}{(_cookies is null ? "" : $"Cookie: {_cookies}\r\n")}\r\n");

    private static async Task<Stretch> AskAsync(HttpConnection connection, Func<byte[]> request, long started, TimeSpan time)
    {
        var latencies = new List<TimeSpan>(4096);
        var bytes = 0L;
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var asked = Stopwatch.GetTimestamp();
            bytes += await connection.AskAsync(request());
            latencies.Add(Stopwatch.GetElapsedTime(asked));
        }

        return new Stretch(latencies.Count, time, [.. latencies], latencies.Count == 0 ? 0 : bytes / latencies.Count);
    }
}
