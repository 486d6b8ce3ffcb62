using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Ui;

namespace Whalepaper.Talks;

/// <summary>A talk as the line of a list tells it.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="State">How far it is.</param>
/// <param name="At">When it is or was shared, if a date is known.</param>
/// <param name="Presenters">Who shares it, in order.</param>
public sealed record TalkBrief(int Id, TalkState State, Instant? At, IReadOnlyList<PersonSign> Presenters)
{
    /// <summary>Its page.</summary>
    public string Href => $"/talks/{Id}";
}

/// <summary>Who has taken what.</summary>
public static class TalkBriefs
{
    /// <summary>The talks that hold entries of reading lists, by entry: two questions, however many entries.</summary>
    /// <param name="db">The database.</param>
    /// <param name="places">Which entries, as the rows that hold them; released ones are left out here.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<Dictionary<int, TalkBrief>> TalksByEntryAsync(this WhalepaperDb db, IQueryable<TalkPaper> places, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var held = places.Where(place => place.ReleasedAt == null);
        var presenters = await db.PresentersByTalkAsync(held, cancellation);
        var talks = await (
            from place in held
            join talk in db.Talks on place.TalkId equals talk.Id
            select new { place.EntryId, talk.Id, talk.State, At = talk.Meeting == null ? null : (Instant?)talk.Meeting.StartsAt })
            .AsNoTracking().ToListAsync(cancellation);
        return talks.ToDictionary(t => t.EntryId, t => new TalkBrief(t.Id, t.State, t.At, [.. presenters[t.Id]]));
    }

    /// <summary>Who presents, by talk and in order.</summary>
    /// <param name="db">The database.</param>
    /// <param name="places">The talks, as the rows in which they hold entries.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<ILookup<int, PersonSign>> PresentersByTalkAsync(this WhalepaperDb db, IQueryable<TalkPaper> places, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        // From the places onward, not back from every presenter; who shares several entries in one talk comes once for each.
        var presenters = await (
            from place in places
            join presenter in db.TalkPresenters on place.TalkId equals presenter.TalkId
            select new { presenter.TalkId, presenter.Position, presenter.Member.Name, presenter.Member.Handle }).AsNoTracking().ToListAsync(cancellation);
        return presenters.DistinctBy(p => (p.TalkId, p.Position)).OrderBy(p => p.Position).ToLookup(p => p.TalkId, p => MemberSigns.Sign(p.Name, p.Handle));
    }
}
