using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Accounts;
using Whalepaper.Members.Me;

namespace Whalepaper.Cli;

/// <summary><c>token</c>: makes a key by which a program acts in a member's name.</summary>
internal static class TokenCommand
{
    private static readonly Option<string> Handle = new("--member") { Description = "The member's handle: the last part of their profile's address", HelpName = "HANDLE", Required = true };

    private static readonly Option<string> Scope = new("--scope") { Description = "What it may do: read, write or manage", HelpName = "SCOPE", DefaultValueFactory = _ => "read" };

    private static readonly Option<string> Name = new("--name") { Description = "What it is for", HelpName = "NAME", DefaultValueFactory = _ => "command line" };

    private static readonly Option<int> Days = new("--days") { Description = "How many days it works; 0 until it is revoked", HelpName = "DAYS", DefaultValueFactory = _ => 90 };

    public static Command Build()
    {
        var command = new Command("token", "Make an API token for a member; it is printed once") { Handle, Scope, Name, Days };
        // Each is asked where it was given: what is left out is not filled in yet when a command looks at all of them.
        Require(Scope, scope => KeysEndpoints.ScopeOf(scope) is not null, "--scope is one of: read, write, manage.");
        Require(Days, days => days is >= 0 and <= 3660, "--days is a number from 0 to 3660.");
        Require(Name, name => name is { Length: <= ApiToken.NameMaximum } && !string.IsNullOrWhiteSpace(name), $"--name has 1 to {ApiToken.NameMaximum} characters.");
        command.SetAction(RunAsync);
        return command;
    }

    private static void Require<T>(Option<T> option, Predicate<T?> isGood, string told) => option.Validators.Add(given =>
    {
        if (!isGood(given.GetValueOrDefault<T>()))
            given.AddError(told);
    });

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken cancellation)
    {
        await using var workshop = Workshop.Open(Commands.Settings(asked), alone: false);
        await using var scope = workshop.Scope();
        await Commands.RequireCurrentAsync(scope.ServiceProvider, alone: false, cancellation);
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        var handle = asked.GetValue(Handle)!;
        var member = await db.Members.AsNoTracking().SingleOrDefaultAsync(m => m.Handle == handle && m.ClaimedAt != null && m.LeftAt == null, cancellation)
            ?? throw new CommandFailedException($"Nobody with an account has the handle '{handle}'. It is the last part of a profile's address.");
        Console.WriteLine(await KeysEndpoints.MakeAsync(
            db, scope.ServiceProvider.GetRequiredService<IClock>(), member.Id, null, asked.GetValue(Name)!, KeysEndpoints.ScopeOf(asked.GetValue(Scope))!.Value, asked.GetValue(Days), cancellation));
        return 0;
    }
}
