using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Meetings.Asking;

/// <summary>Questions and votes, as commands write them down: once, however often they are sent.</summary>
public static class AskingChanges
{
    /// <summary>Whether somebody may ask more at a meeting: see <see cref="Question.MostOfOne"/>.</summary>
    public static async Task<bool> MayAskMoreAsync(this WhalepaperDb db, int meetingId, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Questions.CountAsync(question => question.MeetingId == meetingId && question.AskedById == memberId, cancellation) < Question.MostOfOne;
    }

    /// <summary>Saves a question, unless its form was sent already.</summary>
    /// <returns>The number of the question: of this one, or of the one that was asked by the same form.</returns>
    public static async Task<int> AskAsync(this WhalepaperDb db, Question question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(question);
        if (await AskedAsync() is { } earlier)
            return earlier;
        db.Add(question);
        return await db.SaveOnceAsync(async () => await AskedAsync() is not null, cancellation) ? question.Id : (await AskedAsync())!.Value;

        Task<int?> AskedAsync() => db.Questions.Where(known => known.AskedById == question.AskedById && known.Key == question.Key).Select(known => (int?)known.Id).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Votes for a question, or takes the vote back; and saves it.</summary>
    /// <returns>Whether anything changed.</returns>
    /// <exception cref="InvalidOperationException">It is their own, or hidden.</exception>
    public static async Task<bool> VoteAsync(this WhalepaperDb db, Question question, int memberId, bool wants, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(question);
        var id = question.Id;
        var known = await db.QuestionVotes.SingleOrDefaultAsync(vote => vote.QuestionId == id && vote.MemberId == memberId, cancellation);
        if (known is not null == wants)
            return false;
        if (known is null)
            db.Add(new QuestionVote(question, memberId, now));
        else
            db.Remove(known);
        return await db.SaveOnceAsync(async () => await db.QuestionVotes.AnyAsync(vote => vote.QuestionId == id && vote.MemberId == memberId, cancellation) == wants, cancellation);
    }
}
