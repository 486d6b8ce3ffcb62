using System.CommandLine;
using System.Globalization;
using NodaTime;
using Whalepaper.Backups;
using Whalepaper.Data;
using Whalepaper.Files;

namespace Whalepaper.Cli;

/// <summary><c>backup</c>: writes the whole group into one file, whoever works on it meanwhile.</summary>
internal static class BackupCommand
{
    private static readonly Argument<FileInfo> Target = new("FILE") { Description = "Where the backup is written; nothing may be there yet" };

    public static Command Build()
    {
        var command = new Command("backup", "Write the whole group with its uploads into one file, while the site goes on") { Target, Passphrase.Lying };
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>Says what a backup holds.</summary>
    public static string Said(BackupContent content) =>
        string.Create(CultureInfo.InvariantCulture, $"{content.Tables} tables with {content.Rows} rows, {(content.Files == 0 ? "no uploads" : $"{content.Files} upload{(content.Files == 1 ? "" : "s")} with {FileSize.Said(content.FileBytes)}")}");

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken cancellation)
    {
        var passphrase = Passphrase.ReadNew(asked);
        var path = asked.GetValue(Target)!.FullName;
        var data = Commands.Settings(asked);
        Commands.RequireGroup(data);
        await using var workshop = Workshop.Open(data, alone: false);
        await using var scope = workshop.Scope();
        var backup = scope.ServiceProvider.GetRequiredService<Backup>();
        var now = scope.ServiceProvider.GetRequiredService<IClock>().GetCurrentInstant();
        var content = await BackupFile.WriteAsync(path, file => backup.WriteAsync(file, passphrase, new ProgressLines(), cancellation));
        Console.WriteLine($"{path}: {Said(content)}; {(passphrase is null ? "not encrypted, so keep it as private as the group" : "encrypted")}.");
        await NoteAsync(scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), now, cancellation);
        foreach (var key in content.Missing)
            await Console.Error.WriteLineAsync($"The upload {key} is missing or not what it was. If it was taken away just now, back up again; else 'whalepaper doctor' says whose it is. All else is in the backup.");
        return content.Missing.Count > 0 ? 1 : 0;
    }

    // The organizer sees how long ago it was; the backup is none the worse if not.
    private static async Task NoteAsync(WhalepaperDb db, Instant at, CancellationToken cancellation)
    {
        try
        {
            await db.NoteBackupAsync(at, cancellation);
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException)
        {
            await Console.Error.WriteLineAsync($"The backup is whole, but it could not be noted that there is one: {(failure.InnerException ?? failure).Message}");
        }
    }
}
