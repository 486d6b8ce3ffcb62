using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Meetings.Asking;

/// <summary>Questions and votes, as commands write them down: once, however often they are sent.</summary>
public static class AskingChanges
{
    /// <summary>Saves a question, unless its form was sent already.</summary>
    /// <returns>The number of the question: of this one, or of the same that was asked by the same form; null if its asker asked as many as one may.</returns>
    public static async Task<int?> AskAsync(this WhalepaperDb db, Question question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(question);
        var number = (int?)null;
        await db.RepeatAsync(
            async () =>
            {
                number = await AskedAsync();
                if (number is null && question.ComeAfter(await LastAsync()))
                    db.Add(question);
            },
            cancellation);
        return number ?? (question.Id > 0 ? question.Id : null);

        async Task<int> LastAsync() => await db.Questions.Where(known => known.MeetingId == question.MeetingId && known.AskedById == question.AskedById).MaxAsync(known => (int?)known.Ordinal, cancellation) ?? 0;

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
