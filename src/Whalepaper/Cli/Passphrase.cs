using System.CommandLine;
using Whalepaper.Backups;

namespace Whalepaper.Cli;

/// <summary>The passphrase of a backup. It is never an argument, since those are shown to everybody who lists the processes of the machine.</summary>
internal static class Passphrase
{
    /// <summary>The variable that holds it.</summary>
    public const string Variable = BackupPassphrase.Variable;

    /// <summary>The file that holds it, in its first line.</summary>
    public static readonly Option<FileInfo?> Lying = new("--passphrase-file")
    {
        Description = $"File whose first line is the passphrase of the backup. Default: ${Variable}, or none",
        HelpName = "FILE",
    };

    /// <summary>Reads it; null for none.</summary>
    /// <exception cref="CommandFailedException">The file cannot be read, or holds none.</exception>
    public static string? Read(ParseResult asked)
    {
        if (asked.GetValue(Lying) is not { } file)
            return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : null;
        if (!file.Exists)
            throw new CommandFailedException($"There is no file {file.FullName}.");
        return File.ReadLines(file.FullName).FirstOrDefault() is { Length: > 0 } line ? line : throw new CommandFailedException($"The first line of {file.FullName} is empty: it should be the passphrase.");
    }

    /// <summary>Reads one that will guard something; null for none.</summary>
    /// <exception cref="CommandFailedException">As above.</exception>
    /// <exception cref="BackupException">It is too short to guard anything.</exception>
    public static string? ReadNew(ParseResult asked) => Read(asked) is { } passphrase ? BackupPassphrase.Solid(passphrase) : null;
}
