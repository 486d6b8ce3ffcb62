using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Whalepaper.Data;

namespace Whalepaper.Cli;

/// <summary><c>doctor</c>: looks at everything, says what it would repair, and repairs it if told to.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> RepairOption = new("--repair") { Description = "Mend what can be mended, instead of only saying so" };

    public static Command Build()
    {
        var command = new Command("doctor", "Check the data, the engine and the runtime") { RepairOption };
        command.SetAction(async (asked, cancellation) =>
        {
            var repair = asked.GetValue(RepairOption);
            var settings = Commands.Settings(asked);
            Commands.RequireGroup(settings);
            await using var workshop = Workshop.Open(settings, alone: repair);
            await using var scope = workshop.Scope();
            var findings = await scope.ServiceProvider.GetRequiredService<Doctor>().ExamineAsync(cancellation);
            var broken = 0;
            foreach (var finding in findings)
                broken += await TellAsync(finding, repair, cancellation) ? 1 : 0;
            return broken > 0 ? 1 : 0;
        });
        return command;
    }

    /// <summary>Prints a finding, mends it if asked to, and says whether it is still broken.</summary>
    private static async Task<bool> TellAsync(Finding finding, bool repair, CancellationToken cancellation)
    {
        var (mark, colour) = finding.Severity switch
        {
            Severity.Fine => ("ok", "green"),
            Severity.Warning => ("look", "yellow"),
            _ => ("broken", "red"),
        };
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[{colour}]{mark,-7}[/]{finding.What}");
        if (finding.Repair is not null && repair)
        {
            await finding.Repair(cancellation);
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"       [green]mended[/]: {finding.Remedy}");
            return false;
        }

        if (finding.Remedy is not null)
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"       {(finding.Repair is null ? "" : "would repair: ")}{finding.Remedy}");
        return finding.Severity == Severity.Broken;
    }
}
