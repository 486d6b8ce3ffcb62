using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Mail;

/// <summary>The organizer's mail server, and a letter to try it.</summary>
public static class MailEndpoints
{
    /// <summary>What the occasions of letters that try the server begin with.</summary>
    internal const string Trial = "mail-trial:";

    private static readonly Duration trialLasts = Duration.FromHours(1);

    /// <summary>Adds the commands.</summary>
    public static void MapMail(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/settings/mail", Act.RunInstallation, "saveMail", "Set the server that takes the group's mail", SaveAsync);
        doors.Open("DELETE", "/settings/mail", Act.RunInstallation, "endMail", "Write no mail any more", EndAsync);
        doors.Open("POST", "/settings/mail/letter", Act.RunInstallation, "tryMail", "Send a letter to oneself, to try the mail server", TryAsync);
    }

    private static async Task<IResult> SaveAsync(Submission<MailForm> sent, HttpContext http, WhalepaperDb db, MailAtHand mail, IClock clock, IStringLocalizer<MailTexts> words)
    {
        var form = sent.Form;
        if (mail.IsConfigured)
            sent.Refuse(Submission.Whole, words["Configured"]);
        var kept = await db.MailServers.SingleOrDefaultAsync(http.RequestAborted);
        var before = await mail.ReadAsync(http.RequestAborted);
        var typed = form.Password is { Length: > 0 } ? form.Password : null;
        var (made, faults) = Make(form, typed ?? before?.Password);
        // Where nothing is typed, the password stays: but it goes to no other server, to no other program on it, and to nobody else's account.
        if (typed is null && before?.Password is not null && !IsSame(form, made, before))
            (made, faults) = Make(form, null);
        foreach (var (field, key) in faults)
            sent.Refuse(field, words[key]);
        if (!sent.IsSound || made is null)
            return sent.Refused(http, "/settings/mail");
        var now = clock.GetCurrentInstant();
        if (kept is null)
            db.Add(new MailServer(made, mail.Seal(made.Password), now));
        else
            kept.Change(made, mail.Seal(made.Password), now);
        db.Add(new AuditEntry(AuditActs.Mail, http.Actor().MemberId, null, null, before?.ToString(), made.ToString(), now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/settings/mail?done=saved");
    }

    private static async Task<IResult> EndAsync(Submission<NoForm> sent, HttpContext http, WhalepaperDb db, MailAtHand mail, IClock clock, IStringLocalizer<MailTexts> words)
    {
        if (mail.IsConfigured)
        {
            sent.Refuse(Submission.Whole, words["Configured"]);
            return sent.Refused(http, "/settings/mail");
        }

        if (await db.MailServers.SingleOrDefaultAsync(http.RequestAborted) is { } kept)
        {
            db.Remove(kept);
            db.Add(new AuditEntry(AuditActs.Mail, http.Actor().MemberId, null, null, $"{kept.Host}:{kept.Port}", null, clock.GetCurrentInstant()));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done("/settings/mail?done=ended");
    }

    private static async Task<IResult> TryAsync(
        Submission<NoForm> sent, HttpContext http, WhalepaperDb db, MailAtHand mail, LetterSeal seal, IServiceProvider services, Masthead masthead, PublicAddress house, IClock clock, IStringLocalizer<MailTexts> words)
    {
        if (await mail.ReadAsync(http.RequestAborted) is null)
        {
            sent.Refuse(Submission.Whole, words["Trial.NoServer"]);
            return sent.Refused(http, "/settings/mail");
        }

        var now = clock.GetCurrentInstant();
        var letter = new Message(Message.Line(words["Trial.Subject", masthead.Name]), words["Trial.Text", http.Actor().Name], house.Of("/settings/mail"), words["Trial.Act"]);
        var delivery = Delivery.Carrying($"{Trial}{Guid.NewGuid():N}", Recipient.Member(http.Actor().MemberId!.Value), ChannelNames.Mail, seal.Close(letter), now + trialLasts, now);
        db.Add(delivery);
        // Sent here and now, so that the page that comes next tells what became of it. If this ends in between, the worker goes on.
        await services.GetRequiredService<DeliveryRound>().RunAsync(delivery, http.RequestAborted);
        return sent.Done("/settings/mail?done=tried");
    }

    private static (MailSettings? Made, IReadOnlyList<(string Field, string Key)> Faults) Make(MailForm form, string? password) =>
        MailSettings.Make(Trimmed(form.Host), Trimmed(form.Port), form.Security ?? "", Trimmed(form.User), password, Trimmed(form.From), Trimmed(form.FromName), Trimmed(form.ReplyTo));

    private static bool IsSame(MailForm form, MailSettings? made, MailSettings before) =>
        string.Equals(before.Host, Trimmed(form.Host), StringComparison.Ordinal) && (made is null || made.Port == before.Port)
        && string.Equals(before.User, Trimmed(form.User), StringComparison.Ordinal) && string.Equals(MailSettings.WordOf(before.Security), form.Security, StringComparison.Ordinal);

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } typed ? typed : null;
}

/// <summary>A mail server.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port; nothing for the usual one.</param>
/// <param name="Security"><c>starttls</c>, <c>tls</c> or <c>none</c>.</param>
/// <param name="User">By what it knows us.</param>
/// <param name="Password">By what we prove to be it; nothing to keep the one that is set.</param>
/// <param name="From">The address that we write from.</param>
/// <param name="FromName">The name beside it.</param>
/// <param name="ReplyTo">Where answers go.</param>
public sealed record MailForm(
    [Longest(253)] string? Host, [Longest(5)] string? Port, string? Security, [Longest(254)] string? User, [Longest(500), Secret] string? Password, [Longest(254)] string? From, [Longest(80)] string? FromName, [Longest(254)] string? ReplyTo);
