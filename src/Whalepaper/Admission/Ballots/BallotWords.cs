using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Ui;

namespace Whalepaper.Admission.Ballots;

/// <summary>Calls somebody to vote. Who voted meanwhile hears nothing.</summary>
internal sealed class BallotCallWords(WhalepaperDb db, ReminderHours hours, PublicAddress house, IClock clock, IStringLocalizer<BallotTexts> texts) : IDeliveryContent
{
    public string Kind => BallotMessages.Call;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (!int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || await BallotTold.ToVoteAsync(db, id, reader.MemberId, clock.GetCurrentInstant(), cancellation) is not { } told)
            return null;
        var until = await hours.SayAsync(told.ClosesAt, reader, cancellation);
        return new Message(
            texts[told.IsExtended ? $"More.{told.Kind}.Subject" : $"Call.{told.Kind}.Subject", told.Name],
            $"{texts[told.IsExtended ? $"More.{told.Kind}" : $"Call.{told.Kind}", told.Name].Value}\n\n{texts["Call.Open", until].Value}",
            house.Of(told.Page), texts["Call.Act"]);
    }
}

/// <summary>Reminds somebody who has not voted that a ballot is about to close.</summary>
internal sealed class BallotReminderWords(WhalepaperDb db, ReminderHours hours, PublicAddress house, IClock clock, IStringLocalizer<BallotTexts> texts) : IDeliveryContent
{
    public string Kind => BallotMessages.Reminder;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        // One that got more time since has reminders of its own.
        if (ReminderAbout.Of(delivery) is not { } about || await BallotTold.ToVoteAsync(db, about.Id, reader.MemberId, clock.GetCurrentInstant(), cancellation) is not { } told || told.ClosesAt != about.StartsAt)
            return null;
        return new Message(
            texts[$"Remind.{told.Kind}.Subject", told.Name, await hours.SayShortAsync(told.ClosesAt, reader, cancellation)],
            $"{texts[$"Remind.{told.Kind}", told.Name].Value}\n\n{texts["Call.Open", await hours.SayAsync(told.ClosesAt, reader, cancellation)].Value}",
            house.Of(told.Page), texts["Call.Act"]);
    }
}

/// <summary>Tells the committee that a ballot is over. What came out stands on its page, and in no letter.</summary>
internal sealed class BallotClosedWords(WhalepaperDb db, PublicAddress house, IStringLocalizer<BallotTexts> texts) : IDeliveryContent
{
    public string Kind => BallotMessages.Closed;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.MemberId is not { } me || !int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        var told = await BallotTold.OpenTo(db, me).AsNoTracking().Where(a => a.BallotId == id && a.Ballot!.ClosedAt != null).Select(a => new { Application = a, a.Member.Name, a.Ballot!.End }).SingleOrDefaultAsync(cancellation);
        if (told is null)
            return null;
        // That too few voted leaves something to do, to whoever says what becomes of it.
        var word = told is { End: BallotEnd.TooFew, Application.State: ApplicationState.Voting } && await db.MayHoldAgainAsync(told.Application, me, cancellation) ? "TooFew"
            : told.End is BallotEnd.CalledOff ? "CalledOff" : "Closed";
        return new Message(texts[$"{word}.Subject", told.Name], texts[word, told.Name], house.Of($"/applications/{told.Application.Id}"), texts["Closed.Act"]);
    }
}

/// <summary>Reminds the panel that somebody waits for the answer that follows a ballot.</summary>
internal sealed class AnswerDueWords(WhalepaperDb db, PublicAddress house, IStringLocalizer<BallotTexts> texts) : IDeliveryContent
{
    public string Kind => BallotMessages.Answer;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.MemberId is not { } me || !int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        var told = await BallotTold.OpenTo(db, me).Where(a => a.BallotId == id && a.State == ApplicationState.Voting && a.Ballot!.ClosedAt != null).Select(a => new { a.Id, a.Member.Name, a.Ballot!.End }).SingleOrDefaultAsync(cancellation);
        if (told is null)
            return null;
        var word = told.End is BallotEnd.Decided ? "Due" : "Due.Open";
        return new Message(texts["Due.Subject", told.Name], texts[word, told.Name], house.Of($"/applications/{told.Id}"), texts["Closed.Act"]);
    }
}
