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
        doors.OpenForm("POST", "/charter/import", Act.RunInstallation, ImportAsync)
            .WithMetadata(new RequestSizeLimitAttribute(CharterEncoding.Largest + (1024 * 1024)));
    }

    private static async Task<IResult> ImportAsync(Submission<ImportForm> sent, HttpContext http, CharterImport import, WhalepaperDb db, IClock clock, IStringLocalizer<FormTexts> forms)
    {
        // Whoever asks for a rehearsal in words that are not understood must not get the real thing.
        if (sent.Form.Rehearse is not (null or "" or "yes"))
            sent.Refuse(Submission.Whole, forms["Form.Unseen"]);
        if (sent.Form.Document is not { Length: > 0 } file)
        {
            sent.Refuse("document", forms["Form.Missing"]);
            return sent.Refused(http);
        }

        if (!sent.IsSound)
            return sent.Refused(http);
        var rehearse = sent.Form.Rehearse is "yes";
        try
        {
            await using var stream = file.OpenReadStream();
            var name = OneLine.Of(Path.GetFileName(file.FileName));
            var report = await import.RunAsync(new ImportOrder(await CharterEncoding.ReadAsync(stream, http.RequestAborted), name, rehearse), cancellation: http.RequestAborted);
            if (!rehearse)
            {
                db.Add(new AuditEntry(AuditActs.Import, http.Actor().MemberId, null, name, null, $"+{report.Added} ~{report.Changed}", clock.GetCurrentInstant()));
                await db.SaveChangesAsync(http.RequestAborted);
            }

            http.Features.Set(new ShownReport(report, rehearse));
            return new RazorComponentResult<App>();
        }
        catch (CharterUnreadableException unreadable)
        {
            sent.Refuse("document", unreadable.Message);
            return sent.Refused(http);
        }
    }

    /// <summary>What an import found a moment ago.</summary>
    internal sealed record ShownReport(ImportReport Report, bool DryRun);
}

/// <summary>A document.</summary>
/// <param name="Document">The file.</param>
/// <param name="Rehearse">Whether only to tell what would happen: <c>yes</c>.</param>
public sealed record ImportForm(IFormFile? Document, [Unseen] string? Rehearse);
