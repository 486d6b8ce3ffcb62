using System.CommandLine;
using System.Data.Common;
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
        await using var hold = await scaffold.HoldAsync(cancellation) ?? throw new CommandFailedException(Busy);
        if (await scaffold.InDatabaseAsync(cancellation) is { } table)
            throw new CommandFailedException($"The database is not empty: it has a table {table}. A backup is restored into an empty one; make another.");
        using var held = DataFolderLock.Take(data);
        var isWhole = false;
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

            isWhole = true;
            await scaffold.RevealAsync(cancellation);
            return content;
        }
        catch
        {
            await TakeAwayAsync(scaffold, isWhole ? backup.Sums!.Files : []);
            throw;
        }
    }

    // Why it failed is told by whoever calls; that something of it is left besides is told here.
    private static async Task TakeAwayAsync(Scaffold scaffold, IReadOnlyList<FileSum> files)
    {
        try
        {
            // The last step may have been done all the same, if its answer was lost on the way: then there is a group, and all of it stays.
            if (files.Count > 0 && !await scaffold.IsStandingAsync(CancellationToken.None))
                return;
            // In a folder its uploads go with it; in a bucket they would stay.
            if (files.Count > 0)
            {
                await using var workshop = Workshop.Open(scaffold.Inside, alone: false);
                await using var scope = workshop.Scope();
                foreach (var file in files)
                    await scope.ServiceProvider.GetRequiredService<IFileStore>().RemoveAsync(file.Key, CancellationToken.None);
            }

            await scaffold.ClearAsync(CancellationToken.None);
        }
        catch (Exception failure) when (failure is DbException or IOException or UnauthorizedAccessException or FileStoreException)
        {
            await Console.Error.WriteLineAsync($"What was built so far could not be taken away: {failure.Message} Before you restore again, empty the data folder, the place of the uploads and the database.");
        }
    }
}
