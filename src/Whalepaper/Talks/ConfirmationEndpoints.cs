using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks;

/// <summary>A presenter's yes to the date of their talk.</summary>
public static class ConfirmationEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapConfirmations(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/talks/{id:int}/confirmation", Act.TakePart, "confirmTalk", "Say yes to the date of one's own talk", ConfirmAsync);
    }

    private static async Task<IResult> ConfirmAsync(int id, Submission<ConfirmationForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<TalkTexts> words)
    {
        var talk = await db.TalkForChangeAsync(id, http.RequestAborted);
        if (talk?.PresenterOf(http.Actor().MemberId) is not { } me)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        sent.MustBeConfirmable(talk, now, words);
        if (sent.IsSound && !string.IsNullOrEmpty(sent.Form.Date) && !string.Equals(sent.Form.Date, DateOf(talk.Meeting!.Id, talk.Meeting.StartsAt), StringComparison.Ordinal))
            sent.Refuse(sent.IsJson ? "date" : Submission.Whole, words["Confirm.Moved"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{id}");
        await db.ConfirmTalkAsync(talk, me, now, http.RequestAborted);
        return sent.Done($"/talks/{id}?done=confirmed");
    }

    /// <summary>Refuses a yes to what cannot be confirmed.</summary>
    internal static void MustBeConfirmable(this Submission sent, Talk talk, Instant now, IStringLocalizer<TalkTexts> words)
    {
        if (!talk.IsAhead)
            sent.Refuse(Submission.Whole, words["Over"]);
        else if (talk.State is TalkState.Asked)
            sent.Refuse(Submission.Whole, words["Confirm.Asked"]);
        else if (talk.Meeting is null or { CancelledAt: not null })
            sent.Refuse(Submission.Whole, words["Confirm.NoDate"]);
        else if (talk.Meeting.StartsAt <= now)
            sent.Refuse(Submission.Whole, words["Confirm.Past"]);
    }

    /// <summary>Saves a presenter's yes.</summary>
    internal static async Task ConfirmTalkAsync(this WhalepaperDb db, Talk talk, Member me, Instant now, CancellationToken cancellation)
    {
        talk.Confirm(me, now);
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (db.Set<Confirmation>().AsNoTracking().Any(c => c.TalkId == talk.Id))
        {
            // Pressed twice, or by two presenters at once, it is one yes.
        }
    }

    /// <summary>A date as a form names the one that its reader saw: the meeting, and its hour in seconds since 1970.</summary>
    public static string DateOf(int meetingId, Instant startsAt) => string.Create(CultureInfo.InvariantCulture, $"{meetingId}@{startsAt.ToUnixTimeSeconds()}");
}

/// <summary>A yes.</summary>
/// <param name="Date">The date that was read: the meeting's number, <c>@</c>, and its hour in seconds since 1970. Without it the yes is to whatever date it is by now.</param>
public sealed record ConfirmationForm([Unseen, Longest(40)] string? Date);
