using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Participation.Policy;

namespace Whalepaper.Participation.Closing;

/// <summary>What closings and certificates hold of a member, as they take it along.</summary>
internal static class OwnClosings
{
    /// <summary>The entries of the audit log about what was decided of a member and never carried out, or not yet: they are the committee's own.</summary>
    public static async Task<int[]> UndoneDecisionsAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        var decided = await db.AuditEntries.Where(e => e.Act == AuditActs.ClosingDecided && e.MemberId == memberId).Select(e => new { e.Id, e.Subject, e.At }).ToListAsync(cancellation);
        if (decided.Count == 0)
            return [];
        var done = await (
            from one in db.ClosingCases
            join closing in db.TopicClosings on one.ClosingId equals closing.Id
            join topic in db.Topics on closing.TopicId equals topic.Id
            where one.MemberId == memberId && closing.ExecutedAt != null
            select new { topic.Number, closing.FrozenAt, closing.ExecutedAt }).ToListAsync(cancellation);
        return [.. decided.Where(e => !done.Exists(c => string.Equals(c.Number.ToString(CultureInfo.InvariantCulture), e.Subject, StringComparison.Ordinal) && c.FrozenAt <= e.At && e.At <= c.ExecutedAt)).Select(e => e.Id)];
    }

    /// <summary>All of it. Who decided about them stands there by number alone, as in the audit log.</summary>
    public static async Task<object> ClosingsOfAsync(this WhalepaperDb db, int id, CancellationToken cancellation) => new
    {
        Cases = (await (
                from one in db.ClosingCases.AsNoTracking()
                join closing in db.TopicClosings on one.ClosingId equals closing.Id
                join topic in db.Topics on closing.TopicId equals topic.Id
                // Who was low learns it when they are told, and from no file before.
                where one.MemberId == id && closing.State != ClosingState.Frozen && (one.Kind != VerdictKind.Low || one.ToldAt != null)
                orderby one.Id
                select new { topic.Number, closing.FrozenAt, closing.State, IsDone = closing.ExecutedAt != null, Case = one }).ToListAsync(cancellation))
            .ConvertAll(c => new
            {
                Topic = c.Number,
                FrozenAt = Said(c.FrozenAt),
                Closing = c.State.ToString(),
                Verdict = c.Case.Kind.ToString(),
                c.Case.Talks,
                c.Case.Held,
                c.Case.Attended,
                c.Case.Excused,
                c.Case.ExcusedLate,
                c.Case.WasLow,
                ToldAt = Said(c.Case.ToldAt),
                c.Case.Objection,
                ObjectedAt = Said(c.Case.ObjectedAt),
                // What was not carried out is the committee's own.
                Decision = c.IsDone ? c.Case.Decision?.ToString() : null,
                Reason = c.IsDone ? c.Case.Reason : null,
                UndoneAt = Said(c.Case.UndoneAt),
                ReturnedAt = Said(c.Case.ReturnedAt),
            }),
        Certificates = (await db.Certificates.AsNoTracking().Where(c => c.MemberId == id).OrderBy(c => c.Id).Join(db.Topics, c => c.TopicId, t => t.Id, (c, t) => new { t.Number, c.Code, c.MadeAt }).ToListAsync(cancellation))
            .ConvertAll(c => new { Topic = c.Number, c.Code, MadeAt = Said(c.MadeAt) }),
    };

    private static string? Said(Instant? at) => at is { } instant ? InstantPattern.General.Format(instant) : null;
}
