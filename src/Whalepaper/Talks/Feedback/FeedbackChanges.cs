using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Talks.Feedback;

/// <summary>Giving feedback, once a talk and listener, however often it is sent.</summary>
public static class FeedbackChanges
{
    /// <summary>Somebody's own feedback on a talk, to be changed; null if they gave none.</summary>
    public static Task<TalkFeedback?> FeedbackForChangeAsync(this WhalepaperDb db, int talkId, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Feedback.Include(feedback => feedback.Parts).SingleOrDefaultAsync(feedback => feedback.TalkId == talkId && feedback.MemberId == memberId, cancellation);
    }

    /// <summary>Gives feedback, or says it otherwise; and saves it.</summary>
    /// <param name="db">The data.</param>
    /// <param name="talk">The talk, with its presenters, meeting and record.</param>
    /// <param name="memberId">Who gives it: their database number.</param>
    /// <param name="words">The words.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidOperationException">The talk takes none: see <see cref="TalkFeedback.IsTaken"/>.</exception>
    public static async Task GiveFeedbackAsync(this WhalepaperDb db, Talk talk, int memberId, FeedbackWords words, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(talk);
        var id = talk.Id;
        await db.RepeatAsync(
            async () =>
            {
                if (await db.FeedbackForChangeAsync(id, memberId, cancellation) is { } known)
                    known.Change(talk, words, now);
                else
                    db.Add(new TalkFeedback(talk, memberId, words, now));
            },
            cancellation);
    }
}
