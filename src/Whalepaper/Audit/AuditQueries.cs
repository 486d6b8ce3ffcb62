using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Audit;

/// <summary>Which acts are asked for; null for all.</summary>
/// <param name="Act">A word of <see cref="AuditActs"/>.</param>
/// <param name="By">The handle of who did it.</param>
/// <param name="Member">The handle of to whom.</param>
/// <param name="From">The first day, in the group's zone.</param>
/// <param name="To">The last day, in the group's zone.</param>
public sealed record AuditFilter(string? Act, string? By, string? Member, LocalDate? From, LocalDate? To);

/// <summary>An act as it is read: numbers of people turned into their names of today.</summary>
public sealed record AuditLine(int Id, Instant At, string Act, string? By, string? ByHandle, string? Member, string? MemberHandle, string? Subject, string? Before, string? After);

/// <summary>What the audit log is asked.</summary>
public static class AuditQueries
{
    /// <summary>The acts of a filter, newest first.</summary>
    /// <param name="db">The database.</param>
    /// <param name="filter">Which.</param>
    /// <param name="zone">The group's zone.</param>
    public static IQueryable<AuditLine> Audit(this WhalepaperDb db, AuditFilter filter, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        var entries = db.AuditEntries.AsNoTracking();
        if (filter.Act is { Length: > 0 } act)
            entries = entries.Where(e => e.Act == act);
        if (filter.By is { Length: > 0 } by)
            entries = entries.Where(e => db.Members.Any(m => m.Id == e.ById && m.Handle == by));
        if (filter.Member is { Length: > 0 } member)
            entries = entries.Where(e => db.Members.Any(m => m.Id == e.MemberId && m.Handle == member));
        if (filter.From is { } from && zone.AtStartOfDay(from).ToInstant() is var first)
            entries = entries.Where(e => e.At >= first);
        if (filter.To is { } to && zone.AtStartOfDay(to.PlusDays(1)).ToInstant() is var after)
            entries = entries.Where(e => e.At < after);
        return from entry in entries
               join doer in db.Members on entry.ById equals doer.Id into doers
               from doer in doers.DefaultIfEmpty()
               join concerned in db.Members on entry.MemberId equals concerned.Id into all
               from concerned in all.DefaultIfEmpty()
               orderby entry.Id descending
               select new AuditLine(entry.Id, entry.At, entry.Act, doer.Name, doer.Handle, concerned.Name, concerned.Handle, entry.Subject, entry.Before, entry.After);
    }
}
