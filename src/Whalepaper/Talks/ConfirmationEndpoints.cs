using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
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

    private static async Task<IResult> ConfirmAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<TalkTexts> words)
    {
        var me = http.Actor().MemberId;
        var talk = await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Meeting).Include(t => t.Confirmation).Include(t => t.Giving)
            .AsSplitQuery().SingleOrDefaultAsync(t => t.Id == id && t.Presenters.Any(p => p.MemberId == me), http.RequestAborted);
        if (talk is null)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (talk.Giving is not null)
            sent.Refuse(Submission.Whole, words["Confirm.Given"]);
        else if (talk.Meeting is null or { CancelledAt: not null })
            sent.Refuse(Submission.Whole, words["Confirm.NoDate"]);
        else if (talk.Meeting.StartsAt <= now)
            sent.Refuse(Submission.Whole, words["Confirm.Past"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/talks/{id}");
        talk.Confirm(talk.Presenters.Single(p => p.MemberId == me).Member, now);
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
        }
        catch (DbUpdateException) when (db.Set<Confirmation>().AsNoTracking().Any(c => c.TalkId == id))
        {
            // Pressed twice, or by two presenters at once, it is one yes.
        }

        return sent.Done($"/talks/{id}?done=confirmed");
    }
}
