using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Participation.Measuring;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Ledger;

/// <summary>Tells the committee that somebody disputes their ledger, and them what was answered: the moment that it is saved.</summary>
internal sealed class DisputeNews(IClock clock) : ISequel
{
    private static readonly Duration lasts = Duration.FromDays(14);

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(changed);
        var made = changed.Where(entry => entry is { State: EntityState.Added, Entity: LedgerDispute }).Select(entry => (LedgerDispute)entry.Entity).ToList();
        var answered = changed.Where(entry => entry is { State: EntityState.Modified, Entity: LedgerDispute { Answer: not null } } && entry.Property(nameof(LedgerDispute.AnsweredAt)).IsModified).Select(entry => (LedgerDispute)entry.Entity).ToList();
        return made.Count + answered.Count == 0 ? null : async cancellation =>
        {
            List<int> committee = made.Count == 0 ? [] : await db.Members.Where(m => m.Role != Role.None && m.LeftAt == null).OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(cancellation);
            var now = clock.GetCurrentInstant();
            await db.WriteAsync(
                made.Select(dispute => Of(dispute, ParticipationMessages.Disputed, [.. committee.Where(member => member != dispute.MemberId)], now))
                    .Concat(answered.Select(dispute => Of(dispute, ParticipationMessages.Answered, [dispute.MemberId], now))),
                now, cancellation);
        };
    }

    private static Telling Of(LedgerDispute dispute, string kind, int[] members, Instant now)
    {
        var about = dispute.Id.ToString(CultureInfo.InvariantCulture);
        return new(kind, $"dispute:{about}:{kind}", about, members, now + lasts);
    }
}

/// <summary>Tells a member that the committee answered; what it said stands on the page.</summary>
internal sealed class DisputeAnsweredWords(WhalepaperDb db, PublicAddress house, IStringLocalizer<ParticipationTexts> texts) : IDeliveryContent
{
    public string Kind => ParticipationMessages.Answered;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        return await DisputeTold.FindAsync(db, delivery, cancellation) is { Outcome: { } outcome } told && told.MemberId == reader.MemberId
            ? new Message(texts[$"Answered.{outcome}.Subject", told.Topic], texts["Answered.Text", told.Topic, told.Answer ?? ""], house.Of(ParticipationPaths.PageOf(told.Handle, told.Topic)), texts["Answered.Act"])
            : null;
    }
}

/// <summary>Tells the committee that somebody waits for its answer.</summary>
internal sealed class DisputeDeskWords(WhalepaperDb db, PublicAddress house, IStringLocalizer<ParticipationTexts> texts) : IDeliveryContent
{
    public string Kind => ParticipationMessages.Disputed;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        // Who holds no office any more hears nothing of it, and nobody of what was answered already.
        return await DisputeTold.FindAsync(db, delivery, cancellation) is { Outcome: null } told && await db.Members.AnyAsync(m => m.Id == reader.MemberId && m.Role != Role.None, cancellation)
            ? new Message(texts["Disputed.Subject", told.Name], texts["Disputed.Text", told.Name, told.Topic], house.Of("/participation/disputes"), texts["Disputed.Act"])
            : null;
    }
}

/// <summary>What a delivery is about.</summary>
internal sealed record DisputeTold(int MemberId, string Name, string Handle, int Topic, DisputeOutcome? Outcome, string? Answer)
{
    /// <summary>Reads it; null if there is nothing of it any more.</summary>
    public static async Task<DisputeTold?> FindAsync(WhalepaperDb db, Delivery delivery, CancellationToken cancellation) =>
        int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await (from dispute in db.LedgerDisputes
                     join member in db.Members on dispute.MemberId equals member.Id
                     join topic in db.Topics on dispute.TopicId equals topic.Id
                     where dispute.Id == id && member.LeftAt == null
                     select new DisputeTold(member.Id, member.Name, member.Handle, topic.Number, dispute.Outcome, dispute.Answer)).SingleOrDefaultAsync(cancellation)
            : null;
}
