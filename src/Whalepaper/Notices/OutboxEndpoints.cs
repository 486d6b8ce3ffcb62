using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Mail;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices;

/// <summary>What the organizer does about deliveries that need somebody.</summary>
public static class OutboxEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapOutbox(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/deliveries/{id:int}/attempt", Act.RunInstallation, "retryDelivery", "Let a delivery that was given up be tried again", RetryAsync);
        doors.OpenForm("POST", "/deliveries/{id:int}/reading", Act.RunInstallation, ReadAsync);
    }

    private static async Task<IResult> RetryAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<NoticeTexts> words)
    {
        if (await db.Deliveries.Disclosed().SingleOrDefaultAsync(d => d.Id == id, http.RequestAborted) is not { } delivery)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        // It would be dropped at once.
        if (!delivery.CanRetry || delivery.Until <= now)
        {
            sent.Refuse(Submission.Whole, words[delivery.CanRetry ? "Retry.Late" : "Retry.Not"]);
            return sent.Refused(http, "/outbox");
        }

        delivery.Retry(now);
        db.Add(new AuditEntry(AuditActs.DeliveryRetried, http.Actor().MemberId, delivery.MemberId, delivery.Kind, null, null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/outbox?done=retried");
    }

    // Where no mail is set up, somebody must hand letters on. Their links let somebody in, so who reads one is written down; and with mail nobody has to.
    private static async Task<IResult> ReadAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, MailAtHand mail, LetterSeal seal, IClock clock, IStringLocalizer<NoticeTexts> words)
    {
        if (await mail.ReadAsync(http.RequestAborted) is not null)
        {
            sent.Refuse(Submission.Whole, words["Reading.Closed"]);
            return sent.Refused(http, "/outbox");
        }

        var delivery = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id && d.SealedWords != null, http.RequestAborted);
        if (delivery is null)
            return TypedResults.NotFound();
        if (seal.Open(delivery.SealedWords!) is not { } letter)
        {
            sent.Refuse(Submission.Whole, words["Reading.Lost"]);
            return sent.Refused(http, "/outbox");
        }

        db.Add(new AuditEntry(AuditActs.LetterRead, http.Actor().MemberId, delivery.MemberId, $"#{delivery.Id}", null, null, clock.GetCurrentInstant()));
        await db.SaveChangesAsync(http.RequestAborted);
        http.Features.Set(new OpenedLetter(delivery.Id, letter));
        http.Request.Path = "/outbox";
        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<App>();
    }

    /// <summary>A letter that is being read.</summary>
    internal sealed record OpenedLetter(int DeliveryId, Message Letter);
}
