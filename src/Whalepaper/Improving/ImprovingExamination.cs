using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Improving.Suggestions;

namespace Whalepaper.Improving;

/// <summary>What must hold of suggestions and looks back, and no constraint of the database can say.</summary>
internal sealed class ImprovingExamination(WhalepaperDb db) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        // Said out: a suggestion without a course is open.
        var astray = db.Suggestions.Where(s => (s.State != SuggestionState.Open || s.Course.Any()) && !s.Course.Any(step => step.State == s.State && !s.Course.Any(later => later.Id > step.Id)));
        foreach (var id in await astray.OrderBy(s => s.Id).Select(s => s.Id).Take(20).ToListAsync(cancellation))
            findings.Add(new(Severity.Broken, $"Suggestion {id} is in another state than its course tells.", "Decide on its page again."));
        var kept = db.Retrospectives.Where(r => r.ClosedAt != null && (db.RetrospectiveBoxes.Any(b => b.RetrospectiveId == r.Id) || db.RetrospectiveInvitees.Any(i => i.RetrospectiveId == r.Id)));
        foreach (var id in await kept.OrderBy(r => r.Id).Select(r => r.Id).Take(20).ToListAsync(cancellation))
        {
            findings.Add(new(Severity.Broken, $"The look back {id} is closed, and answers or a list of who may answer are kept all the same.", "Take them away unread.", async stop =>
            {
                await db.WipeWhatIsDeletedAsync(stop);
                await db.RetrospectiveBoxes.Where(b => b.RetrospectiveId == id).ExecuteDeleteAsync(stop);
                await db.RetrospectiveInvitees.Where(i => i.RetrospectiveId == id).ExecuteDeleteAsync(stop);
            }));
        }

        var lost = db.Retrospectives.Where(r => r.ClosedAt == null && !db.RetrospectiveBoxes.Any(b => b.RetrospectiveId == r.Id));
        foreach (var id in await lost.OrderBy(r => r.Id).Select(r => r.Id).Take(20).ToListAsync(cancellation))
            findings.Add(new(Severity.Broken, $"The look back {id} is open and has no box for answers.", "The committee calls it off, and opens it again."));
        return findings.Count > 0 ? findings : [new(Severity.Fine, "Suggestions are where their course tells, and no answer is kept once it was counted.")];
    }
}
