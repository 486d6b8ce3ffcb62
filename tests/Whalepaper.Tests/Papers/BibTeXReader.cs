using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Whalepaper.Tests.Papers;

/// <summary>Reads BibTeX with Debian's python3-bibtexparser, which shares nothing with what wrote it.</summary>
internal static class BibTeXReader
{
    private const string Python = "/usr/bin/python3";

    public static async Task<List<Dictionary<string, string>>> ReadAsync(string bibtex)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Papers", "read_bibtex.py")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var python = Process.Start(start) ?? throw new InvalidOperationException($"{Python} did not start.");
        var answer = python.StandardOutput.ReadToEndAsync();
        var complaint = python.StandardError.ReadToEndAsync();
        await python.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(bibtex));
        python.StandardInput.Close();
        await python.WaitForExitAsync();
        if (python.ExitCode != 0)
            throw new InvalidDataException($"The BibTeX could not be read: {await complaint}");
        return JsonSerializer.Deserialize<List<Dictionary<string, string>>>(await answer)!;
    }
}
