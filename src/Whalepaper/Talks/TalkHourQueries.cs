using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Asking;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;
using Whalepaper.Talks.Feedback;

namespace Whalepaper.Talks;

/// <summary>What the hour of a talk left, for those who may be at its meeting.</summary>
/// <param name="Coverage">What of the outline was covered; null before its hour.</param>
/// <param name="MaySay">Whether the reader has the last word about that.</param>
/// <param name="Questions">What was asked about it.</param>
/// <param name="Feedback">How much feedback its presenters can read; null for others.</param>
/// <param name="TakesFeedback">Whether the reader can tell the presenters something.</param>
public sealed record TalkHour(Coverage? Coverage, bool MaySay, IReadOnlyList<QuestionLine> Questions, int? Feedback, bool TakesFeedback);

/// <summary>What the page of a talk asks about its hour.</summary>
public static class TalkHourQueries
{
    /// <summary>Reads it; null where there was no hour, or somebody who may not be there asks.</summary>
    public static async Task<TalkHour?> TalkHourAsync(this WhalepaperDb db, int talkId, Actor who, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        if (who.MemberId is not { } me)
            return null;
        var talk = await db.Talks.AsNoTracking().Include(t => t.Meeting).Include(t => t.Giving).Include(t => t.Presenters).SingleOrDefaultAsync(t => t.Id == talkId && t.Ending == null, cancellation);
        if (talk is not { MeetingId: { } meetingId, Meeting: { } meeting })
            return null;
        var isOwn = talk.Presenters.Any(presenter => presenter.MemberId == me);
        // Whoever shared it reads what came of it, whatever they may now.
        if ((await db.AudienceAsync(meetingId, who, now, cancellation) ?? (isOwn && who.May(Act.TakePart) ? LiveAudience.Presenter : null)) is not { } audience)
            return null;
        var opened = await db.Sessions.AnyAsync(session => session.MeetingId == meetingId, cancellation);
        return new TalkHour(
            meeting.CancelledAt is null && (opened || meeting.StartsAt <= now) ? await db.CoverageAsync(talkId, cancellation) : null,
            audience is LiveAudience.Host && who.MaySayCoverage(talk.Presenters.Select(presenter => presenter.MemberId)),
            await db.QuestionsOfTalkAsync(talkId, cancellation),
            isOwn && talk.Giving is { Source: GivingSource.Meeting } ? await db.Feedback.CountAsync(feedback => feedback.TalkId == talkId, cancellation) : null,
            TalkFeedback.IsTaken(talk, me, now));
    }
}
