using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Talks;

/// <summary>What somebody may do at the page of a talk.</summary>
/// <param name="State">Where the talk stands.</param>
/// <param name="StartsAt">When it is to be shared; null without a date, or if that meeting is cancelled.</param>
/// <param name="Date">That date as a form names it.</param>
/// <param name="IsOwn">Whether the reader shares it.</param>
/// <param name="Offer">The open offer of it; null if there is none.</param>
/// <param name="Waiting">How many wait for its paper.</param>
/// <param name="Waits">Whether the reader does.</param>
public sealed record TalkActsView(TalkState State, Instant? StartsAt, string? Date, bool IsOwn, OfferView? Offer, int Waiting, bool Waits)
{
    /// <summary>Whether it is still to come.</summary>
    public bool IsAhead => State is TalkState.Asked or TalkState.Claimed or TalkState.Confirmed or TalkState.Ready;
}

/// <summary>An open offer of a talk.</summary>
/// <param name="Id">Its number.</param>
/// <param name="From">Who offers.</param>
/// <param name="To">To whom; null for all.</param>
/// <param name="SwapId">The other talk, for a swap.</param>
/// <param name="SwapAt">Its date.</param>
/// <param name="Word">A word with it.</param>
/// <param name="TakenBy">Who took it, while the committee has yet to agree.</param>
/// <param name="IsOwn">Whether the reader offers it.</param>
/// <param name="IsOpenToReader">Whether the reader may take it.</param>
/// <param name="IsLate">Whether it is late.</param>
public sealed record OfferView(
    int Id, PersonSign From, PersonSign? To, int? SwapId, Instant? SwapAt, string? Word, PersonSign? TakenBy, bool IsOwn, bool IsOpenToReader, bool IsLate);

/// <summary>What is asked for it: always the same few questions.</summary>
public static class TalkActsQueries
{
    /// <summary>Reads it; null if there is no such talk.</summary>
    public static async Task<TalkActsView?> TalkActsAsync(this WhalepaperDb db, int id, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        var me = who.MemberId;
        var talk = await db.Talks.AsNoTracking().Where(t => t.Id == id).Select(t => new
        {
            t.State,
            t.MeetingId,
            At = t.Meeting == null || t.Meeting.CancelledAt != null ? null : (Instant?)t.Meeting.StartsAt,
            IsOwn = t.Presenters.Any(p => p.MemberId == me),
            Waiting = db.WaitingPlaces.Where(w => t.Papers.Any(p => p.ReleasedAt == null && p.EntryId == w.EntryId)).Select(w => w.MemberId).Distinct().Count(),
            Waits = db.WaitingPlaces.Any(w => w.MemberId == me && t.Papers.Any(p => p.ReleasedAt == null && p.EntryId == w.EntryId)),
        }).SingleOrDefaultAsync(cancellation);
        return talk is null ? null : new TalkActsView(talk.State, talk.At, talk is { MeetingId: { } meeting, At: { } at } ? ConfirmationEndpoints.DateOf(meeting, at) : null, talk.IsOwn, await OfferAsync(db, id, me, talk.IsOwn, who, cancellation), talk.Waiting, talk.Waits);
    }

    private static async Task<OfferView?> OfferAsync(WhalepaperDb db, int id, int? me, bool isOwn, Actor who, CancellationToken cancellation)
    {
        var offer = await db.Handovers.AsNoTracking().Where(h => h.TalkId == id && h.End == null).Select(h => new
        {
            h.Id,
            h.FromId,
            h.From.Name,
            h.From.Handle,
            h.ToId,
            ToName = h.To == null ? null : h.To.Name,
            ToHandle = h.To == null ? null : h.To.Handle,
            h.SwapId,
            SwapAt = h.Swap == null || h.Swap.Meeting == null ? null : (Instant?)h.Swap.Meeting.StartsAt,
            OwnsOther = h.Swap != null && h.Swap.Presenters.Any(p => p.MemberId == me),
            h.Word,
            h.TakenById,
            TakerName = h.TakenBy == null ? null : h.TakenBy.Name,
            TakerHandle = h.TakenBy == null ? null : h.TakenBy.Handle,
            h.IsLate,
        }).SingleOrDefaultAsync(cancellation);
        if (offer is null)
            return null;
        var open = offer.TakenById is null && !isOwn && who.May(Act.AskForTalk) && (offer.SwapId is null ? offer.ToId is null || offer.ToId == me : offer.OwnsOther);
        return new OfferView(
            offer.Id, MemberSigns.Sign(offer.Name, offer.Handle), offer.ToId is null ? null : MemberSigns.Sign(offer.ToName!, offer.ToHandle!), offer.SwapId, offer.SwapAt, offer.Word,
            offer.TakenById is null ? null : MemberSigns.Sign(offer.TakerName!, offer.TakerHandle!), offer.FromId == me, open, offer.IsLate);
    }
}
