using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Whalepaper.Tests.Copies;

/// <summary>A server that somebody else made, as a process of the test's own: on a free port, in a folder that goes with it.</summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private const int MostTries = 5;

    private static readonly TimeSpan longest = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly string _folder;
    private readonly StringBuilder _said = new();
    private Task _rest = Task.CompletedTask;

    private ChildServer(Process process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    /// <summary>Where it listens, at 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>Whether the tests run as the machine's root, of whom servers ask another user's name.</summary>
    public static bool IsRoot => Environment.IsPrivilegedProcess;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts it, and waits until it says that it is ready.</summary>
    /// <param name="program">The whole path of the program.</param>
    /// <param name="ready">What it says on its standard error then.</param>
    /// <param name="settings">The text of its settings, given its folder and the port to listen at.</param>
    /// <param name="arguments">What it is started with, given its folder and the file of its settings.</param>
    public static async Task<ChildServer> StartAsync(string program, string ready, Func<string, int, string> settings, Func<string, string, string[]> arguments)
    {
        if (!File.Exists(program))
            throw new InvalidOperationException($"{program} is not installed: ./test installs it.");
        // Between finding a port and listening there, somebody else may take it.
        for (var tries = 1; ; tries++)
        {
            var (folder, port) = (Directory.CreateTempSubdirectory("whalepaper-server-").FullName, FreePort());
            var file = Path.Combine(folder, "settings");
            await File.WriteAllTextAsync(file, settings(folder, port), Stop);
            var process = Process.Start(new ProcessStartInfo(program, arguments(folder, file)) { UseShellExecute = false, RedirectStandardError = true }) ?? throw new InvalidOperationException($"{program} did not start.");
            var server = new ChildServer(process, folder, port);
            var isReady = false;
            try
            {
                isReady = await server.IsReadyAsync(ready);
            }
            finally
            {
                // Whoever stops the tests meanwhile leaves nothing running either.
                if (!isReady)
                    await server.DisposeAsync();
            }

            if (isReady)
                return server;
            if (tries == MostTries)
                throw new InvalidOperationException($"{program} ended before it was ready: {server._said}");
        }
    }

    /// <summary>A port at which nobody listens now, and which the system gives to nobody who asks for any: it stays free while whoever listens there is down.</summary>
    public static int LastingPort()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 32_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // Another one is free.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // As its operator does: it ends its own workers.
            using var asked = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await asked.WaitForExitAsync();
            using var limit = new CancellationTokenSource(longest);
            try
            {
                await _process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        await _rest;
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync(string ready)
    {
        while (await _process.StandardError.ReadLineAsync(Stop) is { } line)
        {
            _said.AppendLine(line);
            if (!line.Contains(ready, StringComparison.Ordinal))
                continue;
            // What it says is read on, or it would wait for a reader one day.
            _rest = _process.StandardError.ReadToEndAsync(CancellationToken.None);
            return true;
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
