using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Ui;

namespace Whalepaper.Improving.Retrospectives;

/// <summary>The kinds of deliveries about looking back. None of them tells an answer.</summary>
public static class RetrospectiveMessages
{
    /// <summary>To all who may answer: it is open.</summary>
    public const string Call = "retrospective-call";

    /// <summary>To those who have not answered, once: it is about to close.</summary>
    public const string Reminder = "retrospective-reminder";

    /// <summary>To the inner group: it is published.</summary>
    public const string Published = "retrospective-news";

    /// <summary>To the committee: it is closed, and can be published.</summary>
    public const string Closed = "retrospective-closed";
}

/// <summary>Calls those who may answer, tells the committee when it is over, and the group when it is published: the moment that it is saved, whoever saves it.</summary>
internal sealed class RetrospectiveNews(IClock clock) : ISequel
{
    private static readonly Duration lasts = Duration.FromDays(14);

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(db);
        List<EntityEntry<Retrospective>> entries = [.. db.ChangeTracker.Entries<Retrospective>()];
        var opened = entries.FindAll(entry => entry.State is EntityState.Added).ConvertAll(entry => entry.Entity);
        var closed = entries.FindAll(entry => entry.State is EntityState.Modified && entry.Property(r => r.ClosedAt).IsModified).ConvertAll(entry => entry.Entity);
        var published = entries.FindAll(entry => entry.State is EntityState.Modified && entry.Property(r => r.PublishedAt).IsModified).ConvertAll(entry => entry.Entity);
        return opened.Count + closed.Count + published.Count == 0 ? null : async cancellation =>
        {
            var now = clock.GetCurrentInstant();
            var committee = closed.Count == 0 ? [] : await db.Members.Where(m => m.Role != Role.None && m.LeftAt == null).OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(cancellation);
            var inner = published.Count == 0 ? [] : await db.InnerMembers().OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(cancellation);
            await db.WriteAsync(
                [
                    // In the order of their numbers, and not in that in which boxes were drawn.
                    .. opened.Select(r => new Telling(RetrospectiveMessages.Call, Occasion(r, "open"), About(r), [.. r.Invitees.Select(i => i.MemberId).Order()], r.ClosesAt)),
                    .. closed.Select(r => new Telling(RetrospectiveMessages.Closed, Occasion(r, "closed"), About(r), committee, now + lasts)),
                    .. published.Select(r => new Telling(RetrospectiveMessages.Published, Occasion(r, "published"), About(r), inner.FindAll(member => member != r.PublishedById), now + lasts)),
                ],
                now, cancellation);
        };
    }

    internal static string Occasion(Retrospective retrospective, string word) => Occasion(retrospective.Id, word);

    internal static string Occasion(int id, string word) => string.Create(CultureInfo.InvariantCulture, $"retrospective:{id}:{word}");

    private static string About(Retrospective retrospective) => retrospective.Id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Calls somebody to answer. Who answered meanwhile hears nothing.</summary>
internal sealed class RetrospectiveCallWords(RetrospectiveTold told, ReminderHours hours, IStringLocalizer<RetrospectiveTexts> texts) : IDeliveryContent
{
    public string Kind => RetrospectiveMessages.Call;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (await told.ToAnswerAsync(delivery.About, reader.MemberId, cancellation) is not var (number, closesAt, link))
            return null;
        return new Message(texts["Call.Subject", number], $"{texts["Call", number].Value}\n\n{texts["Call.Until", await hours.SayAsync(closesAt, reader, cancellation)].Value}", link, texts["Call.Act"]);
    }
}

/// <summary>Reminds somebody who has not answered that it is about to close.</summary>
internal sealed class RetrospectiveReminderWords(RetrospectiveTold told, ReminderHours hours, IStringLocalizer<RetrospectiveTexts> texts) : IDeliveryContent
{
    public string Kind => RetrospectiveMessages.Reminder;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (ReminderAbout.Of(delivery) is not { } about || await told.ToAnswerAsync(about.Id.ToString(CultureInfo.InvariantCulture), reader.MemberId, cancellation) is not var (number, closesAt, link) || closesAt != about.StartsAt)
            return null;
        return new Message(texts["Remind.Subject", number], $"{texts["Remind", number].Value}\n\n{texts["Call.Until", await hours.SayAsync(closesAt, reader, cancellation)].Value}", link, texts["Call.Act"]);
    }
}

/// <summary>Tells the committee that it is over. What came out stands on its page, and in no letter.</summary>
internal sealed class RetrospectiveClosedWords(WhalepaperDb db, RetrospectiveTold told, IStringLocalizer<RetrospectiveTexts> texts) : IDeliveryContent
{
    public string Kind => RetrospectiveMessages.Closed;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        var me = reader.MemberId;
        if (!await db.Members.AnyAsync(m => m.Id == me && m.LeftAt == null && m.Role != Role.None, cancellation) || await told.AtAsync(delivery.About, RetrospectiveState.Closed, cancellation) is not var (number, link))
            return null;
        return new Message(texts["Closed.Subject", number], texts["Closed", number], link, texts["Closed.Act"]);
    }
}

/// <summary>Tells the group that it can read what came out.</summary>
internal sealed class RetrospectivePublishedWords(WhalepaperDb db, RetrospectiveTold told, IStringLocalizer<RetrospectiveTexts> texts) : IDeliveryContent
{
    public string Kind => RetrospectiveMessages.Published;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (!await db.IsInnerAsync(reader.MemberId, cancellation) || await told.AtAsync(delivery.About, RetrospectiveState.Published, cancellation) is not var (number, link))
            return null;
        return new Message(texts["Published.Subject", number], texts["Published", number], link, texts["Published.Act"]);
    }
}

/// <summary>A look back as messages tell of it.</summary>
internal sealed class RetrospectiveTold(WhalepaperDb db, PublicAddress house, IClock clock)
{
    /// <summary>Reads it for somebody who is to answer; null if they did, cannot any more, or it is over.</summary>
    public async Task<(int Number, Instant ClosesAt, string Link)?> ToAnswerAsync(string? about, int? memberId, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        if (!int.TryParse(about, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || !await db.IsInnerAsync(memberId, cancellation))
            return null;
        var found = await db.Retrospectives.Where(r => r.Id == id && r.ClosedAt == null && r.ClosesAt > now && db.RetrospectiveInvitees.Any(i => i.RetrospectiveId == id && i.MemberId == memberId && !i.HasAnswered))
            .Join(db.Topics, r => r.TopicId, t => t.Id, (r, t) => new { t.Number, r.ClosesAt }).SingleOrDefaultAsync(cancellation);
        return found is null ? null : (found.Number, found.ClosesAt, house.Of(RetrospectiveEndpoints.PageOf(found.Number)));
    }

    /// <summary>Reads it where it is so far; null where it is not, or not any more.</summary>
    public async Task<(int Number, string Link)?> AtAsync(string? about, RetrospectiveState state, CancellationToken cancellation)
    {
        if (!int.TryParse(about, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        var isPublished = state is RetrospectiveState.Published;
        var number = await db.Retrospectives.Where(r => r.Id == id && r.ClosedAt != null && (r.PublishedAt != null) == isPublished).Join(db.Topics, r => r.TopicId, t => t.Id, (_, t) => (int?)t.Number).SingleOrDefaultAsync(cancellation);
        return number is { } found ? (found, house.Of(RetrospectiveEndpoints.PageOf(found))) : null;
    }
}
