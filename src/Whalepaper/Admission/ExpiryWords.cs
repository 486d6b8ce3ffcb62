using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Ui;

namespace Whalepaper.Admission;

/// <summary>Reminds a candidate that their candidacy is about to expire, and what keeps it.</summary>
internal sealed class ExpiryWords(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ApplicationTexts> texts) : IDeliveryContent
{
    public string Kind => AdmissionNews.ExpiryKind;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (ReminderAbout.Of(delivery) is not { } about || await db.ExpiriesAsync(db.Applications.Where(a => a.Id == about.Id && a.MemberId == reader.MemberId), cancellation) is not [var expiry] || expiry.At != about.StartsAt)
            return null;
        return new Message(
            texts["Expiry.Subject", await hours.SayShortAsync(expiry.At, reader, cancellation)], texts["Expiry.Text", await hours.SayAsync(expiry.At, reader, cancellation)],
            house.Of($"/applications/{about.Id}#conversation"), texts["News.Act"]);
    }
}
