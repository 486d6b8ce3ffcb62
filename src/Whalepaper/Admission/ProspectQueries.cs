using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Participation;
using Whalepaper.Ui;

namespace Whalepaper.Admission;

/// <summary>Somebody of the open group who takes part a lot, with what shows it.</summary>
/// <param name="Handle">Their name in addresses.</param>
/// <param name="Who">Who.</param>
/// <param name="Talks">Talks that they gave.</param>
/// <param name="Meetings">Meetings that they came to.</param>
/// <param name="Questions">Questions that they asked.</param>
/// <param name="Feedback">Talks on which they gave feedback.</param>
public sealed record Prospect(string Handle, PersonSign Who, int Talks, int Meetings, int Questions, int Feedback);

/// <summary>Whom the committee may ask to apply.</summary>
public static class ProspectQueries
{
    /// <summary>How far back is looked.</summary>
    public static readonly Duration Span = Duration.FromDays(120);

    private const int Most = 50;

    /// <summary>Members of the open group who took part since, and of whom no application runs; those who did most first.</summary>
    public static async Task<IReadOnlyList<Prospect>> ProspectsAsync(this WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var since = now - Span;
        var counts = await db.Ledger.AsNoTracking().Where(entry => entry.At >= since && entry.At <= now
                && db.Members.Any(m => m.Id == entry.MemberId && m.Standing == Standing.Open && m.LeftAt == null && m.MergedIntoId == null && !db.Applications.Any(a => a.RunsFor == m.Id || (a.MemberId == m.Id && a.RetryAt > now))))
            .GroupBy(entry => new { entry.MemberId, entry.Kind }).Select(group => new { group.Key.MemberId, group.Key.Kind, Count = group.Count() }).ToListAsync(cancellation);
        // A talk is worth more than to listen; who did as much stands in the order in which they came.
        var first = counts.GroupBy(one => one.MemberId).Select(group => (Id: group.Key, Of: group.ToDictionary(one => one.Kind, one => one.Count)))
            .OrderByDescending(one => Worth(one.Of)).ThenBy(one => one.Id).Take(Most).ToList();
        int[] ids = [.. first.Select(one => one.Id)];
        var members = await db.Members.AsNoTracking().Where(m => EF.Parameter(ids).Contains(m.Id)).Select(m => new { m.Id, m.Name, m.Handle }).ToDictionaryAsync(m => m.Id, cancellation);
        return first.ConvertAll(one => new Prospect(
            members[one.Id].Handle, MemberSigns.Sign(members[one.Id].Name, members[one.Id].Handle), one.Of.GetValueOrDefault(LedgerKind.Given) + one.Of.GetValueOrDefault(LedgerKind.Substituted),
            one.Of.GetValueOrDefault(LedgerKind.Attended), one.Of.GetValueOrDefault(LedgerKind.Asked), one.Of.GetValueOrDefault(LedgerKind.Feedback)));
    }

    private static int Worth(Dictionary<LedgerKind, int> counts) => counts.Sum(one => one.Value * (one.Key is LedgerKind.Given or LedgerKind.Substituted ? 10 : 1));
}
