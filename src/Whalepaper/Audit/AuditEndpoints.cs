using System.Globalization;
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
        var asked = await db.AuditAsync(new AuditFilter(Word(act), Word(by), Word(member), Day(from), Day(to)), http.Actor(), masthead.Zone, http.RequestAborted);
        var lines = await asked.ToListAsync(http.RequestAborted);
        return CsvSheet.Answer(
            "audit.csv", ["id", "at", "act", "by", "member", "subject", "before", "after", "because"],
            lines.Select(line => (string?[])[Text(line.Id), InstantPattern.General.Format(line.At), line.Act, line.ByHandle, line.MemberHandle, line.Subject, line.Before, line.After, line.Because is { } cause ? Text(cause) : ""]));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
