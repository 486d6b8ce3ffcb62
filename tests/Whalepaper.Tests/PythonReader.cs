using System.Diagnostics;
using System.Text.Json;

namespace Whalepaper.Tests;

/// <summary>Reads what the program wrote with a library of Debian's Python, which shares nothing with what wrote it.</summary>
internal static class PythonReader
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Gives a script what is to be read, and takes its answer.</summary>
    /// <typeparam name="T">What the script answers, as JSON.</typeparam>
    /// <param name="script">The script's path below the tests.</param>
    /// <param name="written">What is to be read.</param>
    /// <param name="arguments">What it is told besides.</param>
    /// <exception cref="InvalidDataException">It could not be read.</exception>
    public static async Task<T> ReadAsync<T>(string script, ReadOnlyMemory<byte> written, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, script), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var python = Process.Start(start) ?? throw new InvalidOperationException($"{Python} did not start.");
        var answer = python.StandardOutput.ReadToEndAsync();
        var complaint = python.StandardError.ReadToEndAsync();
        await python.StandardInput.BaseStream.WriteAsync(written);
        python.StandardInput.Close();
        await python.WaitForExitAsync();
        return python.ExitCode == 0 ? JsonSerializer.Deserialize<T>(await answer, JsonSerializerOptions.Web)! : throw new InvalidDataException($"{script} could not read it: {await complaint}");
    }
}
