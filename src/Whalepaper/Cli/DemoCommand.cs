using System.CommandLine;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Ui;

namespace Whalepaper.Cli;

/// <summary><c>demo</c>: a filled group to look at, in a folder of its own.</summary>
internal static class DemoCommand
{
    private const string Folder = "demo-data";
    private const string Sample = "whalepaper.md";

    private static readonly Option<bool> Reset = new("--reset") { Description = "Begin again with a fresh group" };

    public static Command Build()
    {
        var command = new Command("demo", "Serve a filled demonstration group") { Reset, ServeCommand.Urls };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken cancellation)
    {
        // The environment names the folder of the real group, which a demonstration leaves alone.
        var data = Commands.Settings(asked.GetValue(Commands.DataFolder) ?? Folder, asked.GetValue(Commands.Database), asked.GetValue(Commands.Direct));
        if (asked.GetValue(Reset))
            await ClearAsync(data, cancellation);
        await FillAsync(data, cancellation);
        return await ServeCommand.RunAsync(data, asked.GetValue(ServeCommand.Urls), cancellation, GreetAsync);
    }

    /// <summary>Fills an empty folder; leaves a filled one as it is.</summary>
    public static async Task FillAsync(DataSettings data, CancellationToken cancellation)
    {
        await using var workshop = Workshop.Open(data.Unpooled, alone: true);
        await using var scope = workshop.Scope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(cancellation);
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        if (await db.Groups.AnyAsync(cancellation))
            return;
        var import = scope.ServiceProvider.GetRequiredService<CharterImport>();
        await import.RunAsync(new ImportOrder(await SampleAsync(cancellation), Sample), cancellation: cancellation);
        var clock = scope.ServiceProvider.GetRequiredService<IClock>();
        await new DemoTopic(db, clock).AddAsync(cancellation);
        await new DemoPeople(db, clock).AddAsync(cancellation);
        await new DemoTurns(db, clock).AddAsync(cancellation);
        await new DemoRoom(db, clock).AddAsync(cancellation);
        await new DemoAdmission(db, scope.ServiceProvider.GetRequiredService<BallotChanges>(), clock).AddAsync(cancellation);
        await new DemoImproving(db, clock).AddAsync(cancellation);
        await new DemoFile(db, data, scope.ServiceProvider.GetRequiredService<IFileStore>(), clock).AddAsync(cancellation);
    }

    private static async Task GreetAsync(WebApplication app, CancellationToken cancellation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var house = app.Services.GetRequiredService<PublicAddress>();
        var people = new DemoPeople(scope.ServiceProvider.GetRequiredService<WhalepaperDb>(), scope.ServiceProvider.GetRequiredService<IClock>());
        Console.WriteLine("Sign in as somebody; each link works once, and another start makes new ones:");
        foreach (var (who, path) in await people.LinksAsync(cancellation))
            Console.WriteLine($"  {who}: {house.Of(path)}");
    }

    private static async Task<CharterText> SampleAsync(CancellationToken cancellation)
    {
        await using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"samples/{Sample}")!;
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, cancellation);
        return CharterEncoding.Read(bytes.ToArray());
    }

    // Only what a demonstration made is deleted: a folder with anything else in it was somebody's.
    private static async Task ClearAsync(DataSettings data, CancellationToken cancellation)
    {
        if (data.IsPostgres || !File.Exists(data.SqlitePath))
            return;
        await using (var workshop = Workshop.Open(data, alone: true))
        {
            await using var scope = workshop.Scope();
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync(cancellation);
            var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
            // A real group may have been imported from a file of the same name: only the people tell.
            if ((await db.Groups.AnyAsync(cancellation) || await db.Accounts.AnyAsync(cancellation)) && !await DemoPeople.AreHereAsync(db, cancellation))
                throw new CommandFailedException($"{Path.GetFullPath(data.Folder)} holds a real group; the demonstration will not reset it.");
            // A bucket may hold the files of others too: only those go that this database knows.
            var store = scope.ServiceProvider.GetRequiredService<IFileStore>();
            foreach (var key in await db.Materials.Where(m => m.File != null).Select(m => m.File!.StorageKey).ToListAsync(cancellation))
                await store.RemoveAsync(key, cancellation);
        }

        DatabaseFiles.LetGo();
        foreach (var ending in (string[])["", "-wal", "-shm"])
            File.Delete(data.SqlitePath + ending);
    }
}
