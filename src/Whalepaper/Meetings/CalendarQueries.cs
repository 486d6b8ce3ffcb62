using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Tracks;

namespace Whalepaper.Meetings;

/// <summary>What a calendar shows.</summary>
/// <param name="Tracks">All tracks, by number.</param>
/// <param name="Topics">What the group counts each topic as, by the database's number.</param>
/// <param name="Meetings">The meetings, in order of time.</param>
public sealed record CalendarView(
    IReadOnlyDictionary<int, Track> Tracks, IReadOnlyDictionary<int, int> Topics, IReadOnlyList<CalendarMeeting> Meetings);

/// <summary>A meeting as a calendar shows it.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="TopicId">The topic's database number.</param>
/// <param name="TrackId">The track's database number.</param>
/// <param name="Uid">Its lasting name.</param>
/// <param name="Sequence">How often it, or what is shared at it, changed.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="Minutes">Its length in minutes.</param>
/// <param name="ChangedAt">When it, or what is shared at it, last changed.</param>
/// <param name="CancelledAt">When it was cancelled.</param>
/// <param name="CancelledBecause">Why.</param>
/// <param name="Talks">What is shared.</param>
public sealed record CalendarMeeting(
    int Id, int TopicId, int TrackId, string Uid, int Sequence, Instant StartsAt, int Minutes, Instant ChangedAt, Instant? CancelledAt, string? CancelledBecause,
    IReadOnlyList<CalendarTalk> Talks)
{
    /// <summary>When it ends.</summary>
    public Instant EndsAt => StartsAt + Duration.FromMinutes(Minutes);
}

/// <summary>A talk as a calendar shows it.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="Titles">The papers it covers.</param>
/// <param name="Presenters">Who shares it.</param>
public sealed record CalendarTalk(int Id, IReadOnlyList<string> Titles, IReadOnlyList<string> Presenters);

/// <summary>What calendars ask: a fixed number of questions, however much there is to show.</summary>
public static class CalendarQueries
{
    /// <summary>How far back a calendar goes.</summary>
    public static readonly Duration Past = Duration.FromDays(366);

    /// <summary>How long a cancelled meeting is shown as cancelled: time for every subscriber to hear of it.</summary>
    public static readonly Duration CancelledFor = Duration.FromDays(60);

    /// <summary>The last year's meetings and all to come, of all tracks or of one.</summary>
    public static Task<CalendarView> CalendarAsync(this WhalepaperDb db, int? trackId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (from, cancelledFrom) = (now - Past, now - CancelledFor);
        return db.ViewAsync(
            db.Meetings.Where(meeting => meeting.StartsAt >= from
                && (meeting.CancelledAt == null || meeting.CancelledAt >= cancelledFrom)
                && (trackId == null || meeting.TrackId == trackId)),
            cancellation);
    }

    /// <summary>The last year's meetings and all to come that concern a member: of the tracks that they follow, and at which they share.</summary>
    public static Task<CalendarView> CalendarOfMemberAsync(this WhalepaperDb db, int memberId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var (from, cancelledFrom) = (now - Past, now - CancelledFor);
        return db.ViewAsync(
            db.Meetings.Where(meeting => meeting.StartsAt >= from
                && (meeting.CancelledAt == null || meeting.CancelledAt >= cancelledFrom)
                && (db.Set<FollowedTrack>().Any(followed => followed.MemberId == memberId && followed.TrackId == meeting.TrackId)
                    || meeting.Talks.Any(talk => talk.Presenters.Any(presenter => presenter.MemberId == memberId)))),
            cancellation);
    }

    /// <summary>The meetings that begin after one moment and before another, and take place.</summary>
    public static Task<CalendarView> UpcomingAsync(this WhalepaperDb db, Instant after, Instant before, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.ViewAsync(db.Meetings.Where(meeting => meeting.StartsAt > after && meeting.StartsAt < before && meeting.CancelledAt == null), cancellation);
    }

    /// <summary>One meeting, whenever it is; no meeting if there is none of this number.</summary>
    public static Task<CalendarView> CalendarOfMeetingAsync(this WhalepaperDb db, int meetingId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.ViewAsync(db.Meetings.Where(meeting => meeting.Id == meetingId), cancellation);
    }

    private static async Task<CalendarView> ViewAsync(this WhalepaperDb db, IQueryable<Meeting> meetings, CancellationToken cancellation) => new(
        await db.Tracks.AsNoTracking().ToDictionaryAsync(track => track.Id, cancellation),
        await db.Topics.AsNoTracking().Select(topic => new { topic.Id, topic.Number }).ToDictionaryAsync(topic => topic.Id, topic => topic.Number, cancellation),
        await meetings.AsNoTracking().AsSplitQuery()
            .OrderBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id)
            .Select(meeting => new CalendarMeeting(
                meeting.Id, meeting.TopicId, meeting.TrackId, meeting.Uid, meeting.Sequence, meeting.StartsAt, meeting.Minutes,
                meeting.ChangedAt, meeting.CancelledAt, meeting.CancelledBecause,
                meeting.Talks.Where(talk => talk.Papers.Any(paper => paper.ReleasedAt == null)).OrderBy(talk => talk.Id).Select(talk => new CalendarTalk(
                    talk.Id,
                    talk.Papers.Where(paper => paper.ReleasedAt == null).OrderBy(paper => paper.Position).Select(paper => paper.Paper.Title).ToList(),
                    talk.Presenters.OrderBy(presenter => presenter.Position).Select(presenter => presenter.Member.Name).ToList())).ToList()))
            .ToListAsync(cancellation));
}
