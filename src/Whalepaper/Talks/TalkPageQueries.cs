using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Papers;
using Whalepaper.Tracks;
using Whalepaper.Ui;

namespace Whalepaper.Talks;

/// <summary>A talk's own page.</summary>
public sealed record TalkView(int Id, int TopicNumber, Track Track, TalkState State)
{
    /// <summary>What is shared, in order.</summary>
    public required IReadOnlyList<Paper> Papers { get; init; }

    /// <summary>Who shares it, in order.</summary>
    public required IReadOnlyList<PersonSign> Presenters { get; init; }

    /// <summary>Their numbers.</summary>
    public required IReadOnlyList<int> PresenterIds { get; init; }

    /// <summary>What lies beside it, as far as whoever asks may see it.</summary>
    public required IReadOnlyList<MaterialLine> Materials { get; init; }

    /// <summary>What every talk covers.</summary>
    public required IReadOnlyList<OutlinePart> Outline { get; init; }

    /// <summary>The meeting at which it is or was shared; null while no date is set.</summary>
    public required OccasionOfTalk? Meeting { get; init; }

    /// <summary>What happened to it, oldest first.</summary>
    public required IReadOnlyList<TalkEvent> Course { get; init; }

    /// <summary>Where relative links lead; null while unknown.</summary>
    public required string? LinkBase { get; init; }

    /// <summary>The papers' titles in one line.</summary>
    public string Title => string.Join(" · ", Papers.Select(paper => paper.Title));
}

/// <summary>The meeting of a talk.</summary>
public sealed record OccasionOfTalk(int Id, Instant StartsAt, Instant EndsAt, bool IsCancelled);

/// <summary>Something that happened to a talk.</summary>
/// <param name="At">When.</param>
/// <param name="What">The end of the key of its words: <c>Claimed</c>, <c>Confirmed</c>, <c>Given</c>, <c>Archive</c>.</param>
/// <param name="Who">Whose act it was, where that is told.</param>
public sealed record TalkEvent(Instant At, string What, string? Who = null);

/// <summary>What the page of a talk asks: always the same questions.</summary>
public static class TalkPageQueries
{
    /// <summary>Reads the page of a talk as somebody may see it; null if there is none of this number.</summary>
    public static async Task<TalkView?> TalkPageAsync(this WhalepaperDb db, int id, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var talk = await db.Talks.AsNoTracking().Where(t => t.Id == id)
            .Select(t => new
            {
                t.TopicId,
                t.TrackId,
                t.ClaimedAt,
                Meeting = t.Meeting == null ? null : new { t.Meeting.Id, t.Meeting.StartsAt, t.Meeting.Minutes, Cancelled = t.Meeting.CancelledAt != null },
                Confirmed = t.Confirmation == null ? null : new { t.Confirmation.At, t.Confirmation.Member.Name },
                Given = t.Giving == null ? null : new { t.Giving.Source, t.Giving.RecordedAt },
            })
            .SingleOrDefaultAsync(cancellation);
        if (talk is null)
            return null;

        var course = new List<TalkEvent>();
        if (talk.Given is not { Source: GivingSource.Charter })
            course.Add(new TalkEvent(talk.ClaimedAt, "Claimed"));
        if (talk.Confirmed is { } yes)
            course.Add(new TalkEvent(yes.At, "Confirmed", yes.Name));
        if (talk.Given is { } given)
            course.Add(new TalkEvent(given.RecordedAt, given.Source is GivingSource.Charter ? "Archive" : "Given"));
        var presenters = await db.TalkPresenters.AsNoTracking().Where(p => p.TalkId == id).OrderBy(p => p.Position).Select(p => new { p.MemberId, p.Member.Name, p.Member.Handle }).ToListAsync(cancellation);
        return new TalkView(
            id,
            await db.Topics.Where(t => t.Id == talk.TopicId).Select(t => t.Number).SingleAsync(cancellation),
            await db.Tracks.AsNoTracking().SingleAsync(t => t.Id == talk.TrackId, cancellation),
            talk.Given is not null ? TalkState.Given : talk.Confirmed is not null ? TalkState.Confirmed : TalkState.Claimed)
        {
            Papers = await db.TalkPapers.AsNoTracking().Where(p => p.TalkId == id && p.ReleasedAt == null).OrderBy(p => p.Position).Select(p => p.Paper).ToListAsync(cancellation),
            Presenters = presenters.ConvertAll(p => MemberSigns.Sign(p.Name, p.Handle)),
            PresenterIds = presenters.ConvertAll(p => p.MemberId),
            Materials = await db.Talks.AsNoTracking().Where(t => t.Id == id).SelectMany(t => t.Materials).Where(who.MaterialsOpenTo()).OrderBy(m => m.Position)
                .Select(MaterialLine.Of).ToListAsync(cancellation),
            Outline = await db.OutlineParts.AsNoTracking().OrderBy(part => part.Position).ToListAsync(cancellation),
            Meeting = talk.Meeting is { } meeting ? new OccasionOfTalk(meeting.Id, meeting.StartsAt, meeting.StartsAt + Duration.FromMinutes(meeting.Minutes), meeting.Cancelled) : null,
            Course = [.. course.OrderBy(happened => happened.At)],
            LinkBase = await db.Groups.Where(g => g.Id == Group.TheOne).Select(g => g.LinkBase).SingleOrDefaultAsync(cancellation),
        };
    }
}
