using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;

namespace Whalepaper.Talks.Feedback;

/// <summary>Feedback as the presenters of the talk read it: without the hour, which would tell names.</summary>
/// <param name="By">Who wrote it; null where they want nobody told.</param>
/// <param name="Clear">What was clear.</param>
/// <param name="Improve">What to improve.</param>
/// <param name="Parts">What is said about parts, by their places in the outline.</param>
public sealed record FeedbackLine(NameAndHandle? By, string? Clear, string? Improve, IReadOnlyList<(int Position, string Text)> Parts);

/// <summary>What somebody may do about feedback on a talk.</summary>
/// <param name="Talk">The talk, with its presenters, papers, meeting and record.</param>
/// <param name="IsOwn">Whether they share it, and so read what others wrote.</param>
/// <param name="IsTaken">Whether they can write some, or change what they wrote.</param>
internal sealed record FeedbackDoor(Talk Talk, bool IsOwn, bool IsTaken);

/// <summary>What pages and commands ask about feedback.</summary>
internal static class FeedbackQueries
{
    /// <summary>What somebody may do about feedback on a talk; null if they may not know of any.</summary>
    public static async Task<FeedbackDoor?> FeedbackDoorAsync(this WhalepaperDb db, int talkId, Actor who, Instant now, CancellationToken cancellation)
    {
        if (who.MemberId is not { } me || await db.TalkForChangeAsync(talkId, cancellation) is not { MeetingId: { } meeting } talk)
            return null;
        if (talk.PresenterOf(me) is not null)
            return new FeedbackDoor(talk, true, false);
        return await db.AudienceAsync(meeting, who, now, cancellation) is null ? null : new FeedbackDoor(talk, false, TalkFeedback.IsTaken(talk, me, now));
    }

    /// <summary>What was written about a talk, in an order that tells nothing.</summary>
    public static async Task<IReadOnlyList<FeedbackLine>> FeedbackOnAsync(this WhalepaperDb db, int talkId, CancellationToken cancellation)
    {
        var found = await (
            from feedback in db.Feedback.AsNoTracking().Include(feedback => feedback.Parts)
            where feedback.TalkId == talkId
            join member in db.Members on feedback.MemberId equals member.Id
            select new { feedback, Name = feedback.IsAnonymous ? null : member.Name, Handle = feedback.IsAnonymous ? null : member.Handle }).ToListAsync(cancellation);
        return
        [
            .. found.OrderBy(one => Shuffled(one.feedback.Id)).Select(one => new FeedbackLine(
                one.Name is null ? null : new NameAndHandle(one.Name, one.Handle!), one.feedback.Clear, one.feedback.Improve, [.. one.feedback.Parts.OrderBy(part => part.Position).Select(part => (part.Position, part.Text))])),
        ];
    }

    // The same each time, and neither that of writing nor of names: whoever was seen to write first is not the first.
    private static uint Shuffled(int id)
    {
        var mixed = unchecked((uint)id * 2654435761u);
        mixed ^= mixed >> 15;
        return unchecked(mixed * 2246822519u);
    }
}
