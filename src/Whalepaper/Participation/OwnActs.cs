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
        WordsAsHost = (await db.PartWords.AsNoTracking().Where(w => w.ById == id).OrderBy(w => w.TalkId).ThenBy(w => w.Position).ToListAsync(cancellation)).ConvertAll(w => new { Talk = w.TalkId, Part = w.Position, w.IsCovered, At = Said(w.At) }),
        Feedback = (await db.Feedback.AsNoTracking().Include(f => f.Parts.OrderBy(p => p.Position)).Where(f => f.MemberId == id).OrderBy(f => f.Id).ToListAsync(cancellation))
            .ConvertAll(f => new { Talk = f.TalkId, f.Clear, f.Improve, Parts = f.Parts.Select(p => new { Part = p.Position, p.Text }), f.IsAnonymous, At = Said(f.At), ChangedAt = Said(f.ChangedAt) }),
        Minutes = (await db.MinutesRevisions.AsNoTracking().Where(r => r.ById == id).OrderBy(r => r.Id).ToListAsync(cancellation)).ConvertAll(r => new { Meeting = r.MeetingId, r.Number, r.Text, At = Said(r.At) }),
        Hosted = (await db.Sessions.AsNoTracking().Where(s => s.OpenedById == id || s.EndedById == id).OrderBy(s => s.MeetingId).ToListAsync(cancellation))
            .ConvertAll(s => new { Meeting = s.MeetingId, OpenedAt = s.OpenedById == id ? Said(s.OpenedAt) : null, EndedAt = s.EndedById == id ? Said(s.EndedAt) : null }),
        Ledger = (await db.Ledger.AsNoTracking().Where(e => e.MemberId == id).OrderBy(e => e.Id).ToListAsync(cancellation))
            .ConvertAll(e => new { Kind = e.Kind.ToString(), Meeting = e.MeetingId, Talk = e.TalkId, Question = e.QuestionId, Application = e.ApplicationId, ByHand = e.ManualEntryId, At = Said(e.At) }),
        WrittenByHand = (await db.ManualEntries.AsNoTracking().Where(m => m.MemberId == id || m.ById == id).OrderBy(m => m.Id).ToListAsync(cancellation))
            .ConvertAll(m => new { m.Id, OfMe = m.MemberId == id, ByMe = m.ById == id, Topic = m.TopicId, m.Points, m.Reason, At = Said(m.At), TakenBackAt = Said(m.TakenBackAt) }),
        Disputes = (await db.LedgerDisputes.AsNoTracking().Where(d => d.MemberId == id).OrderBy(d => d.Id).ToListAsync(cancellation))
            .ConvertAll(d => new { Topic = d.TopicId, Entry = d.EntryId, d.Words, At = Said(d.At), Outcome = d.Outcome?.ToString(), d.Answer, AnsweredAt = Said(d.AnsweredAt) }),
        DisputesAnswered = (await db.LedgerDisputes.AsNoTracking().Where(d => d.AnsweredById == id).OrderBy(d => d.Id).ToListAsync(cancellation)).ConvertAll(d => new { Dispute = d.Id, Outcome = d.Outcome?.ToString(), d.Answer, AnsweredAt = Said(d.AnsweredAt) }),
        Excuses = (await db.Excuses.AsNoTracking().Where(e => e.MemberId == id).OrderBy(e => e.MeetingId).ToListAsync(cancellation)).ConvertAll(e => new { Meeting = e.MeetingId, e.Word, At = Said(e.At), Accepted = e.Counts, e.Reason, AcceptedAt = Said(e.AcceptedAt) }),
        Waivers = (await db.Waivers.AsNoTracking().Where(w => w.MemberId == id).OrderBy(w => w.Place).ToListAsync(cancellation)).ConvertAll(w => new { Topic = w.TopicId, w.Reason, At = Said(w.At) }),
        Warned = (await db.MeterWarnings.AsNoTracking().Where(w => w.MemberId == id).OrderBy(w => w.TopicId).ToListAsync(cancellation)).ConvertAll(w => new { Topic = w.TopicId, At = Said(w.At) }),
    };

    private static string? Said(Instant? at) => at is { } instant ? InstantPattern.General.Format(instant) : null;
}
