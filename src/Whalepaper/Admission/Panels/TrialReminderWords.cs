using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Ui;

namespace Whalepaper.Admission.Panels;

/// <summary>Reminds a panel of the trial talk that it hears.</summary>
internal sealed class TrialReminderWords(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<PanelTexts> texts) : IDeliveryContent
{
    public string Kind => AdmissionNews.TrialKind;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (ReminderAbout.Of(delivery) is not { } about || reader.MemberId is not { } me)
            return null;
        var trial = await db.ApplicationsOpenTo(me)
            .Where(a => a.Id == about.Id && a.State == ApplicationState.Planned && db.PanelSeats.Any(seat => seat.ApplicationId == a.Id && seat.MemberId == me) && db.Members.Any(m => m.Id == me && m.Role != Role.None))
            .Join(db.Talks, a => a.TalkId, talk => talk.Id, (a, talk) => new { a.Member.Name, talk.Meeting }).SingleOrDefaultAsync(cancellation);
        if (trial?.Meeting is not { CancelledAt: null } meeting || meeting.StartsAt != about.StartsAt)
            return null;
        return new Message(
            texts["Remind.Subject", trial.Name, await hours.SayShortAsync(meeting.StartsAt, reader, cancellation)], texts["Remind.Text", trial.Name, await hours.SayAsync(meeting.StartsAt, reader, cancellation)],
            house.Of($"/applications/{about.Id}#questions"), texts["Letter.Act"]);
    }
}
