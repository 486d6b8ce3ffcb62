using System.CommandLine;
using Whalepaper.Backups;
using Whalepaper.Data;
using Whalepaper.Data.Rows;
using Whalepaper.Files;

namespace Whalepaper.Cli;

/// <summary><c>restore</c>: puts a backup into an empty folder or database; whole and verified, or not at all.</summary>
internal static class RestoreCommand
{
    /// <summary>What is said to the second of two who build in one database.</summary>
    public const string Busy = "Somebody else is restoring or copying into this database. Wait until they are done; what they make is then in it.";

    private static readonly Argument<FileInfo> Source = new("FILE") { Description = "The backup" };

    public static Command Build()
    {
        var command = new Command("restore", "Put a backup into an empty data folder, or with --database into an empty database") { Source, Passphrase.Lying };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken cancellation)
    {
        // What is built out of sight is told by the connection, which a pooler does not pass on.
        var data = Commands.Settings(asked).Unpooled;
        await using var backup = await BackupReader.OpenAsync(asked.GetValue(Source)!.FullName, Passphrase.Read(asked));
        var content = await RunAsync(backup, data, new ProgressLines(), cancellation);
        Console.WriteLine($"Restored what Whalepaper {backup.Head.Program} backed up from {backup.Head.Engine} at {backup.Head.At}: {BackupCommand.Said(content)}. All of it was read again, and is as it was.");
        foreach (var key in content.Missing)
            await Console.Error.WriteLineAsync($"The upload {key} was missing or not what it was when the backup was made. 'whalepaper doctor' says whose it is.");
        return 0;
    }

    /// <summary>Restores, out of sight until all is well.</summary>
    public static async Task<BackupContent> RunAsync(BackupReader backup, DataSettings data, IProgress<BackupStep>? progress, CancellationToken cancellation)
    {
        var scaffold = Scaffold.For(data);
        if (scaffold.InFolder() is { } lying)
            throw new CommandFailedException($"{Path.GetFullPath(data.Folder)} is not empty: it holds {lying}. A backup is restored into an empty folder; name another one with --data.");
        if (await scaffold.InDatabaseAsync(cancellation) is { } table)
            throw new CommandFailedException($"The database is not empty: it has a table {table}. A backup is restored into an empty one; make another.");
        using var held = DataFolderLock.Take(data);
        await using var place = await scaffold.HoldAsync(cancellation) ?? throw new CommandFailedException(Busy);
        try
        {
            await scaffold.ClearAsync(cancellation);
            await scaffold.PrepareAsync(cancellation);
            BackupContent content;
            await using (var workshop = Workshop.Open(scaffold.Inside, alone: false))
            {
                await using var scope = workshop.Scope();
                content = await scope.ServiceProvider.GetRequiredService<Restoration>().RunAsync(backup, progress, cancellation);
            }

            await RevealAsync(scaffold, backup, cancellation);
            return content;
        }
        catch
        {
            await scaffold.ClearAsync(CancellationToken.None);
            throw;
        }
    }

    private static async Task RevealAsync(Scaffold scaffold, BackupReader backup, CancellationToken cancellation)
    {
        try
        {
            await scaffold.RevealAsync(cancellation);
        }
        catch
        {
            // In a folder its uploads go with it; in a bucket they would stay.
            if (await scaffold.IsStandingAsync(CancellationToken.None))
            {
                await using var workshop = Workshop.Open(scaffold.Inside, alone: false);
                await using var scope = workshop.Scope();
                foreach (var file in backup.Sums!.Files)
                    await scope.ServiceProvider.GetRequiredService<IFileStore>().RemoveAsync(file.Key, CancellationToken.None);
            }

            throw;
        }
    }
}
