using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Meetings.Live;

/// <summary>Where nobody speaks any more, nobody's time goes on: a stretch that is open is the part at which its meeting is, once.</summary>
internal sealed class SessionExamination(WhalepaperDb db) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var stray = db.SpokenParts.Where(stretch => stretch.EndedAt == null
            && (!db.Sessions.Any(session => session.MeetingId == stretch.MeetingId && session.EndedAt == null && session.TalkId == stretch.TalkId && session.Part == stretch.Position)
                || db.SpokenParts.Any(later => later.MeetingId == stretch.MeetingId && later.EndedAt == null && later.Id > stretch.Id)));
        var count = await stray.CountAsync(cancellation);
        return
        [
            count == 0
                ? new(Severity.Fine, "At every meeting one part is on at a time.")
                : new(Severity.Broken, $"{count} parts of talks go on though their meeting is elsewhere.", "End them where they began: their time is not known.", async stop =>
                {
                    foreach (var stretch in await stray.ToListAsync(stop))
                        stretch.End(stretch.BeganAt);
                    await db.SaveChangesAsync(stop);
                }),
        ];
    }
}
