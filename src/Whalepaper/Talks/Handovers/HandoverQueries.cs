using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tracks;

namespace Whalepaper.Talks.Handovers;

/// <summary>The page on which a presenter changes what was agreed.</summary>
/// <param name="Title">What the talk is about.</param>
/// <param name="Track">Its track.</param>
/// <param name="StartsAt">Its date; null without one.</param>
public sealed record HandoverView(string Title, Track Track, Instant? StartsAt)
{
    /// <summary>Whether the reader shares it; the committee sees the page too.</summary>
    public required bool IsOwn { get; init; }

    /// <summary>Whether others share it too.</summary>
    public required bool IsShared { get; init; }

    /// <summary>Whether it is a trial talk: then its presenter takes it back, and changes nothing else.</summary>
    public required bool IsTrial { get; init; }

    /// <summary>Whether what happens now is late.</summary>
    public required bool IsLate { get; init; }

    /// <summary>Whether it is offered already.</summary>
    public required bool HasOffer { get; init; }

    /// <summary>How many wait for its paper.</summary>
    public required int Waiting { get; init; }

    /// <summary>What the committee has to do with it.</summary>
    public required string Rule { get; init; }

    /// <summary>Other dates that are free.</summary>
    public required IReadOnlyList<FreeDate> Dates { get; init; }

    /// <summary>Other talks of the list with whom dates could be swapped.</summary>
    public required IReadOnlyList<SwapChoice> Swaps { get; init; }
}

/// <summary>A talk with whose date another one could be swapped.</summary>
public sealed record SwapChoice(int TalkId, string Title, string Presenters, Instant StartsAt);

/// <summary>What that page asks: always the same few questions.</summary>
public static class HandoverQueries
{
    /// <summary>Reads it; null if there is no such talk to come, or it is neither one's own nor is one of the committee.</summary>
    public static async Task<HandoverView?> HandoverPageAsync(this WhalepaperDb db, int id, Actor who, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        var me = who.MemberId!.Value;
        var talk = await db.Talks.AsNoTracking().Ahead().Where(t => t.Id == id).Select(t => new
        {
            t.TopicId,
            t.TrackId,
            t.MeetingId,
            At = t.Meeting == null ? null : (Instant?)t.Meeting.StartsAt,
            IsOwn = t.Presenters.Any(p => p.MemberId == me),
            Count = t.Presenters.Count,
            Titles = t.Papers.OrderBy(p => p.Position).Select(p => p.Paper.Title).ToList(),
            HasOffer = db.Handovers.Any(h => h.TalkId == id && h.End == null),
            Waiting = db.WaitingPlaces.Where(w => t.Papers.Any(p => p.EntryId == w.EntryId)).Select(w => w.MemberId).Distinct().Count(),
        }).AsSplitQuery().SingleOrDefaultAsync(cancellation);
        if (talk is null || !(talk.IsOwn || who.May(Act.DoCommitteeWork)))
            return null;
        var others = await db.Talks.AsNoTracking().Ahead()
            .Where(t => t.Id != id && t.TopicId == talk.TopicId && t.TrackId == talk.TrackId && t.Meeting != null && t.Meeting.StartsAt > now && !t.Presenters.Any(p => p.MemberId == me)
                && !db.Applications.Any(a => a.TalkId == t.Id && a.State == ApplicationState.Planned))
            .OrderBy(t => t.Meeting!.StartsAt).Take(60)
            .Select(t => new
            {
                t.Id,
                t.Meeting!.StartsAt,
                Titles = t.Papers.OrderBy(p => p.Position).Select(p => p.Paper.Title).ToList(),
                Names = t.Presenters.OrderBy(p => p.Position).Select(p => p.Member.Name).ToList(),
            }).AsSplitQuery().ToListAsync(cancellation);
        return new HandoverView(string.Join(" · ", talk.Titles), await db.Tracks.AsNoTracking().SingleAsync(t => t.Id == talk.TrackId, cancellation), talk.At)
        {
            IsOwn = talk.IsOwn,
            IsShared = talk.Count > 1,
            IsTrial = await db.IsTrialAsync(id, cancellation),
            IsLate = await db.TalkForChangeAsync(id, cancellation) is { } whole && await db.IsLateAsync(whole, now, cancellation),
            HasOffer = talk.HasOffer,
            Waiting = talk.Waiting,
            Rule = SettingsCatalogue.HandoverRule.Of(await db.SettingsAsync(cancellation)),
            Dates = [.. (await db.FreeDatesAsync(talk.TopicId, talk.TrackId, me, id, now, cancellation)).Where(date => date.Id != talk.MeetingId)],
            Swaps = talk.At is null ? [] : others.ConvertAll(t => new SwapChoice(t.Id, string.Join(" · ", t.Titles), string.Join("、", t.Names), t.StartsAt)),
        };
    }
}
