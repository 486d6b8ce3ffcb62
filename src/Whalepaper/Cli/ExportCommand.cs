using System.CommandLine;
using System.Text;
using Whalepaper.Charter;

namespace Whalepaper.Cli;

/// <summary><c>export</c>: writes the group's document as it is true now.</summary>
internal static class ExportCommand
{
    private static readonly Option<string> Format = new("--format") { Description = "What to write: readme", DefaultValueFactory = _ => "readme" };

    private static readonly Option<FileInfo?> Output = new("--output", "-o") { Description = "File to write; the standard output unless given", HelpName = "FILE" };

    public static Command Build()
    {
        Format.AcceptOnlyFromAmong("readme");
        var command = new Command("export", "Write the group's document as it is true now") { Format, Output };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken cancellation)
    {
        var data = Commands.Settings(asked);
        if (!data.IsPostgres && !File.Exists(data.SqlitePath))
            throw new CommandFailedException($"There is no group in {Path.GetFullPath(data.Folder)}. Import a document first.");
        await using var workshop = Workshop.Open(data, alone: false);
        await using var scope = workshop.Scope();
        var text = await scope.ServiceProvider.GetRequiredService<CharterExport>().RunAsync(cancellation)
            ?? throw new CommandFailedException("There is no group yet. Import a document first.");
        var bytes = Encoding.UTF8.GetBytes(text);
        if (asked.GetValue(Output) is { } file)
        {
            // Written beside and moved, so that a full disk leaves the old file whole.
            var beside = file.FullName + ".new";
            await File.WriteAllBytesAsync(beside, bytes, cancellation);
            File.Move(beside, file.FullName, overwrite: true);
            return 0;
        }

        await using var output = Console.OpenStandardOutput();
        await output.WriteAsync(bytes, cancellation);
        return 0;
    }
}
