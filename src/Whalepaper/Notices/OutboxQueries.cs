using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices;

/// <summary>The outbox as it is shown.</summary>
/// <param name="HasMail">Whether a mail server is set up.</param>
/// <param name="State">The state that is asked for; null for all.</param>
/// <param name="Counts">How many there are in each state.</param>
/// <param name="Lines">The page that is asked for, the latest first.</param>
/// <param name="Page">Which page it is, from 1.</param>
/// <param name="Pages">How many there are.</param>
internal sealed record OutboxView(bool HasMail, DeliveryState? State, IReadOnlyDictionary<DeliveryState, int> Counts, IReadOnlyList<OutboxLine> Lines, int Page, int Pages);

/// <summary>A delivery as it is shown.</summary>
/// <param name="Id">Its database number.</param>
/// <param name="What">What it is about.</param>
/// <param name="To">For whom; null for everybody.</param>
/// <param name="Channel">The way.</param>
/// <param name="State">How far it is.</param>
/// <param name="When">When it ended; before that, when it is due.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Result">What became of the last attempt.</param>
/// <param name="CanRetry">Whether it can be tried again.</param>
/// <param name="IsSealed">Whether it carries words that can be read.</param>
internal sealed record OutboxLine(int Id, string What, string? To, string Channel, DeliveryState State, Instant When, int Attempts, string? Result, bool CanRetry, bool IsSealed);

/// <summary>Looks into the outbox.</summary>
internal static class OutboxQueries
{
    private const int PageSize = 50;

    /// <summary>A state as it stands in addresses.</summary>
    public static string WordOf(DeliveryState state) => state.ToString().ToLowerInvariant();

    /// <summary>Reads a page of the outbox.</summary>
    /// <param name="db">The database.</param>
    /// <param name="hasMail">Whether a mail server is set up.</param>
    /// <param name="word">The word of the state that is asked for; whatever is none asks for all.</param>
    /// <param name="page">Which page, from 1.</param>
    /// <param name="now">The present: what is pointless by now cannot be tried again.</param>
    /// <param name="what">Says what a delivery is about.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<OutboxView> OutboxAsync(this WhalepaperDb db, bool hasMail, string? word, int page, Instant now, Func<Delivery, bool, string> what, CancellationToken cancellation)
    {
        DeliveryState? state = Enum.GetValues<DeliveryState>().Where(one => string.Equals(WordOf(one), word, StringComparison.Ordinal)).Select(one => (DeliveryState?)one).FirstOrDefault();
        // Of a secret ballot's calls and reminders nothing is shown or counted: one that was sent, or not needed any more, tells who had voted.
        var listed = db.Deliveries.Disclosed();
        var counts = await listed.GroupBy(d => d.State).Select(of => new { of.Key, Count = of.Count() }).ToDictionaryAsync(of => of.Key, of => of.Count, cancellation);
        var total = state is { } asked ? counts.GetValueOrDefault(asked) : counts.Values.Sum();
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        page = Math.Min(page, pages);
        var found = await listed.AsNoTracking().Where(d => state == null || d.State == state).OrderByDescending(d => d.Id).Skip((page - 1) * PageSize).Take(PageSize)
            .Select(d => new { Delivery = d, Name = db.Members.Where(m => m.Id == d.MemberId).Select(m => m.Name).FirstOrDefault() }).ToListAsync(cancellation);
        var lines = found.ConvertAll(one => new OutboxLine(
            one.Delivery.Id, what(one.Delivery, hasMail), one.Name ?? one.Delivery.Address, one.Delivery.Channel, one.Delivery.State, one.Delivery.EndedAt ?? one.Delivery.Due, one.Delivery.Attempts,
            one.Delivery.Result, one.Delivery.CanRetry && !(one.Delivery.Until <= now), one.Delivery.SealedWords is not null));
        return new OutboxView(hasMail, state, counts, lines, page, pages);
    }
}
