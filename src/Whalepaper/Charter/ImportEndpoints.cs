using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Charter;

/// <summary>The import as the organizer's page: the same as the command's, rehearsal included.</summary>
public static class ImportEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapImport(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/charter/import", Act.RunInstallation, "importCharter", "Take the group's document in, or rehearse it", ImportAsync)
            .Produces<ImportTold>()
            .WithMetadata(new RequestSizeLimitAttribute(CharterEncoding.Largest + (1024 * 1024)));
    }

    private static async Task<IResult> ImportAsync(
        Submission<ImportForm> sent, HttpContext http, CharterImport import, WhalepaperDb db, IClock clock, IStringLocalizer<FormTexts> forms, IStringLocalizer<CharterTexts> words)
    {
        // Whoever asks for a rehearsal in words that are not understood must not get the real thing.
        if (sent.Form.Rehearse is not (null or "" or "yes" or "no"))
            sent.Refuse(sent.IsJson ? "rehearse" : Submission.Whole, forms["Form.Unseen"]);
        var (file, text) = (sent.Form.Document is { Length: > 0 } given ? given : null, sent.Form.Text is { Length: > 0 } typed ? typed : null);
        var field = sent.IsJson || file is null && text is not null ? "text" : "document";
        if (file is null && text is null)
            sent.Refuse(field, forms["Form.Missing"]);
        else if (file is not null && text is not null)
            sent.Refuse("text", words["Import.Both"]);
        if (!sent.IsSound)
            return sent.Refused(http);

        var rehearse = sent.Form.Rehearse is "yes";
        try
        {
            await using var stream = file?.OpenReadStream() ?? new MemoryStream(Encoding.UTF8.GetBytes(text!));
            var name = file is null ? "README.md" : OneLine.Of(Path.GetFileName(file.FileName));
            var report = await import.RunAsync(new ImportOrder(await CharterEncoding.ReadAsync(stream, http.RequestAborted), name, rehearse), cancellation: http.RequestAborted);
            if (!rehearse)
            {
                db.Add(new AuditEntry(AuditActs.Import, http.Actor().MemberId, null, name, null, $"+{report.Added} ~{report.Changed}", clock.GetCurrentInstant()));
                await db.SaveChangesAsync(http.RequestAborted);
            }

            if (sent.IsJson)
                return TypedResults.Ok(ImportTold.Of(report, rehearse));
            http.Features.Set(new ShownReport(report, rehearse));
            return new RazorComponentResult<App>();
        }
        catch (CharterUnreadableException unreadable)
        {
            sent.Refuse(field, (unreadable.Line > 0 ? words["Import.Line", unreadable.Line] + " " : "") + words[$"Unreadable_{unreadable.Fault}"]);
            return sent.Refused(http);
        }
    }

    /// <summary>What an import found a moment ago.</summary>
    internal sealed record ShownReport(ImportReport Report, bool DryRun);
}

/// <summary>A document: a file, or its text.</summary>
/// <param name="Document">The file.</param>
/// <param name="Text">The text; every line end becomes a line feed.</param>
/// <param name="Rehearse">Whether only to tell what would happen: <c>yes</c>.</param>
public sealed record ImportForm(IFormFile? Document, [Lines, Longest(ImportForm.LongestText)] string? Text, [Unseen] string? Rehearse)
{
    /// <summary>The longest text; what is longer comes as a file.</summary>
    public const int LongestText = 1_000_000;
}

/// <summary>What an import did, as programs are told.</summary>
/// <param name="Rehearsed">Whether it changed nothing, because that was asked for.</param>
/// <param name="Lines">Lines of the document.</param>
/// <param name="Understood">Lines that mean something.</param>
/// <param name="Prose">Lines that are kept as they are.</param>
/// <param name="Added">Things that are new.</param>
/// <param name="Changed">Things that changed.</param>
/// <param name="Unchanged">Things that say what they said.</param>
/// <param name="Vanished">What is no longer in the document, and is kept.</param>
/// <param name="Doubtful">Lines that may mean something else than what was understood.</param>
public sealed record ImportTold(
    bool Rehearsed, int Lines, int Understood, int Prose, int Added, int Changed, int Unchanged, IReadOnlyList<string> Vanished, IReadOnlyList<DoubtfulLine> Doubtful)
{
    internal static ImportTold Of(ImportReport report, bool rehearsed) => new(
        rehearsed, report.Lines, report.Understood, report.Prose, report.Added, report.Changed, report.Unchanged, report.Vanished,
        [.. report.Remarks.Select(remark => new DoubtfulLine(remark.Line, JsonNamingPolicy.KebabCaseLower.ConvertName(remark.Doubt.ToString()), remark.Text))]);
}

/// <summary>A doubtful line.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Why">A word for the reason, such as <c>no-hour</c>.</param>
/// <param name="Text">The line, shortened.</param>
public sealed record DoubtfulLine(int Line, string Why, string Text);
