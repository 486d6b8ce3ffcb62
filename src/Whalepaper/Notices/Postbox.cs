using System.Globalization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Mail;

namespace Whalepaper.Notices;

/// <summary>
/// Where letters are posted that carry their own words, since their links are keys that are kept nowhere else. With mail they go out as soon as they are
/// saved; without it they wait in the outbox, where the organizer reads them, and the audit log says so. The log does not say where they lead: it is read by others, and kept elsewhere.
/// </summary>
public sealed partial class Postbox(WhalepaperDb db, MailAtHand mail, LetterSeal seal, IClock clock, ILogger<Postbox> logger)
{
    /// <summary>How long a letter is worth sending: its link is dead by then.</summary>
    public static readonly Duration Lasts = Duration.FromDays(7);

    /// <summary>Posts a letter with the next save.</summary>
    public async Task PostAsync(string to, string subject, string text, string link, CancellationToken cancellation)
    {
        Put(to, subject, text, link);
        if (await mail.ReadAsync(cancellation) is null)
            Waits();
    }

    /// <summary>Posts a letter that only tells something and leads nowhere, with the next save.</summary>
    public Task PostAsync(string to, string subject, string text, CancellationToken cancellation) => PostAsync(to, subject, text, "", cancellation);

    private void Put(string to, string subject, string text, string link)
    {
        var now = clock.GetCurrentInstant();
        // The group's name stands in it, and may come from a document with whatever signs.
        var words = seal.Close(new Message(Message.Line(subject), text, link) { Language = CultureInfo.CurrentUICulture.Name });
        db.Add(Delivery.Carrying($"{Delivery.Letter}:{Guid.NewGuid():N}", Recipient.At(to), ChannelNames.Mail, words, now + Lasts, now));
    }

    [LoggerMessage(LogLevel.Information, "A letter waits in the outbox, since no mail is set up. The organizer reads it there, and hands it on.")]
    private partial void Waits();
}
