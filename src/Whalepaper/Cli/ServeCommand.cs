using System.CommandLine;
using Whalepaper.Data;

namespace Whalepaper.Cli;

/// <summary><c>serve</c>: the real thing.</summary>
internal static class ServeCommand
{
    /// <summary>Where to listen unless said otherwise.</summary>
    public const string UsualUrls = "http://localhost:5080";

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

    public static Task<int> RunAsync(ParseResult asked, CancellationToken cancellation) =>
        RunAsync(Commands.Settings(asked), asked.GetValue(Urls), cancellation);

    public static async Task<int> RunAsync(DataSettings data, string? urls, CancellationToken cancellation)
    {
        using var held = data.IsPostgres ? null : DataFolderLock.Take(data);
        await using var app = Site.Build(data, urls ?? (Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is null ? UsualUrls : null));
        await Site.PrepareAsync(app, cancellation);
        await app.StartAsync(cancellation);
        Console.WriteLine($"Whalepaper is at {string.Join(" and ", app.Urls)}. Stop it with Ctrl+C.");
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }
}
