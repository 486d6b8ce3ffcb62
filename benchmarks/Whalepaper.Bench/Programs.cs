using System.Diagnostics;

namespace Whalepaper.Bench;

/// <summary>Which core the server gets, and which the load. One alone where the machine has no two.</summary>
/// <param name="Server">The server's, as <c>taskset</c> names them.</param>
/// <param name="Load">The load's.</param>
/// <param name="Last">The number of the last one there is.</param>
internal sealed record Cores(string Server, string Load, int Last)
{
    /// <summary>The first core for the server, the last for the load.</summary>
    public static Cores OfThisMachine(int count) => new("0", Said(count - 1), count - 1);

    /// <summary>All of them for the server, as it has them in its everyday: for what is a figure of the machine and no ratio.</summary>
    public Cores Whole => this with { Server = $"0-{Said(Last)}" };

    private static string Said(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Starts programs on a core.</summary>
internal static class Programs
{
    /// <summary>Starts a program, or a dll with <c>dotnet</c>, pinned to a core; what it says goes nowhere, its complaints to our own error stream.</summary>
    /// <param name="core">The core, or the cores.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="environment">What its environment says besides; null for nothing.</param>
    public static Process Start(string core, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("taskset") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(program)! };
        foreach (var argument in (string[])["-c", core, .. Command(program), .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("taskset did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                Console.Error.WriteLine(line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string[] Command(string program) => program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program];

    /// <summary>Runs a program to its end.</summary>
    /// <returns>How long it took, and the most memory that it held, in bytes.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<(TimeSpan Took, long PeakMemory)> RunAsync(string core, string program, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Start(core, program, arguments);
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process));
            await Task.WhenAny(process.WaitForExitAsync(cancellation), Task.Delay(TimeSpan.FromMilliseconds(50), cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        var took = Stopwatch.GetElapsedTime(started);
        return process.ExitCode == 0 ? (took, peak) : throw new InvalidOperationException($"{Path.GetFileName(program)} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // It ended in between.
        }
    }
}
