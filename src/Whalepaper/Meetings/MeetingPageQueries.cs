using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Tracks;

namespace Whalepaper.Meetings;

/// <summary>What the page of a meeting shows.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="PlannedOn">The day of the weekly hour it comes from, in the group's zone.</param>
/// <param name="Track">Its track.</param>
/// <param name="TopicNumber">What the group counts its topic as.</param>
/// <param name="Papers">The papers of its talks.</param>
/// <param name="Materials">What lies beside its talks.</param>
/// <param name="Outline">What each talk covers.</param>
/// <param name="Before">The meeting before it in the track.</param>
/// <param name="After">The meeting after it in the track.</param>
public sealed record MeetingView(
    MeetingLine Meeting, LocalDate PlannedOn, Track Track, int TopicNumber, IReadOnlyList<PaperOfMeeting> Papers, IReadOnlyList<MaterialLine> Materials,
    IReadOnlyList<OutlinePart> Outline, Neighbour? Before, Neighbour? After)
{
    /// <summary>How many talks it has room for.</summary>
    public required int Capacity { get; init; }
}

/// <summary>A paper shared at a meeting.</summary>
/// <param name="TalkId">In which talk.</param>
/// <param name="PaperId">The number in its address.</param>
/// <param name="Title">Its title.</param>
/// <param name="Authors">Who wrote it.</param>
/// <param name="Venue">Where it appeared.</param>
/// <param name="Year">When it appeared.</param>
public sealed record PaperOfMeeting(int TalkId, int PaperId, string Title, IReadOnlyList<string> Authors, string? Venue, int? Year);

/// <summary>The meeting before or after.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="StartsAt">When it begins.</param>
public sealed record Neighbour(int Id, Instant StartsAt);

/// <summary>What the page of a meeting asks: always the same questions.</summary>
public static class MeetingPageQueries
{
    /// <summary>Reads the page of a meeting; null if there is none of this number.</summary>
    public static async Task<MeetingView?> MeetingPageAsync(this WhalepaperDb db, int id, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.MeetingAsync(id, cancellation) is not { } meeting)
            return null;

        var planned = await db.Meetings.Where(m => m.Id == id).Select(m => m.PlannedOn).SingleAsync(cancellation);
        var track = await db.Tracks.AsNoTracking().SingleAsync(t => t.Id == meeting.TrackId, cancellation);
        var number = await db.Topics.Where(t => t.Id == meeting.TopicId).Select(t => t.Number).SingleAsync(cancellation);
        var talks = db.Talks.AsNoTracking().Where(talk => talk.MeetingId == id);
        var papers = await talks
            .SelectMany(talk => talk.Papers.Where(paper => paper.ReleasedAt == null))
            .OrderBy(paper => paper.TalkId).ThenBy(paper => paper.Position)
            .Select(paper => new PaperOfMeeting(paper.TalkId, paper.PaperId, paper.Paper.Title, paper.Paper.Authors, paper.Paper.Venue, paper.Paper.Year))
            .ToListAsync(cancellation);
        var materials = await talks
            .SelectMany(talk => talk.Materials)
            .Where(who.MaterialsOpenTo())
            .OrderBy(material => material.TalkId).ThenBy(material => material.Position)
            .Select(MaterialLine.Of)
            .ToListAsync(cancellation);
        var outline = await db.OutlineParts.AsNoTracking().OrderBy(part => part.Position).ToListAsync(cancellation);

        var ofTrack = db.Meetings.AsNoTracking().Where(m => m.TrackId == meeting.TrackId);
        var before = await ofTrack.Where(m => m.StartsAt < meeting.StartsAt).OrderByDescending(m => m.StartsAt)
            .Select(m => new Neighbour(m.Id, m.StartsAt)).FirstOrDefaultAsync(cancellation);
        var after = await ofTrack.Where(m => m.StartsAt > meeting.StartsAt).OrderBy(m => m.StartsAt)
            .Select(m => new Neighbour(m.Id, m.StartsAt)).FirstOrDefaultAsync(cancellation);
        return new MeetingView(meeting, planned, track, number, papers, materials, outline, before, after)
        {
            Capacity = (int)SettingsCatalogue.TalksAtMeeting.Of(await db.SettingsAsync(cancellation)),
        };
    }
}
