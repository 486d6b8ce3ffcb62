using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Whalepaper.Bench;

/// <summary>A program that serves, run as a process of its own on the server's core.</summary>
internal sealed class SiteProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SiteProcess(Process process, int port)
    {
        _process = process;
        Port = port;
        Client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Asks it now and then; the load has connections of its own.</summary>
    public HttpClient Client { get; }

    /// <summary>From the start of the process to its first answer of 200.</summary>
    public TimeSpan StartedWithin { get; private set; }

    /// <summary>Memory that the process holds now (resident set), in bytes.</summary>
    public long Memory => StatusOf("VmRSS:");

    /// <summary>The most memory that it ever held, in bytes.</summary>
    public long PeakMemory => StatusOf("VmHWM:");

    /// <summary>How many files, sockets and pipes it holds open.</summary>
    public int Handles => Directory.GetFileSystemEntries(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/fd")).Length;

    /// <summary>How many threads it has.</summary>
    public int Threads => (int)(StatusOf("Threads:") / 1024);

    /// <summary>How long its threads have worked, all together; two cores that do nothing else give two seconds a second.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>How long the thread has worked on which the runtime compiles anew what runs often. It begins from nothing when there was a while without any.</summary>
    public TimeSpan Compiling => TimeSpan.FromMilliseconds(10 * Directory.EnumerateDirectories(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process.Id}/task"))
        .Select(task => Path.Combine(task, "stat")).Select(TicksOf).Sum());

    /// <summary>Starts a program and waits for its first answer.</summary>
    /// <param name="cores">Which core it gets.</param>
    /// <param name="program">Its dll.</param>
    /// <param name="arguments">What it is told; the address comes behind.</param>
    /// <param name="path">What is asked for until it answers.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <param name="environment">What its environment says besides; null for nothing.</param>
    public static async Task<SiteProcess> StartAsync(Cores cores, string program, IEnumerable<string> arguments, string path, CancellationToken cancellation, IReadOnlyDictionary<string, string>? environment = null)
    {
        var port = FreePort();
        var started = Stopwatch.GetTimestamp();
        var process = Programs.Start(cores.Server, program, [.. arguments, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")], environment);
        var site = new SiteProcess(process, port);
        try
        {
            await site.WaitAsync(path, cancellation);
            site.StartedWithin = Stopwatch.GetElapsedTime(started);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets it stand still, or go on: who takes turns with it has the machine alone.</summary>
    public async Task HoldAsync(bool still, CancellationToken cancellation)
    {
        using var signal = Process.Start("kill", [still ? "-STOP" : "-CONT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    // The kernel cuts the thread's name, and counts in hundredths of a second.
    private static long TicksOf(string stat)
    {
        try
        {
            var line = File.ReadAllText(stat);
            var told = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return line.Contains("(.NET Tiered", StringComparison.Ordinal) ? long.Parse(told[11], CultureInfo.InvariantCulture) + long.Parse(told[12], CultureInfo.InvariantCulture) : 0;
        }
        catch (IOException)
        {
            // The thread ended meanwhile.
            return 0;
        }
    }

    private async Task WaitAsync(string path, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        var request = $"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".Select(c => (byte)c).ToArray();
        while (!await AnswersAsync(request, limit.Token))
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The program ended with {_process.ExitCode} before it answered.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), limit.Token);
        }
    }

    // A bare socket: the first request of an HttpClient takes longer to compile than what is measured here.
    private async Task<bool> AnswersAsync(byte[] request, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Port), cancellation);
            await socket.SendAsync(request, cancellation);
            var answer = new byte[16];
            var received = await socket.ReceiveAsync(answer, cancellation);
            return received >= 12 && answer.AsSpan(9, 3).SequenceEqual("200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private long StatusOf(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB "), CultureInfo.InvariantCulture) * 1024;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
