using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Reminders;

/// <summary>What a presenter does from the letter, without signing in: the link is the proof. To open it does nothing, for programs open links in letters too.</summary>
public static class AnswerEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapAnswers(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.OpenForm("POST", "/answers/{key}/confirmation", Act.Read, ConfirmAsync);
    }

    /// <summary>The talk that a key is about, if its holder may still answer: null for a key that is none, or whose hour has come.</summary>
    internal static async Task<(AnswerRight Right, Talk Talk)?> AnswerableAsync(this WhalepaperDb db, AnswerKeys keys, string key, Instant now, CancellationToken cancellation) =>
        keys.Read(key) is { } right && right.StartsAt > now && await db.TalkForChangeAsync(right.TalkId, cancellation) is { } talk && talk.PresenterOf(right.MemberId) is { LeftAt: null } holder && MayTakePart(holder) ? (right, talk) : null;

    // The letter takes the place of signing in, and of nothing else.
    private static bool MayTakePart(Member holder) => new Actor(holder.Id, holder.Handle, holder.Name, holder.Standing, holder.Role, null, null).May(Act.TakePart);

    private static async Task<IResult> ConfirmAsync(string key, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, AnswerKeys keys, IClock clock, IStringLocalizer<TalkTexts> words)
    {
        var now = clock.GetCurrentInstant();
        if (await db.AnswerableAsync(keys, key, now, http.RequestAborted) is not var (right, talk))
            return TypedResults.NotFound();
        sent.MustBeConfirmable(talk, now, words);
        if (sent.IsSound && talk.Meeting!.StartsAt != right.StartsAt)
            sent.Refuse(Submission.Whole, words["Confirm.Moved"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/answers/{key}");
        await db.ConfirmTalkAsync(talk, talk.PresenterOf(right.MemberId)!, now, http.RequestAborted);
        return sent.Done($"/answers/{key}?done=confirmed");
    }
}
