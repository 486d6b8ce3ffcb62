using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Whalepaper.Data;
using Whalepaper.Tests.Copies;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>A PostgreSQL server of a test's own, set as it comes: to be stopped, to fall, and to come back.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    // It refuses to run as the machine's root.
    private const string User = "postgres";

    private readonly string _folder = Directory.CreateTempSubdirectory("whalepaper-postgres-").FullName;
    private readonly string _port = ChildServer.LastingPort().ToString(CultureInfo.InvariantCulture);
    private bool _isUp;

    private OwnPostgres() => Address = $"Host=127.0.0.1;Port={_port};Username={User};Database=postgres";

    /// <summary>A connection string of its owner.</summary>
    public string Address { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_folder, "data");

    private string Log => Path.Combine(_folder, "log");

    /// <summary>Makes one and starts it.</summary>
    public static async Task<OwnPostgres> StartAsync()
    {
        var server = new OwnPostgres();
        try
        {
            if (ChildServer.IsRoot)
                await RunAsync("chown", User, server._folder);
            await server.TellAsync("initdb", "-o", $"--auth=trust --username={User} --encoding=UTF8 --locale=C.UTF-8 --no-sync");
            await server.ComeBackAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    /// <summary>Starts it where it was, and waits until it takes questions.</summary>
    public async Task ComeBackAsync()
    {
        await TellAsync("start", "-w", "-l", Log, "-o", $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1");
        _isUp = true;
    }

    /// <summary>Ends it as its operator does, and waits until it has ended.</summary>
    /// <param name="mode"><c>fast</c>: it throws everybody out and puts its files in order; <c>immediate</c>: it leaves them as they are, to be put in order when it comes back.</param>
    public async Task StopAsync(string mode)
    {
        await TellAsync("stop", "-w", "-m", mode);
        _isUp = false;
    }

    /// <summary>Kills it at once. Its own processes see that and end; until they have, no other could be in its place.</summary>
    public async Task FallAsync()
    {
        var id = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid"), Stop))[0];
        using var first = Of(id)!;
        var own = (await File.ReadAllTextAsync($"/proc/{id}/task/{id}/children", Stop)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Of).OfType<Process>().ToList();
        first.Kill();
        _isUp = false;
        foreach (var one in (Process[])[first, .. own])
        {
            await one.WaitForExitAsync(Stop);
            one.Dispose();
        }
    }

    /// <summary>Kills the one of its processes that serves the program.</summary>
    /// <param name="database">The program's database.</param>
    public async Task LoseOneAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ToString());
        await using var command = source.CreateCommand("SELECT max(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'whalepaper%'");
        using var one = Process.GetProcessById((int)(await command.ExecuteScalarAsync(Stop))!);
        one.Kill();
    }

    /// <summary>Waits until it serves again, and lets go what the test had open to it before.</summary>
    public static async Task UntilItServesAsync(TestDatabase database)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await database.WithAsync(ServesAsync))
            limit.Token.ThrowIfCancellationRequested();

        Task<bool> ServesAsync(WhalepaperDb db)
        {
            NpgsqlConnection.ClearPool((NpgsqlConnection)db.Database.GetDbConnection());
            return db.Database.CanConnectAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isUp)
            await StopAsync("immediate");
        Directory.Delete(_folder, recursive: true);
    }

    // Null for one that has ended.
    private static Process? Of(string id)
    {
        try
        {
            return Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private Task TellAsync(string what, params string[] words)
    {
        var folder = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").MaxBy(version => double.Parse(Path.GetFileName(version), CultureInfo.InvariantCulture)) : null;
        var control = folder is null ? "pg_ctl" : Path.Combine(folder, "bin", "pg_ctl");
        return RunAsync([.. ChildServer.IsRoot ? (string[])["runuser", "-u", User, "--"] : [], control, what, "-s", "-D", Data, .. words]);
    }

    // What it says is read nowhere: a server that was started would hold the line open for as long as it lives.
    private static async Task RunAsync(params string[] words)
    {
        using var run = Process.Start(new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = Path.GetTempPath() }) ?? throw new InvalidOperationException($"{words[0]} did not start.");
        await run.WaitForExitAsync(CancellationToken.None);
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', words)}: {run.ExitCode}. PostgreSQL must be installed; ./test does that.");
    }
}
