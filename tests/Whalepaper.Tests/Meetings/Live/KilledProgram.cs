using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Whalepaper.Data;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Meetings.Live;

/// <summary>The real program as a process of its own, on data of the test, to be killed in the middle.</summary>
internal sealed partial class KilledProgram : IAsyncDisposable
{
    // By which the server knows its connections again.
    private const string Name = "whalepaper-to-be-killed";

    private static readonly TimeSpan longest = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly Task<string[]> _written;

    private KilledProgram(Process process, Uri address, Task<string[]> written)
    {
        (_process, _written) = (process, written);
        Client = new HttpClient { BaseAddress = address };
    }

    /// <summary>Asks it.</summary>
    public HttpClient Client { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address => Client.BaseAddress!;

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it is dead.</summary>
    public bool IsDead => _process.HasExited;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>How it is started, with everything that it says to be read.</summary>
    /// <param name="data">The data.</param>
    /// <param name="words">What it is told to do.</param>
    public static ProcessStartInfo Prepare(DataSettings data, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Whalepaper.dll"), .. words, "--data", data.Folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("WHALEPAPER_DATABASE");
        if (data.IsPostgres)
            start.Environment["WHALEPAPER_DATABASE"] = new NpgsqlConnectionStringBuilder(data.Database) { ApplicationName = Name }.ToString();
        // It does not live long enough to be made faster.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <summary>Starts it, and waits until it says where it listens.</summary>
    /// <param name="data">The data.</param>
    /// <param name="alter">A last word on how it is started; null for none.</param>
    public static async Task<KilledProgram> StartAsync(DataSettings data, Action<ProcessStartInfo>? alter = null)
    {
        var start = Prepare(data, "serve", "--urls", "http://127.0.0.1:0");
        alter?.Invoke(start);
        var process = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var errors = process.StandardError.ReadToEndAsync(Stop);
        while (await process.StandardOutput.ReadLineAsync(Stop) is { } line)
        {
            if (Greeting().Match(line) is { Success: true } said)
                return new KilledProgram(process, new Uri(said.Groups["address"].Value), Task.WhenAll(errors, process.StandardOutput.ReadToEndAsync(Stop)));
        }

        using (process)
            throw new InvalidOperationException($"The program ended before it listened: {await errors}");
    }

    /// <summary>Asks it to end, as an operator does.</summary>
    public void Ask()
    {
        using var asked = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        asked.WaitForExit();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync(Stop);
        return _process.ExitCode;
    }

    /// <summary>Kills it at once, whatever it does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>What it said since it listened; waits until it is dead.</summary>
    public async Task<string> SaidAsync() => string.Concat(await _written);

    /// <summary>Does something with it. Where that fails, it is killed, and what it said stands beside the failure: else nobody would learn why it answered as it did.</summary>
    public async Task OrTellAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception failure) when (!Stop.IsCancellationRequested)
        {
            Kill();
            throw new InvalidOperationException($"{failure.Message}\nThe program said: {await SaidAsync()}", failure);
        }
    }

    /// <summary>Waits until it is dead, and the database has done with what it was told last: that may be after the death of who told it.</summary>
    public async Task UntilDeadAsync(TestDatabase database)
    {
        await _process.WaitForExitAsync(Stop);
        if (database.Settings.IsPostgres)
            await UntilLetGoAsync(database);
    }

    /// <summary>Waits until the server has done with all that was told over connections that are lost.</summary>
    public static async Task UntilLetGoAsync(TestDatabase database)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(longest);
        await using var source = NpgsqlDataSource.Create(database.Settings.Database!);
        await using var still = source.CreateCommand($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{Name}'");
        while (await still.ExecuteScalarAsync(limit.Token) is not 0L)
            await Task.Yield();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        await _written;
        _process.Dispose();
    }

    [GeneratedRegex("^Whalepaper is at (?<address>http://[0-9.:]+)\\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Greeting();
}
