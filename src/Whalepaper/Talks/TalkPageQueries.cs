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

    /// <summary>What the surveys among them go through, by the paper's number.</summary>
    public required ILookup<int, SurveyedWork> Works { get; init; }

    /// <summary>Who shares it, in order.</summary>
    public required IReadOnlyList<PersonSign> Presenters { get; init; }

    /// <summary>Their numbers.</summary>
    public required IReadOnlyList<int> PresenterIds { get; init; }

    /// <summary>What lies beside it, as far as whoever asks may see it.</summary>
    public required IReadOnlyList<MaterialLine> Materials { get; init; }

    /// <summary>What every talk covers.</summary>
    public required IReadOnlyList<OutlinePart> Outline { get; init; }

    /// <summary>What is prepared of the parts: all of it for presenters and the committee, what is shown for others.</summary>
    public required IReadOnlyList<PreparedLine> Prepared { get; init; }

    /// <summary>The meeting at which it is or was shared; null while no date is set.</summary>
    public required OccasionOfTalk? Meeting { get; init; }

    /// <summary>What happened to it, oldest first.</summary>
    public required IReadOnlyList<TalkEvent> Course { get; init; }

    /// <summary>Where relative links lead; null while unknown.</summary>
    public required string? LinkBase { get; init; }

    /// <summary>The papers' titles in one line.</summary>
    public string Title => string.Join(" · ", Papers.Select(paper => paper.Title));
}

/// <summary>What is prepared for a part.</summary>
/// <param name="PartId">The part of the outline; null if it is asked for no longer.</param>
/// <param name="Title">What the part is called.</param>
/// <param name="Text">The text, Markdown.</param>
/// <param name="IsShown">Whether listeners may read it.</param>
public sealed record PreparedLine(int? PartId, string Title, string Text, bool IsShown);

/// <summary>The meeting of a talk.</summary>
public sealed record OccasionOfTalk(int Id, Instant StartsAt, Instant EndsAt, bool IsCancelled);

/// <summary>Something that happened to a talk.</summary>
/// <param name="At">When.</param>
/// <param name="What">The end of the key of its words: <c>Claimed</c>, <c>Confirmed</c>, <c>Given</c>, <c>Archive</c>.</param>
/// <param name="Who">Whose act it was, where that is told.</param>
/// <param name="Whom">Whom it concerned.</param>
/// <param name="Date">The talk's date after it, where that is told.</param>
/// <param name="IsLate">Whether it was late.</param>
public sealed record TalkEvent(Instant At, string What, string? Who = null, string? Whom = null, Instant? Date = null, bool IsLate = false);

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
                t.State,
                Given = t.Giving == null ? null : new { t.Giving.Source, t.Giving.RecordedAt, t.Giving.IsPartial },
            })
            .SingleOrDefaultAsync(cancellation);
        if (talk is null)
            return null;

        var presenters = await db.TalkPresenters.AsNoTracking().Where(p => p.TalkId == id).OrderBy(p => p.Position).Select(p => new { p.MemberId, p.Member.Name, p.Member.Handle }).ToListAsync(cancellation);
        var papers = await db.TalkPapers.AsNoTracking().Where(p => p.TalkId == id).OrderBy(p => p.Position).Select(p => p.Paper).ToListAsync(cancellation);
        return new TalkView(
            id,
            await db.Topics.Where(t => t.Id == talk.TopicId).Select(t => t.Number).SingleAsync(cancellation),
            await db.Tracks.AsNoTracking().SingleAsync(t => t.Id == talk.TrackId, cancellation),
            talk.State)
        {
            Papers = papers,
            Works = await db.WorksOfAsync(papers, cancellation),
            Presenters = presenters.ConvertAll(p => MemberSigns.Sign(p.Name, p.Handle)),
            PresenterIds = presenters.ConvertAll(p => p.MemberId),
            Materials = await db.Talks.AsNoTracking().Where(t => t.Id == id).SelectMany(t => t.Materials).Where(who.MaterialsOpenTo()).OrderBy(m => m.Position)
                .Select(MaterialLine.Of).ToListAsync(cancellation),
            Outline = await db.OutlineParts.AsNoTracking().OrderBy(part => part.Position).ToListAsync(cancellation),
            Prepared = await db.PreparedParts.AsNoTracking().Where(p => p.TalkId == id && p.Text != "").OrderBy(p => p.Part == null ? int.MaxValue : p.Part.Position).ThenBy(p => p.Id)
                .Select(p => new PreparedLine(p.PartId, p.Title, p.Text, p.IsShown)).ToListAsync(cancellation),
            Meeting = talk.Meeting is { } meeting ? new OccasionOfTalk(meeting.Id, meeting.StartsAt, meeting.StartsAt + Duration.FromMinutes(meeting.Minutes), meeting.Cancelled) : null,
            Course = await CourseAsync(db, id, talk.ClaimedAt, talk.Given is { } given ? (given.RecordedAt, given.Source is GivingSource.Charter ? "Archive" : given.IsPartial ? "Partly" : "Given") : null, cancellation),
            LinkBase = await db.Groups.Where(g => g.Id == Group.TheOne).Select(g => g.LinkBase).SingleOrDefaultAsync(cancellation),
        };
    }

    // What an archive tells has no steps of its own.
    private static async Task<IReadOnlyList<TalkEvent>> CourseAsync(WhalepaperDb db, int id, Instant claimedAt, (Instant At, string What)? given, CancellationToken cancellation)
    {
        var steps = await db.TalkSteps.AsNoTracking().Where(s => s.TalkId == id).OrderBy(s => s.Id)
            .Select(s => new { s.At, s.Kind, Who = s.By == null ? null : s.By.Name, Whom = s.Whom == null ? null : s.Whom.Name, s.Date, s.IsLate }).ToListAsync(cancellation);
        var course = steps.ConvertAll(s => new TalkEvent(s.At, s.Kind is TalkStepKind.Given && given is { What: "Partly" } ? "Partly" : s.Kind.ToString(), s.Who, s.Whom, s.Date, s.IsLate));
        if (steps.Count == 0 && given is not { What: "Archive" })
            course.Add(new TalkEvent(claimedAt, "ClaimedThen"));
        if (given is { } end && !steps.Exists(s => s.Kind is TalkStepKind.Given))
            course.Add(new TalkEvent(end.At, end.What));
        return course;
    }
}
