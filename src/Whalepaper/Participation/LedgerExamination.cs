using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Participation.Ledger;
using Whalepaper.Talks;

namespace Whalepaper.Participation;

/// <summary>Whether each source has its entry in the ledger, and each entry a source that counts. Constraints hold that there is none without a source and none twice.</summary>
internal sealed class LedgerExamination(WhalepaperDb db) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        Note(findings, "talks that were given", await Talks().ToListAsync(cancellation), (ids, stop) => GivenTalks.SettleAsync(db, [], ids, stop));
        Note(findings, "people who were at meetings", await Attendances().ToListAsync(cancellation), async (ids, stop) =>
            await LedgerKeeping.AttendancesAsync(db, await db.Attendances.Where(a => EF.Parameter(ids).Contains(a.Id)).ToListAsync(stop), stop));
        Note(findings, "questions", await Questions().ToListAsync(cancellation), async (ids, stop) =>
            await LedgerKeeping.QuestionsAsync(db, await db.Questions.Where(q => EF.Parameter(ids).Contains(q.Id)).ToListAsync(stop), stop));
        Note(findings, "feedback", await Feedback().ToListAsync(cancellation), async (ids, stop) =>
            await LedgerKeeping.FeedbackAsync(db, await db.Feedback.Where(f => EF.Parameter(ids).Contains(f.Id)).ToListAsync(stop), stop));
        Note(findings, "panels that heard candidates", await Reviews().ToListAsync(cancellation), (ids, stop) => OtherActs.ReviewsAsync(db, ids, stop));
        Note(findings, "entries of the committee", await Manual().ToListAsync(cancellation), async (ids, stop) =>
            await OtherActs.ManualAsync(db, await db.ManualEntries.Where(m => EF.Parameter(ids).Contains(m.Id)).ToListAsync(stop), stop));
        return findings.Count > 0 ? findings : [new(Severity.Fine, "The ledger has one entry for each act.")];
    }

    private void Note(List<Finding> findings, string what, List<int> wrong, Func<List<int>, CancellationToken, Task> settle)
    {
        if (wrong.Count == 0)
            return;
        findings.Add(new(Severity.Broken, $"The ledger does not fit the {what}: {wrong.Count} to set right.", "Write their entries anew.", async stop =>
        {
            await settle(wrong, stop);
            await db.SaveChangesAsync(stop);
        }));
    }

    private IQueryable<int> Talks() => db.Set<Giving>()
        .Where(giving => giving.Source == GivingSource.Meeting
            && (db.TalkPresenters.Any(p => p.TalkId == giving.TalkId && !db.Ledger.Any(e => e.Kind == LedgerKind.Given && e.TalkId == p.TalkId && e.MemberId == p.MemberId))
                // Who stepped in has one entry more; under the profile that stands for them today.
                || db.TalkPresenters.Any(p => p.TalkId == giving.TalkId
                    && db.TalkSteps.Any(s => s.TalkId == p.TalkId && s.Kind == TalkStepKind.SteppedIn && (s.WhomId == p.MemberId || db.Members.Any(m => m.Id == s.WhomId && m.MergedIntoId == p.MemberId)))
                    && !db.Ledger.Any(e => e.Kind == LedgerKind.Substituted && e.TalkId == p.TalkId && e.MemberId == p.MemberId))
                || db.Ledger.Any(e => e.TalkId == giving.TalkId && e.Kind == LedgerKind.Substituted
                    && !db.TalkSteps.Any(s => s.TalkId == e.TalkId && s.Kind == TalkStepKind.SteppedIn && (s.WhomId == e.MemberId || db.Members.Any(m => m.Id == s.WhomId && m.MergedIntoId != null))))
                || db.Ledger.Any(e => e.TalkId == giving.TalkId && !db.TalkPresenters.Any(p => p.TalkId == e.TalkId && p.MemberId == e.MemberId))))
        .Select(giving => giving.TalkId);

    private IQueryable<int> Attendances() => db.Attendances
        .Where(attendance => !db.Ledger.Any(e => e.AttendanceId == attendance.Id && e.MemberId == attendance.MemberId)).Select(attendance => attendance.Id);

    private IQueryable<int> Questions() => db.Questions
        .Where(question => (question.HiddenAt == null && question.OnBehalfOf == null && db.Attendances.Any(a => a.MeetingId == question.MeetingId && a.MemberId == question.AskedById)
                && !db.TalkPresenters.Any(p => p.MemberId == question.AskedById && (question.TalkId != null ? p.TalkId == question.TalkId : db.Talks.Any(t => t.Id == p.TalkId && t.MeetingId == question.MeetingId))))
            ? !db.Ledger.Any(e => e.QuestionId == question.Id && e.MemberId == question.AskedById)
            : db.Ledger.Any(e => e.QuestionId == question.Id))
        .Select(question => question.Id);

    private IQueryable<int> Feedback() => db.Feedback
        .Where(feedback => db.Talks.Any(t => t.Id == feedback.TalkId && db.Attendances.Any(a => a.MeetingId == t.MeetingId && a.MemberId == feedback.MemberId))
            ? !db.Ledger.Any(e => e.FeedbackId == feedback.Id && e.MemberId == feedback.MemberId)
            : db.Ledger.Any(e => e.FeedbackId == feedback.Id))
        .Select(feedback => feedback.Id);

    private IQueryable<int> Reviews() => db.Applications
        .Where(application => db.Set<Giving>().Any(giving => giving.TalkId == application.TalkId && giving.Source == GivingSource.Meeting)
            ? db.PanelSeats.Any(seat => seat.ApplicationId == application.Id && !db.Ledger.Any(e => e.ApplicationId == seat.ApplicationId && e.MemberId == seat.MemberId))
            : db.Ledger.Any(e => e.ApplicationId == application.Id))
        .Select(application => application.Id);

    private IQueryable<int> Manual() => db.ManualEntries
        .Where(manual => manual.TakenBackAt == null ? !db.Ledger.Any(e => e.ManualEntryId == manual.Id && e.MemberId == manual.MemberId) : db.Ledger.Any(e => e.ManualEntryId == manual.Id))
        .Select(manual => manual.Id);
}
