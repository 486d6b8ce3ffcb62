using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Whalepaper.Charter;
using Whalepaper.Data;

namespace Whalepaper.Cli;

/// <summary><c>import</c>: takes the group's document in.</summary>
internal static class ImportCommand
{
    private const int RemarksShown = 50;

    private static readonly Argument<FileInfo> File = new("FILE") { Description = "The group's document: Markdown, UTF-8 or GB18030, at most 64 MB" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Tell what is understood, and change nothing" };

    private static readonly Option<string?> Zone = new("--zone") { Description = "Time zone of a new group, such as Europe/Berlin", HelpName = "ZONE" };

    private static readonly Option<string?> LinkBase = new("--link-base") { Description = "Web address that relative links of the document start from", HelpName = "URL" };

    public static Command Build()
    {
        var command = new Command("import", "Take the group's document in; the first one founds the group") { File, DryRun, Zone, LinkBase };
        command.Validators.Add(asked =>
        {
            if (asked.GetValue(Zone) is { } zone && NodaTime.DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null)
                asked.AddError($"There is no time zone '{zone}'. Zones are named like Asia/Shanghai.");
            if (asked.GetValue(LinkBase) is { } address && !SafeLink.IsWeb(address))
                asked.AddError($"'{address}' is no web address. Give it with https:// in front.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken cancellation)
    {
        var file = asked.GetValue(File)!;
        var dryRun = asked.GetValue(DryRun);
        try
        {
            var text = await ReadAsync(file, cancellation);
            var order = new ImportOrder(text, file.Name, dryRun, asked.GetValue(Zone), asked.GetValue(LinkBase));
            var report = await ImportAsync(Commands.Settings(asked), order, cancellation);
            Show(report, dryRun);
            return 0;
        }
        catch (CharterUnreadableException unreadable)
        {
            throw new CommandFailedException($"{file.Name}: {unreadable.Message} Nothing was changed.");
        }
    }

    /// <summary>Imports with a progress bar; a rehearsal on a folder without a group works on a copy that is thrown away.</summary>
    public static async Task<ImportReport> ImportAsync(DataSettings data, ImportOrder order, CancellationToken cancellation)
    {
        var rehearsal = order.DryRun && !data.IsPostgres && !System.IO.File.Exists(data.SqlitePath) ? Directory.CreateTempSubdirectory("whalepaper-").FullName : null;
        try
        {
            await using var workshop = Workshop.Open(rehearsal is null ? data : new DataSettings(rehearsal), alone: true);
            await using var scope = workshop.Scope();
            await Commands.RequireCurrentAsync(scope.ServiceProvider, alone: true, cancellation);
            var import = scope.ServiceProvider.GetRequiredService<CharterImport>();
            if (Console.IsErrorRedirected)
                return await import.RunAsync(order, progress: null, cancellation);
            return await Screen().Progress().AutoClear(true).StartAsync(async bars =>
            {
                var bar = bars.AddTask("Reading", maxValue: 1);
                return await import.RunAsync(order, new Bar(bar), cancellation);
            });
        }
        finally
        {
            if (rehearsal is not null)
            {
                DatabaseFiles.LetGo();
                Directory.Delete(rehearsal, recursive: true);
            }
        }
    }

    private static async Task<CharterText> ReadAsync(FileInfo file, CancellationToken cancellation)
    {
        if (Directory.Exists(file.FullName))
            throw new CommandFailedException($"{file.FullName} is a folder. Give a document in it.");
        if (!file.Exists)
            throw new CommandFailedException($"There is no file {file.FullName}.");
        if (file.Length > CharterEncoding.Largest)
            throw CharterEncoding.TooLarge();
        await using var stream = file.OpenRead();
        var text = await CharterEncoding.ReadAsync(stream, cancellation);
        CharterReader.RequireHeadings(CharterReader.Read(text.Text));
        return text;
    }

    private static void Show(ImportReport report, bool dryRun)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Lines", report.Lines.ToString(CultureInfo.CurrentCulture));
        void Row(string what, int count) => table.AddRow(what, count.ToString(CultureInfo.CurrentCulture));
        Row("understood", report.Understood);
        Row("prose, kept as it is", report.Prose);
        Row("doubtful", report.Remarks.Count);
        Row(dryRun ? "would be added" : "added", report.Added);
        Row(dryRun ? "would be changed" : "changed", report.Changed);
        Row("unchanged", report.Unchanged);
        Row("vanished from the document, kept", report.Vanished.Count);
        AnsiConsole.Write(table);
        if (!string.Equals(report.Encoding, "UTF-8", StringComparison.Ordinal))
            Say($"The document was read as {report.Encoding}; it will be exported as UTF-8.");
        foreach (var remark in report.Remarks.Take(RemarksShown))
            Say($"Line {remark.Line}: {DoubtWords.Of(remark.Doubt)}  {remark.Text}");
        if (report.Remarks.Count > RemarksShown)
            Say($"… and {report.Remarks.Count - RemarksShown} more doubtful lines.");
        foreach (var vanished in report.Vanished.Take(RemarksShown))
            Say($"No longer in the document, kept here: {vanished}");
        Say(dryRun ? (FormattableString)$"Nothing was changed: this was a rehearsal." : report.Founded ? $"The group is running." : (FormattableString)$"Done.");
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.CurrentCulture));

    // The bar belongs to people: it goes to the error stream, and not at all where that is no terminal.
    private static IAnsiConsole Screen() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    private sealed class Bar(ProgressTask task) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Total == 0 ? 1 : value.Done;
        }
    }
}
