using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Talks;

/// <summary>What must hold of every talk, and no constraint of the database can say.</summary>
internal sealed class TalkExamination(WhalepaperDb db) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        await ReportAsync(findings, db.Talks.Where(t => !t.Presenters.Any()), "has no presenter", cancellation);
        await ReportAsync(findings, db.Talks.Where(t => !t.Papers.Any()), "covers nothing", cancellation);
        await ReportAsync(findings, db.Talks.Where(t => t.Meeting != null && t.Meeting.TrackId != t.TrackId), "stands at a meeting of another track", cancellation);
        await ReportAsync(
            findings, db.Talks.Where(t => t.Papers.Any(p => p.PaperId != p.Entry.PaperId)), "covers another paper than its entry lists", cancellation);
        await ReportAsync(
            findings, db.Talks.Where(t => t.Papers.Any(p => p.Entry.TopicId != t.TopicId || p.Entry.TrackId != t.TrackId)), "claims an entry of another list", cancellation);
        await ReportAsync(findings, db.Talks.Where(t => t.MeetingId != null && t.Seat == null), "stands at a meeting without a seat", cancellation);
        await ReportAsync(findings, db.Talks.Where(t => t.Ending != null && t.MeetingId != null), "ended, and stands at a meeting all the same", cancellation);
        await ReportAsync(findings, db.Talks.Where(t => t.Ending != null && t.Papers.Any(p => p.ReleasedAt == null)), "ended, and holds a paper all the same", cancellation);
        // Said out, and not as "one is not the other": on SQLite a comparison with one of several states is read from the left.
        await ReportAsync(
            findings,
            db.Talks.Where(t => (t.Giving != null && t.State != TalkState.Given) || (t.Giving == null && t.State == TalkState.Given)
                || (t.Ending != null && t.State != TalkState.Withdrawn && t.State != TalkState.Cancelled && t.State != TalkState.Missed)
                || (t.Ending == null && (t.State == TalkState.Withdrawn || t.State == TalkState.Cancelled || t.State == TalkState.Missed))
                || (t.Giving == null && t.Ending == null && t.Confirmation != null && t.State != TalkState.Confirmed && t.State != TalkState.Ready)
                || (t.Giving == null && t.Ending == null && t.Confirmation == null && (t.State == TalkState.Confirmed || t.State == TalkState.Ready))),
            "is in another state than its records tell", cancellation);
        await ReportAsync(
            findings, db.Talks.Where(t => (t.Giving == null || t.Giving.Source != GivingSource.Charter) && !db.TalkSteps.Any(s => s.TalkId == t.Id)), "has no history", cancellation);
        return findings.Count > 0 ? findings : [new(Severity.Fine, "Every talk has a presenter, a paper and a meeting of its own track.")];
    }

    private static async Task ReportAsync(List<Finding> findings, IQueryable<Talk> wrong, string what, CancellationToken cancellation)
    {
        foreach (var id in await wrong.Select(t => t.Id).OrderBy(id => id).Take(20).ToListAsync(cancellation))
            findings.Add(new(Severity.Broken, $"Talk {id} {what}.", "Set it right on the talk's page."));
    }
}
