using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Audit;

/// <summary>Every entry of the log names people who are there. Members are never deleted, and the log is never changed: what is amiss here was done by hand.</summary>
internal sealed class AuditExamination(WhalepaperDb db) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var lost = await db.AuditEntries.CountAsync(
            e => (e.ById != null && !db.Members.Any(m => m.Id == e.ById)) || (e.MemberId != null && !db.Members.Any(m => m.Id == e.MemberId)), cancellation);
        return
        [
            lost == 0
                ? new(Severity.Fine, "Every entry of the audit log names people who are there.")
                : new(Severity.Warning, $"{lost} entries of the audit log name people who are not there.", "The log stays as it is; look whether members were deleted by hand, or came from another backup."),
        ];
    }
}
