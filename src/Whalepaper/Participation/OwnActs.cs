using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;

namespace Whalepaper.Participation;

/// <summary>All by which a member took part, as they take it along. Their own anonymous words are among them: the file is for them alone.</summary>
internal static class OwnActs
{
    /// <summary>All of it.</summary>
    public static async Task<object> ActsOfAsync(this WhalepaperDb db, int id, CancellationToken cancellation) => new
    {
        Dates = (await db.Comings.AsNoTracking().Where(c => c.MemberId == id).OrderBy(c => c.MeetingId).ToListAsync(cancellation)).ConvertAll(c => new { Meeting = c.MeetingId, c.IsComing, At = Said(c.At) }),
        Attended = (await db.Attendances.AsNoTracking().Where(a => a.MemberId == id).OrderBy(a => a.Id).ToListAsync(cancellation)).ConvertAll(a => new { Meeting = a.MeetingId, By = a.By.ToString(), At = Said(a.At) }),
        Questions = (await db.Questions.AsNoTracking().Where(q => q.AskedById == id).OrderBy(q => q.Id).ToListAsync(cancellation))
            .ConvertAll(q => new { Meeting = q.MeetingId, Talk = q.TalkId, q.Text, q.OnBehalfOf, At = Said(q.AskedAt), AnsweredAt = Said(q.AnsweredAt), Hidden = q.HiddenAt is not null }),
        Answers = (await db.Questions.AsNoTracking().Where(q => q.AnsweredById == id).OrderBy(q => q.Id).ToListAsync(cancellation)).ConvertAll(q => new { Meeting = q.MeetingId, Question = q.Id, q.Answer, At = Said(q.AnsweredAt) }),
        Votes = (await db.QuestionVotes.AsNoTracking().Where(v => v.MemberId == id).OrderBy(v => v.QuestionId).ToListAsync(cancellation)).ConvertAll(v => new { Question = v.QuestionId, At = Said(v.At) }),
        Ticks = (await db.PartTicks.AsNoTracking().Where(t => t.MemberId == id).OrderBy(t => t.TalkId).ThenBy(t => t.Position).ToListAsync(cancellation)).ConvertAll(t => new { Talk = t.TalkId, Part = t.Position, At = Said(t.At) }),
        Feedback = (await db.Feedback.AsNoTracking().Include(f => f.Parts.OrderBy(p => p.Position)).Where(f => f.MemberId == id).OrderBy(f => f.Id).ToListAsync(cancellation))
            .ConvertAll(f => new { Talk = f.TalkId, f.Clear, f.Improve, Parts = f.Parts.Select(p => new { Part = p.Position, p.Text }), f.IsAnonymous, At = Said(f.At), ChangedAt = Said(f.ChangedAt) }),
        Minutes = (await db.MinutesRevisions.AsNoTracking().Where(r => r.ById == id).OrderBy(r => r.Id).ToListAsync(cancellation)).ConvertAll(r => new { Meeting = r.MeetingId, r.Number, r.Text, At = Said(r.At) }),
        Hosted = (await db.Sessions.AsNoTracking().Where(s => s.OpenedById == id || s.EndedById == id).OrderBy(s => s.MeetingId).ToListAsync(cancellation))
            .ConvertAll(s => new { Meeting = s.MeetingId, OpenedAt = s.OpenedById == id ? Said(s.OpenedAt) : null, EndedAt = s.EndedById == id ? Said(s.EndedAt) : null }),
        Ledger = (await db.Ledger.AsNoTracking().Where(e => e.MemberId == id).OrderBy(e => e.Id).ToListAsync(cancellation))
            .ConvertAll(e => new { Kind = e.Kind.ToString(), Meeting = e.MeetingId, Talk = e.TalkId, Question = e.QuestionId, At = Said(e.At) }),
    };

    private static string? Said(Instant? at) => at is { } instant ? InstantPattern.General.Format(instant) : null;
}
