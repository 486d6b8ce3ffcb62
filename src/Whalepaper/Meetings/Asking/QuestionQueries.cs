using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Meetings.Asking;

/// <summary>What pages ask about questions.</summary>
public static class QuestionQueries
{
    /// <summary>The questions of a meeting, hidden ones too: what waits for an answer first, and what most want to know first among it.</summary>
    public static Task<IReadOnlyList<QuestionLine>> QuestionsOfMeetingAsync(this WhalepaperDb db, int meetingId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.QuestionLinesAsync(db.Questions.Where(question => question.MeetingId == meetingId), cancellation);
    }

    /// <summary>What was asked about a talk and is not hidden, in the same order.</summary>
    public static Task<IReadOnlyList<QuestionLine>> QuestionsOfTalkAsync(this WhalepaperDb db, int talkId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.QuestionLinesAsync(db.Questions.Where(question => question.TalkId == talkId && question.HiddenAt == null), cancellation);
    }

    /// <summary>What is a member's own in the room of a meeting.</summary>
    public static async Task<OwnMarks> OwnMarksAsync(this WhalepaperDb db, int meetingId, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var votes = await db.QuestionVotes.Where(vote => vote.MeetingId == meetingId && vote.MemberId == memberId).Select(vote => vote.QuestionId).ToListAsync(cancellation);
        var ticks = await db.PartTicks.Where(tick => tick.MeetingId == meetingId && tick.MemberId == memberId).Select(tick => new { tick.TalkId, tick.Position }).ToListAsync(cancellation);
        var shares = await db.TalkPresenters.Where(presenter => presenter.MemberId == memberId && db.Talks.Any(talk => talk.Id == presenter.TalkId && talk.MeetingId == meetingId))
            .Select(presenter => presenter.TalkId).ToListAsync(cancellation);
        return new OwnMarks(memberId, votes.ToHashSet(), ticks.Select(tick => (tick.TalkId, tick.Position)).ToHashSet(), shares.ToHashSet());
    }

    /// <summary>Some questions as they are shown: what is open first, and what most want.</summary>
    internal static async Task<IReadOnlyList<QuestionLine>> QuestionLinesAsync(this WhalepaperDb db, IQueryable<Question> questions, CancellationToken cancellation)
    {
        var lines = await (
            from question in questions.AsNoTracking()
            join member in db.Members on question.AskedById equals member.Id
            select new QuestionLine(
                question.Id, question.TalkId, question.AskedById, new NameAndHandle(member.Name, member.Handle), question.OnBehalfOf, question.Text, question.AskedAt,
                question.AnsweredAt, question.Answer, question.HiddenAt != null, db.QuestionVotes.Count(vote => vote.QuestionId == question.Id), question.Version)).ToListAsync(cancellation);
        return [.. lines.OrderBy(line => line.AnsweredAt is not null).ThenByDescending(line => line.Votes).ThenBy(line => line.AskedAt).ThenBy(line => line.Id)];
    }
}
