using System.Diagnostics;
using System.Net;

namespace Whalepaper.Bench;

/// <summary>What some time at a rate came to.</summary>
/// <param name="Rate">Requests a second that were asked for.</param>
/// <param name="Elapsed">How long it took to answer them.</param>
/// <param name="Reads">How long each that reads took, ascending.</param>
/// <param name="Writes">How long each that changes something took, ascending.</param>
/// <param name="Errors">What was answered with anything but success, by its status; 0 for a connection that broke.</param>
/// <param name="Left">How many were not asked, because too many waited already.</param>
internal sealed record Paced(double Rate, TimeSpan Elapsed, TimeSpan[] Reads, TimeSpan[] Writes, IReadOnlyDictionary<int, int> Errors, int Left)
{
    /// <summary>How many errors there were, with what was not asked.</summary>
    public int Failures => Errors.Values.Sum() + Left;

    /// <summary>The time within which this share of them came.</summary>
    public static TimeSpan Percentile(TimeSpan[] sorted, double share) => sorted.Length == 0 ? TimeSpan.Zero : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}

/// <summary>
/// Asks at a rate, whether or not it is answered: who comes does not wait until others were served. A request that finds no connection free has waited since the moment when it was due, and that counts.
/// </summary>
internal sealed class PacedLoad : IDisposable
{
    // So many ask at once; whoever comes beyond waits in line.
    private const int Connections = 64;

    // What takes half as long again as it should has not been held.
    private const double Patience = 1.5;

    private readonly IPEndPoint _server;
    private readonly HttpConnection[] _connections;

    /// <param name="port">Where the site listens on this machine.</param>
    public PacedLoad(int port)
    {
        _server = new IPEndPoint(IPAddress.Loopback, port);
        _connections = [.. Enumerable.Range(0, Connections).Select(_ => new HttpConnection(_server))];
    }

    /// <summary>Opens the connections.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        foreach (var connection in _connections)
            await connection.OpenAsync(cancellation);
    }

    /// <summary>Asks for some time.</summary>
    /// <param name="requests">The request of each number, from <paramref name="first"/> on.</param>
    /// <param name="first">The number of the first.</param>
    /// <param name="rate">How many a second.</param>
    /// <param name="time">For how long.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<Paced> RunAsync(Func<int, Asked> requests, int first, double rate, TimeSpan time, CancellationToken cancellation)
    {
        var run = new Run(requests, first, rate, (int)(rate * time.TotalSeconds), time * Patience);
        var parts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(n => Task.Run(() => AskAsync(n, run, cancellation), cancellation)));
        var all = parts.SelectMany(part => part).ToList();
        return new Paced(
            rate, Stopwatch.GetElapsedTime(run.Started),
            [.. all.Where(one => one.Succeeded && !one.Writes).Select(one => one.Took).Order()],
            [.. all.Where(one => one.Succeeded && one.Writes).Select(one => one.Took).Order()],
            all.Where(one => !one.Succeeded).CountBy(one => one.Status).ToDictionary(),
            run.Count - all.Count);
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            connection.Dispose();
    }

    private async Task<List<Answered>> AskAsync(int connection, Run run, CancellationToken cancellation)
    {
        var answers = new List<Answered>(1024);
        for (int number; (number = run.Take()) < run.Count && Stopwatch.GetElapsedTime(run.Started) < run.Longest;)
        {
            // Who is early waits, and is not late for the clock's being a coarse one; who is late was kept waiting.
            var (due, early) = (run.Due(number), run.Due(number) - Stopwatch.GetTimestamp());
            if (early > 0)
                await Task.Delay(TimeSpan.FromSeconds((double)early / Stopwatch.Frequency), cancellation);
            var since = early > 0 ? Stopwatch.GetTimestamp() : due;
            var asked = run.Requests(run.First + number);
            var status = await StatusAsync(connection, asked.Bytes, cancellation);
            answers.Add(new Answered(status, asked.Writes, Stopwatch.GetElapsedTime(since)));
        }

        return answers;
    }

    private async Task<int> StatusAsync(int connection, byte[] request, CancellationToken cancellation)
    {
        try
        {
            return (await _connections[connection].TryAsync(request)).Status;
        }
        catch (Exception broken) when (broken is IOException or System.Net.Sockets.SocketException or InvalidDataException)
        {
            _connections[connection].Dispose();
            _connections[connection] = new HttpConnection(_server);
            await _connections[connection].OpenAsync(cancellation);
            return 0;
        }
    }

    private readonly record struct Answered(int Status, bool Writes, TimeSpan Took)
    {
        public bool Succeeded => Status is >= 200 and < 300;
    }

    private sealed class Run(Func<int, Asked> requests, int first, double rate, int count, TimeSpan longest)
    {
        private int _next = -1;

        public Func<int, Asked> Requests => requests;

        public int First => first;

        public int Count => count;

        public TimeSpan Longest => longest;

        public long Started { get; } = Stopwatch.GetTimestamp();

        public int Take() => Interlocked.Increment(ref _next);

        public long Due(int number) => Started + (long)(number / rate * Stopwatch.Frequency);
    }
}
