using System.CommandLine;
using Whalepaper.Backups;
using Whalepaper.Data;
using Whalepaper.Data.Rows;

namespace Whalepaper.Cli;

/// <summary><c>copy</c>: moves a group from SQLite to PostgreSQL. What it stops in the middle of, the same command goes on with.</summary>
internal static class CopyCommand
{
    private static readonly Option<string> Target = new("--to") { Description = "The empty PostgreSQL database, as with --database; the server itself, and no pooler before it", HelpName = "URL", Required = true };

    public static Command Build()
    {
        var command = new Command("copy", "Copy a group that outgrew SQLite into a PostgreSQL database, while the site stands still") { Target };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken cancellation)
    {
        var source = Commands.Settings(asked);
        if (source.IsPostgres)
            throw new CommandFailedException("What is copied is the SQLite database of the data folder. Leave --database and WHALEPAPER_DATABASE out, and name where it goes with --to.");
        Commands.RequireGroup(source);
        var target = new DataSettings(source.Folder, PostgresAddress.Read(asked.GetValue(Target)) ?? throw new CommandFailedException("--to names no database."));
        try
        {
            var (content, before) = await RunAsync(source, target, new ProgressLines(), cancellation);
            Console.WriteLine($"Copied {content.Tables} tables with {content.Rows} rows{(before > 0 ? $"; {before} tables had been copied before" : "")}. All of it was read again, and is as it was.");
            Console.WriteLine($"From now on start with --database (or WHALEPAPER_DATABASE) and the same --data: uploads stay where they are. Put {Path.GetFullPath(source.SqlitePath)} away, so that nobody starts with it by mistake.");
            return 0;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or System.Data.Common.DbException)
        {
            await Console.Error.WriteLineAsync("The copy is not done, and nobody sees anything of it yet. Run the same command again: what is copied is not copied anew.");
            throw;
        }
    }

    /// <summary>Copies, out of sight until all is well; what is there of an attempt before is kept.</summary>
    public static async Task<(BackupContent Content, int Before)> RunAsync(DataSettings source, DataSettings target, IProgress<BackupStep>? progress, CancellationToken cancellation)
    {
        var scaffold = Scaffold.For(target);
        await using var hold = await scaffold.HoldAsync(cancellation) ?? throw new CommandFailedException(RestoreCommand.Busy);
        if (await scaffold.InDatabaseAsync(cancellation) is { } table)
            throw new CommandFailedException($"The database is not empty: it has a table {table}. A group is copied into an empty one; make another.");
        // Whoever holds the folder would write what is not copied any more.
        await using var here = Workshop.Open(source, alone: true);
        await using var from = here.Scope();
        await Commands.RequireCurrentAsync(from.ServiceProvider, alone: false, cancellation);
        // What a restoring left in the folder is none of this.
        scaffold.ClearFolder();
        await scaffold.PrepareAsync(cancellation);
        (BackupContent Content, int Before) copied;
        await using (var there = Workshop.Open(scaffold.Inside, alone: false))
        {
            await using var to = there.Scope();
            var setup = to.ServiceProvider.GetRequiredService<DatabaseSetup>();
            if (await setup.PendingAsync(cancellation) is { Count: > 0 })
            {
                // Stopped before it held anything.
                await scaffold.ClearAsync(cancellation);
                await scaffold.PrepareAsync(cancellation);
                await setup.MigrateAsync(cancellation);
            }

            copied = await to.ServiceProvider.GetRequiredService<Copying>().RunAsync(from.ServiceProvider.GetRequiredService<WhalepaperDb>(), progress, cancellation);
        }

        await scaffold.RevealAsync(cancellation);
        return copied;
    }
}
