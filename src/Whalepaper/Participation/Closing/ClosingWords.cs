using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Closing;

/// <summary>Tells somebody that they are on the list of a closing, what was decided, and what was taken back. Why stands on their page, and in no letter.</summary>
internal sealed class ClosingWords(WhalepaperDb db, PublicAddress house, ReminderHours hours, IStringLocalizer<ClosingTexts> texts) : IDeliveryContent
{
    private Dictionary<int, ToldCase> _expected = [];

    public string Kind => ClosingPost.Kind;

    public async Task ExpectAsync(IReadOnlyList<Delivery> batch, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int[] ids = [.. batch.Select(delivery => ToldCase.Read(delivery.About).Id).OfType<int>().Distinct()];
        _expected = await ToldCase.Of(db).Where(told => EF.Parameter(ids).Contains(told.Id)).ToDictionaryAsync(told => told.Id, cancellation);
    }

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        var (word, id) = ToldCase.Read(delivery.About);
        if (id is not { } known || await FindAsync(known, cancellation) is not { } told || told.MemberId != reader.MemberId)
            return null;
        return word switch
        {
            "listed" when told is { State: ClosingState.Told, ObjectUntil: { } until } =>
                Write("Letter.Listed", told.Number, await hours.SayAsync(until, reader, cancellation)),
            "decided" when told is { State: ClosingState.Executed or ClosingState.Published, Decision: { } decision } => Write($"Letter.{decision}", told.Number),
            "undone" when told.State is ClosingState.Undone => Write(told.StaysMoved ? "Letter.Undone.Apart" : "Letter.Undone", told.Number),
            "off" when told.State is ClosingState.CalledOff => Write("Letter.Off", told.Number),
            _ => null,
        };
    }

    private async Task<ToldCase?> FindAsync(int id, CancellationToken cancellation) =>
        _expected.TryGetValue(id, out var told) ? told : await ToldCase.Of(db).SingleOrDefaultAsync(one => one.Id == id, cancellation);

    private Message Write(string key, params object[] places) => new(texts[$"{key}.Subject", places], texts[key, places], house.Of("/me/closing"), texts["Letter.Act"]);
}

/// <summary>Tells the committee that somebody objects.</summary>
internal sealed class ClosingDeskWords(WhalepaperDb db, PublicAddress house, IStringLocalizer<ClosingTexts> texts) : IDeliveryContent
{
    public string Kind => ClosingPost.DeskKind;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        var (id, me) = (ToldCase.Read(delivery.About).Id, reader.MemberId);
        // Who holds no office any more hears nothing of it.
        if (!await db.Members.AnyAsync(m => m.Id == me && m.Role != Role.None, cancellation))
            return null;
        if (await ToldCase.Of(db).SingleOrDefaultAsync(one => one.Id == id, cancellation) is not { State: ClosingState.Told } told)
            return null;
        return new Message(
            texts["Letter.Objection.Subject", told.Name, told.Number], texts["Letter.Objection", told.Name, told.Number],
            house.Of(string.Create(CultureInfo.InvariantCulture, $"/topics/{told.Number}/closing/{Uri.EscapeDataString(told.Handle)}")), texts["Letter.Act"]);
    }
}

/// <summary>What a delivery is about.</summary>
internal sealed class ToldCase
{
    public required int Id { get; init; }

    public required int MemberId { get; init; }

    public required string Name { get; init; }

    public required string Handle { get; init; }

    public required int Number { get; init; }

    public required ClosingState State { get; init; }

    public required NodaTime.Instant? ObjectUntil { get; init; }

    public required ClosingDecision? Decision { get; init; }

    /// <summary>Whether they were moved, and not put back.</summary>
    public required bool StaysMoved { get; init; }

    public static IQueryable<ToldCase> Of(WhalepaperDb db) =>
        from one in db.ClosingCases
        join closing in db.TopicClosings on one.ClosingId equals closing.Id
        join topic in db.Topics on closing.TopicId equals topic.Id
        select new ToldCase
        {
            Id = one.Id,
            MemberId = one.MemberId,
            Name = one.Member.Name,
            Handle = one.Member.Handle,
            Number = topic.Number,
            State = closing.State,
            ObjectUntil = one.ObjectUntil,
            Decision = one.Decision,
            StaysMoved = one.BeforeStanding != null && one.UndoneAt == null,
        };

    public static (string Word, int? Id) Read(string? about) =>
        (about ?? "").Split(':') is [var word, var number] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? (word, id) : ("", null);
}
