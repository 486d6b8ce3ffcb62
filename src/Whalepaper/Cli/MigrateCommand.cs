using System.CommandLine;
using Whalepaper.Data;

namespace Whalepaper.Cli;

/// <summary><c>migrate</c>: brings the database to this version. On SQLite <c>serve</c> does so by itself.</summary>
internal static class MigrateCommand
{
    public static Command Build()
    {
        var command = new Command("migrate", "Bring the database to the form that this version works with");
        command.SetAction(async (asked, cancellation) =>
        {
            await using var workshop = Workshop.Open(Commands.Settings(asked).Unpooled, alone: true);
            await using var scope = workshop.Scope();
            var setup = scope.ServiceProvider.GetRequiredService<DatabaseSetup>();
            var pending = await setup.PendingAsync(cancellation);
            var copy = await setup.MigrateAsync(cancellation);
            Console.WriteLine(pending.Count == 0 ? "The database is up to date." : $"Done: {string.Join(", ", pending)}.");
            if (copy is not null)
                Console.WriteLine($"A copy from before lies in {copy}");
            return 0;
        });
        return command;
    }
}
