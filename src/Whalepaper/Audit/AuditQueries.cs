using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Participation.Closing;

namespace Whalepaper.Audit;

/// <summary>Which acts are asked for; null for all.</summary>
/// <param name="Act">A word of <see cref="AuditActs"/>.</param>
/// <param name="By">The handle of who did it.</param>
/// <param name="Member">The handle of to whom.</param>
/// <param name="From">The first day, in the group's zone.</param>
/// <param name="To">The last day, in the group's zone.</param>
public sealed record AuditFilter(string? Act, string? By, string? Member, LocalDate? From, LocalDate? To);

/// <summary>An act as it is read: numbers of people turned into their names of today, and the suggestion that caused it, if one did.</summary>
public sealed record AuditLine(int Id, Instant At, string Act, string? By, string? ByHandle, string? Member, string? MemberHandle, string? Subject, string? Before, string? After, int? Because = null);

/// <summary>What the audit log is asked.</summary>
public static class AuditQueries
{
    /// <summary>The acts of a filter that somebody may read, newest first.</summary>
    /// <param name="db">The database.</param>
    /// <param name="filter">Which.</param>
    /// <param name="who">Who reads.</param>
    /// <param name="zone">The group's zone.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IQueryable<AuditLine>> AuditAsync(this WhalepaperDb db, AuditFilter filter, Actor who, DateTimeZone zone, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(who);
        // What became of an application is for those who see it whole.
        string[] seen = [.. await db.SubjectsSeenAsync(who, cancellation)];
        var entries = db.AuditEntries.AsNoTracking().Where(e => !(e.Act.StartsWith("application.") || e.Act.StartsWith("ballot.")) || (e.Subject != null && EF.Parameter(seen).Contains(e.Subject)));
        // What is decided about oneself is the committee's own until it is carried out.
        if (who.MemberId is { } me && await db.UndoneDecisionsAsync(me, cancellation) is { Length: > 0 } hidden)
            entries = entries.Where(e => !EF.Parameter(hidden).Contains(e.Id));
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
               join effect in db.SuggestionEffects on entry.Id equals effect.EntryId into effects
               from effect in effects.DefaultIfEmpty()
               orderby entry.Id descending
               select new AuditLine(entry.Id, entry.At, entry.Act, doer.Name, doer.Handle, concerned.Name, concerned.Handle, entry.Subject, entry.Before, entry.After, (int?)effect.SuggestionId);
    }
}
