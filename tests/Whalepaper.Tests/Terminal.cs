using System.Diagnostics;
using System.Text;
using Xunit;

namespace Whalepaper.Tests;

/// <summary>The program as a person calls it.</summary>
internal static class Terminal
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Runs it in English.</summary>
    public static Task<(int Exit, string Out, string Error)> RunAsync(params string[] arguments) => RunAsync([], arguments);

    /// <summary>Runs it in these surroundings.</summary>
    public static async Task<(int Exit, string Out, string Error)> RunAsync((string Name, string Value)[] surroundings, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Whalepaper.dll"), .. arguments])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment.Remove("WHALEPAPER_DATABASE");
        foreach (var (name, value) in (IEnumerable<(string, string)>)[("LC_ALL", "C.UTF-8"), ("NO_COLOR", "1"), .. surroundings])
            start.Environment[name] = value;
        using var program = Process.Start(start) ?? throw new InvalidOperationException("The program did not start.");
        var output = program.StandardOutput.ReadToEndAsync(Stop);
        var error = program.StandardError.ReadToEndAsync(Stop);
        await program.WaitForExitAsync(Stop);
        return (program.ExitCode, await output, await error);
    }
}
