using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Meetings;

/// <summary>What pages ask about meetings.</summary>
public static class MeetingQueries
{
    /// <summary>The meetings that begin from <paramref name="from"/> on and before <paramref name="to"/>, cancelled ones too, in order of time.</summary>
    public static Task<List<MeetingLine>> MeetingsBetweenAsync(this WhalepaperDb db, Instant from, Instant to, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Meetings.Where(meeting => meeting.StartsAt >= from && meeting.StartsAt < to).Lines().ToListAsync(cancellation);
    }

    /// <summary>How long a meeting lasts at most, as far as lists of what is to come are concerned: one that began earlier is over.</summary>
    public static readonly Duration Longest = Duration.FromHours(6);

    /// <summary>The next meetings that concern a member, cancelled ones too, in order of time: of the tracks that they follow, and at which they share.</summary>
    /// <param name="db">The data.</param>
    /// <param name="memberId">The member's database number.</param>
    /// <param name="now">The present; a meeting under way is among them.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async Task<List<MeetingLine>> NextMeetingsOfAsync(this WhalepaperDb db, int memberId, Instant now, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var since = now - Longest;
        // How long each lasts is known once it is read: a few more are, for those that are just over.
        var lines = await db.Meetings
            .Where(meeting => meeting.StartsAt > since && (db.Set<FollowedTrack>().Any(followed => followed.MemberId == memberId && followed.TrackId == meeting.TrackId)
                || meeting.Talks.Any(talk => talk.Presenters.Any(presenter => presenter.MemberId == memberId))))
            .OrderBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id).Take(2 * most)
            .Lines().ToListAsync(cancellation);
        return [.. lines.Where(line => line.EndsAt > now).Take(most)];
    }

    /// <summary>The one meeting; null if there is none of this number.</summary>
    public static Task<MeetingLine?> MeetingAsync(this WhalepaperDb db, int id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Meetings.Where(meeting => meeting.Id == id).Lines().FirstOrDefaultAsync(cancellation);
    }

    // Split: three small queries whatever the number of meetings, instead of one whose rows multiply.
    private static IQueryable<MeetingLine> Lines(this IQueryable<Meeting> meetings) => meetings
        .AsNoTracking()
        .AsSplitQuery()
        .OrderBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id)
        .Select(meeting => new MeetingLine(
            meeting.Id, meeting.TopicId, meeting.TrackId, meeting.StartsAt, meeting.Minutes, meeting.IsMoved, meeting.CancelledAt != null, meeting.CancelledBecause,
            meeting.Talks
                .Where(talk => talk.Papers.Any(paper => paper.ReleasedAt == null))
                .OrderBy(talk => talk.Id)
                .Select(talk => new TalkLineOfMeeting(
                    talk.Id,
                    talk.State,
                    talk.Papers.Where(paper => paper.ReleasedAt == null).OrderBy(paper => paper.Position).Select(paper => paper.Paper.Title).ToList(),
                    talk.Presenters.OrderBy(presenter => presenter.Position).Select(presenter => new NameAndHandle(presenter.Member.Name, presenter.Member.Handle)).ToList()))
                .ToList()));
}
