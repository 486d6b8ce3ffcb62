using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Whalepaper.Files;

/// <summary>What the reading of a document may take.</summary>
/// <param name="Time">From its start to its end.</param>
/// <param name="Memory">The most bytes that its process holds in memory.</param>
/// <param name="Letters">The most text that is taken from it, in UTF-16 units.</param>
public sealed record PdfLimits(TimeSpan Time, long Memory, int Letters)
{
    /// <summary>Ten seconds and half a gigabyte.</summary>
    public static readonly PdfLimits Usual = new(TimeSpan.FromSeconds(10), 512L * 1024 * 1024, 200_000);
}

/// <summary>What came of reading a document.</summary>
/// <param name="Text">What is said in it; null if it could not be read.</param>
/// <param name="Fault">Why it could not be read; null if it could.</param>
/// <param name="Peak">The most bytes that the process was seen to hold.</param>
public sealed record PdfReading(string? Text, TextFault? Fault, long Peak);

/// <summary>
/// Reads documents in processes of their own. A parser of PDF can be led into loops, into depths where the stack ends and the process with it,
/// and into promises of memory; none of which anything inside the process could stop. So it is watched from outside and ended.
/// </summary>
internal static class PdfText
{
    /// <summary>The largest document that is read, in bytes: it is held in memory while it is.</summary>
    public const long Largest = 100 * FileSize.Megabyte;

    private static readonly TimeSpan glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Reads a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="cancellation">Stops the work, and ends the process.</param>
    /// <param name="watched">From how many bytes on the process is ended, where it is not left to its own bound first.</param>
    public static async Task<PdfReading> ReadAsync(Stream document, PdfLimits limits, CancellationToken cancellation, long? watched = null)
    {
        using var process = new Process { StartInfo = PdfProcess.Describe(limits) };
        process.Start();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(limits.Time);
        try
        {
            var watch = new Watch(process, watched ?? limits.Memory);
            var talk = Task.WhenAll(GiveAsync(document, process, late.Token), DropAsync(process, late.Token));
            var text = TakeAsync(process, limits.Letters, late.Token);
            await watch.UntilEndAsync(late.Token);
            var said = await text;
            await talk;
            return new PdfReading(Fault(process, watch) is null ? said : null, Fault(process, watch), watch.Peak);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new PdfReading(null, TextFault.Slow, 0);
        }
        finally
        {
            End(process);
        }
    }

    private static TextFault? Fault(Process process, Watch watch) => watch.IsHeavy ? TextFault.Heavy : process.ExitCode switch
    {
        PdfReader.Read => null,
        PdfReader.Locked => TextFault.Locked,
        PdfReader.Heavy => TextFault.Heavy,
        _ => TextFault.Unreadable,
    };

    private static async Task GiveAsync(Stream document, Process process, CancellationToken cancellation)
    {
        try
        {
            await document.CopyToAsync(process.StandardInput.BaseStream, cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Whoever ended before it had heard everything says why by its code.
        }
    }

    // What the runtime says when it breaks down is of no use to anybody, and must not fill the pipe.
    private static async Task DropAsync(Process process, CancellationToken cancellation) => await process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellation);

    private static async Task<string> TakeAsync(Process process, int letters, CancellationToken cancellation)
    {
        using var reader = new StreamReader(process.StandardOutput.BaseStream, new UTF8Encoding(false));
        var (text, buffer) = (new StringBuilder(), new char[8192]);
        for (int read; (read = await reader.ReadAsync(buffer, cancellation)) > 0;)
            text.Append(buffer, 0, Math.Min(read, letters - text.Length));
        return text.ToString().Trim();
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }

    /// <summary>Looks how much memory a process holds, and ends it when that is too much.</summary>
    private sealed class Watch(Process process, long most)
    {
        public long Peak { get; private set; }

        public bool IsHeavy { get; private set; }

        public async Task UntilEndAsync(CancellationToken cancellation)
        {
            using var timer = new PeriodicTimer(glance);
            var end = process.WaitForExitAsync(cancellation);
            while (!end.IsCompleted)
            {
                await Task.WhenAny(end, timer.WaitForNextTickAsync(cancellation).AsTask());
                Look();
            }

            await end;
        }

        private void Look()
        {
            try
            {
                process.Refresh();
                Peak = Math.Max(Peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It has just ended.
            }

            if (Peak <= most || IsHeavy)
                return;
            IsHeavy = true;
            End(process);
        }
    }
}

/// <summary>How the process is started in which a document is read: this program again, with little memory, nothing in its surroundings, and no way to write files.</summary>
internal static class PdfProcess
{
    // Beside what is collected, the runtime and the program's own code take some hundred megabytes.
    internal const long Overhead = 160 * FileSize.Megabyte;

    // Addresses are reserved far beyond what is used; this only stops what runs away outside the collected heap.
    private const long Addresses = 4L * 1024 * FileSize.Megabyte;

    private static readonly string[] passedOn = ["DOTNET_ROOT", "LANG", "LC_ALL"];

    private static readonly string? bound = OperatingSystem.IsLinux() ? new[] { "/usr/bin/prlimit", "/bin/prlimit" }.FirstOrDefault(File.Exists) : null;

    /// <summary>Describes it.</summary>
    public static ProcessStartInfo Describe(PdfLimits limits)
    {
        var (program, arguments) = Itself();
        if (bound is not null)
            (program, arguments) = (bound, [$"--as={Addresses}", "--core=0", "--fsize=0", "--", program, .. arguments]);
        var start = new ProcessStartInfo(program, [.. arguments, PdfReader.Command, limits.Letters.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        var kept = passedOn.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).Where(one => one.Value is not null).ToList();
        // Neither the database's password nor anybody's keys are any business of a document's.
        start.Environment.Clear();
        foreach (var (name, value) in kept)
            start.Environment[name] = value;
        start.Environment["DOTNET_GCHeapHardLimit"] = (limits.Memory - Overhead).ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        // The runtime guards its own code by a file in memory, which is a file too.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return start;
    }

    // Published, the program is one file that starts itself; from a build folder, it may run by the framework's.
    private static (string Program, string[] Arguments) Itself()
    {
        var here = Environment.ProcessPath ?? "dotnet";
        if (string.Equals(Path.GetFileNameWithoutExtension(here), "dotnet", StringComparison.OrdinalIgnoreCase))
            return (here, [Path.Combine(AppContext.BaseDirectory, "Whalepaper.dll")]);
        var own = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Whalepaper.exe" : "Whalepaper");
        return (File.Exists(own) ? own : here, []);
    }
}
