using System.Globalization;
using System.Text;
using CsvHelper;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Audit;

/// <summary>The audit log as a file.</summary>
public static class AuditEndpoints
{
    /// <summary>Adds <c>/audit.csv</c>, with the filters of the page.</summary>
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapFile("/audit.csv", ExportAsync).WithMetadata(new RequiresAttribute(Act.ReadAudit));
        return routes;
    }

    /// <summary>A day as a form sends it; null where it is none.</summary>
    internal static LocalDate? Day(string? text) => text is { Length: > 0 } && LocalDatePattern.Iso.Parse(text) is { Success: true } day && day.Value.Year is > 1900 and < 9000 ? day.Value : null;

    /// <summary>A word as a form sends it; null where nothing can be called so: no database keeps a NUL.</summary>
    internal static string? Word(string? text) => text is { Length: > 0 } && !text.Contains('\0', StringComparison.Ordinal) ? text : null;

    private static async Task<IResult> ExportAsync(string? act, string? by, string? member, string? from, string? to, HttpContext http, WhalepaperDb db, Masthead masthead)
    {
        // Read before it is written: a database that fails midway gives an error, not half a file.
        var lines = await db.Audit(new AuditFilter(Word(act), Word(by), Word(member), Day(from), Day(to)), masthead.Zone).ToListAsync(http.RequestAborted);
        using var bytes = new MemoryStream();
        await using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        await using (var csv = CsvWriter.Create(text, CsvWriterOptions.Default, leaveOpen: true))
        {
            csv.WriteRecord(["id", "at", "act", "by", "member", "subject", "before", "after"]);
            foreach (var line in lines)
                csv.WriteRecord([Text(line.Id), InstantPattern.General.Format(line.At), Inert(line.Act), Inert(line.ByHandle), Inert(line.MemberHandle), Inert(line.Subject), Inert(line.Before), Inert(line.After)]);
        }

        return TypedResults.File(bytes.ToArray(), "text/csv; charset=utf-8", "audit.csv");
    }

    /// <summary>A cell that no spreadsheet takes for a formula, whatever somebody wrote into it.</summary>
    internal static string Inert(string? cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠', ..] ? $"'{cell}" : cell ?? "";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
