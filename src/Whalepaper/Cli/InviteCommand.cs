using System.CommandLine;
using Whalepaper.Members.Accounts;

namespace Whalepaper.Cli;

/// <summary><c>invite</c>: makes a link that gives whoever opens it a place in the group; also the way back for an organizer who lost theirs.</summary>
internal static class InviteCommand
{
    private static readonly Option<string> Place = new("--role")
    {
        Description = "The place: open, candidate, inner, committee or organizer",
        HelpName = "ROLE",
        Required = true,
    };

    public static Command Build()
    {
        var command = new Command("invite", "Make an invitation: a link that works once, for seven days") { Place };
        command.Validators.Add(asked =>
        {
            if (asked.GetValue(Place) is { } place && InvitationEndpoints.Place(place) is null)
                asked.AddError($"There is no role '{place}'. It is one of: open, candidate, inner, committee, organizer.");
        });
        command.SetAction(async (asked, cancellation) =>
        {
            var place = InvitationEndpoints.Place(asked.GetValue(Place))!.Value;
            await using var workshop = Workshop.Open(Commands.Settings(asked), alone: false);
            await using var scope = workshop.Scope();
            await Commands.RequireCurrentAsync(scope.ServiceProvider, alone: false, cancellation);
            var path = await scope.ServiceProvider.GetRequiredService<FirstStart>().InviteAsync(place.Standing, place.Role, cancellation);
            Console.WriteLine($"{Commands.House()}{path}");
            return 0;
        });
        return command;
    }
}
