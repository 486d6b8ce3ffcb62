using System.CommandLine;
using Whalepaper.Backups;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Ui;

namespace Whalepaper.Cli;

/// <summary>What the executable can be told to do. Exit codes: 0 done, 1 failed and said why, 2 not understood.</summary>
internal static class Commands
{
    /// <summary>The folder of the data; beside the program's working folder unless said otherwise.</summary>
    public static readonly Option<string?> DataFolder = new("--data")
    {
        Description = "Folder of the group's data. Default: $WHALEPAPER_DATA, or ./data",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>The PostgreSQL server; SQLite in the data folder unless given.</summary>
    public static readonly Option<string?> Database = new("--database")
    {
        Description = "PostgreSQL connection string. Default: $WHALEPAPER_DATABASE, or SQLite in the data folder",
        HelpName = "URL",
        Recursive = true,
    };

    /// <summary>The PostgreSQL server itself, where <see cref="Database"/> leads to a pooler that hands connections out by transaction.</summary>
    public static readonly Option<string?> Direct = new("--direct")
    {
        Description = "PostgreSQL connection string past a pooler in transaction mode, which --database then names. Default: $WHALEPAPER_DATABASE_DIRECT, unless --database is given",
        HelpName = "URL",
        Recursive = true,
    };

    // Whoever is told to end has this long for what is under way, longer than serving ever asks for (WHALEPAPER_PARTING): cut off after two seconds, as is usual, requests and letters would be torn apart.
    private static readonly TimeSpan longestEnd = TimeSpan.FromMinutes(10);

    /// <summary>Runs what the arguments say.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var asked = Root().Parse(args);
        if (asked.Errors.Count > 0)
        {
            await asked.InvokeAsync();
            return 2;
        }

        try
        {
            return await asked.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = longestEnd });
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 1;
        }
        catch (Exception exception) when (exception is CommandFailedException or BackupException or FileStoreException or DataFolderBusyException or DataFolderShutException or IOException or UnauthorizedAccessException
            or System.Data.Common.DbException or Microsoft.EntityFrameworkCore.DbUpdateException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(Said(exception));
            return 1;
        }
    }

    // What a database says stands inside of what the framework says, and why it does not answer inside of that.
    private static string Said(Exception failure) => failure switch
    {
        Microsoft.EntityFrameworkCore.DbUpdateException { InnerException: { } inner } => Said(inner),
        InvalidOperationException { InnerException: System.Data.Common.DbException inner } => Said(inner),
        System.Data.Common.DbException { InnerException: { } why } => $"{failure.Message}: {why.Message}",
        _ => failure.Message,
    };

    /// <summary>Where the data is, by option, environment or default.</summary>
    /// <exception cref="InvalidOperationException">An address is not understood, or there is nothing that the direct one leads past.</exception>
    public static DataSettings Settings(ParseResult asked, string usualFolder = "data") => Settings(asked, usualFolder, Environment.GetEnvironmentVariable);

    /// <summary>Where the data is, by option, this environment or default.</summary>
    /// <exception cref="InvalidOperationException">An address is not understood, or there is nothing that the direct one leads past.</exception>
    internal static DataSettings Settings(ParseResult asked, string usualFolder, Func<string, string?> environment)
    {
        var (folder, database, direct) = (asked.GetValue(DataFolder), asked.GetValue(Database), asked.GetValue(Direct));
        // Whoever names another database does not mean the way past the pooler of the usual one.
        return Settings(folder ?? environment("WHALEPAPER_DATA") ?? usualFolder, database ?? environment("WHALEPAPER_DATABASE"), direct ?? (database is null ? environment("WHALEPAPER_DATABASE_DIRECT") : null));
    }

    /// <summary>Where the data is, by these alone.</summary>
    /// <exception cref="InvalidOperationException">An address is not understood, or there is nothing that the direct one leads past.</exception>
    public static DataSettings Settings(string folder, string? database, string? direct)
    {
        var settings = new DataSettings(folder, PostgresAddress.Read(database), PostgresAddress.Read(direct));
        return settings.IsPostgres || settings.Direct is null
            ? settings
            : throw new InvalidOperationException("A direct address is given (--direct, WHALEPAPER_DATABASE_DIRECT), and no database: name the pooler with --database or WHALEPAPER_DATABASE.");
    }

    /// <summary>Sees to it that there is a group to work on. PostgreSQL says so by itself.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public static void RequireGroup(DataSettings data)
    {
        if (!data.IsPostgres && !File.Exists(data.SqlitePath))
            throw new CommandFailedException($"There is no group in {Path.GetFullPath(data.Folder)}.");
    }

    /// <summary>Where the house is, as far as a command can know: as set, else where it usually listens.</summary>
    public static string House() => (Environment.GetEnvironmentVariable(PublicAddress.Setting) ?? ServeCommand.UsualUrls).TrimEnd('/');

    /// <summary>Sees to it that the database is of this version.</summary>
    /// <param name="services">The container.</param>
    /// <param name="alone">Whether the command holds a SQLite folder alone: then it migrates by itself.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="CommandFailedException">Migrations wait, and only a person starts them.</exception>
    public static async Task RequireCurrentAsync(IServiceProvider services, bool alone, CancellationToken cancellation)
    {
        var setup = services.GetRequiredService<DatabaseSetup>();
        if (alone && !services.GetRequiredService<DataSettings>().IsPostgres)
        {
            if (await setup.MigrateAsync(cancellation) is { } copy)
                await Console.Error.WriteLineAsync($"The database was migrated. A copy from before lies in {copy}");
        }
        else if (await setup.PendingAtStartAsync(cancellation) is { Count: > 0 })
            throw new CommandFailedException("The database lacks migrations. Run 'whalepaper migrate' first.");
    }

    private static RootCommand Root()
    {
        var serve = ServeCommand.Build();
        var root = new RootCommand("Whalepaper runs a paper-sharing study group.") { DataFolder, Database, Direct, ServeCommand.Urls };
        root.Subcommands.Add(serve);
        root.Subcommands.Add(DemoCommand.Build());
        root.Subcommands.Add(ImportCommand.Build());
        root.Subcommands.Add(ExportCommand.Build());
        root.Subcommands.Add(MigrateCommand.Build());
        root.Subcommands.Add(DoctorCommand.Build());
        root.Subcommands.Add(BackupCommand.Build());
        root.Subcommands.Add(RestoreCommand.Build());
        root.Subcommands.Add(CopyCommand.Build());
        root.Subcommands.Add(InviteCommand.Build());
        root.Subcommands.Add(TokenCommand.Build());
        root.Subcommands.Add(ReadPdfCommand.Build());
        root.SetAction(ServeCommand.RunAsync);
        return root;
    }
}

/// <summary>A command could not do its work; the message tells a person why and what to do.</summary>
public sealed class CommandFailedException(string message) : Exception(message);
