using System.CommandLine;
using Whalepaper.Data;
using Whalepaper.Members.Accounts;
using Whalepaper.Ui;

namespace Whalepaper.Cli;

/// <summary><c>serve</c>: the real thing.</summary>
internal static class ServeCommand
{
    /// <summary>Where to listen unless said otherwise.</summary>
    public const string UsualUrls = "http://localhost:5080";

    // Twice what a start and its first pages take.
    private const long StartsBytes = 24L * 1024 * 1024;

    public static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Addresses to listen on, parted by semicolons. Default: $ASPNETCORE_URLS, or {UsualUrls}",
        HelpName = "URLS",
    };

    public static Command Build()
    {
        var command = new Command("serve", "Serve the group's site (this is what happens without a command)") { Urls };
        command.SetAction(RunAsync);
        return command;
    }

    public static Task<int> RunAsync(ParseResult asked, CancellationToken cancellation)
    {
        StartWithoutCollecting();
        return RunAsync(Commands.Settings(asked), asked.GetValue(Urls), cancellation);
    }

    /// <summary>Serves until it is stopped; to be stopped while it still starts is an end like any other, and no failure.</summary>
    /// <param name="data">Where the data is.</param>
    /// <param name="urls">Where to listen.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="greet">What to do once it listens.</param>
    public static async Task<int> RunAsync(DataSettings data, string? urls, CancellationToken cancellation, Func<WebApplication, CancellationToken, Task>? greet = null)
    {
        using var held = data.IsPostgres ? null : DataFolderLock.Take(data);
        await using var app = Site.Build(data, urls ?? (Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is null ? UsualUrls : null));
        try
        {
            await Site.PrepareAsync(app, cancellation);
            var isNew = await AskAsync(app, first => first.IsWantedAsync(cancellation));
            await app.StartAsync(cancellation);
            // Links made before end with the new one: it is made by who serves, and not by who could not.
            if (isNew && await AskAsync(app, first => first.PathAsync(cancellation)) is { } path)
                Console.WriteLine($"The group has no organizer yet. Whoever opens this link first becomes it:\n  {app.Services.GetRequiredService<PublicAddress>().Of(path)}");
            if (greet is not null)
                await greet(app, cancellation);
            Console.WriteLine($"Whalepaper is at {string.Join(" and ", app.Urls)}. Stop it with Ctrl+C.");
            await app.WaitForShutdownAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }

        return 0;
    }

    private static async Task<T> AskAsync<T>(WebApplication app, Func<FirstStart, Task<T>> ask)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<FirstStart>());
    }

    // Nearly all that a start makes stays: to look through it for what may go, in the midst of it, delays the first page and frees nothing. Who has not so much memory starts as ever.
    private static void StartWithoutCollecting()
    {
        try
        {
            GC.TryStartNoGCRegion(StartsBytes);
        }
        catch (Exception refused) when (refused is ArgumentOutOfRangeException or InvalidOperationException)
        {
            // More than the program is let have, or somebody else said so already.
        }
    }
}
