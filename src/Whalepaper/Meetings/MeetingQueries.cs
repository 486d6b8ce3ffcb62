using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Talks;

namespace Whalepaper.Meetings;

/// <summary>What pages ask about meetings.</summary>
public static class MeetingQueries
{
    /// <summary>The meetings that begin from <paramref name="from"/> on and before <paramref name="to"/>, cancelled ones too, in order of time.</summary>
    public static Task<List<MeetingLine>> MeetingsBetweenAsync(this WhalepaperDb db, Instant from, Instant to, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return LinesAsync(db.Meetings.Where(meeting => meeting.StartsAt >= from && meeting.StartsAt < to), cancellation);
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
        var meetings = db.Meetings
            .Where(meeting => meeting.StartsAt > since && (db.Set<FollowedTrack>().Any(followed => followed.MemberId == memberId && followed.TrackId == meeting.TrackId)
                || meeting.Talks.Any(talk => talk.Presenters.Any(presenter => presenter.MemberId == memberId))))
            .OrderBy(meeting => meeting.StartsAt).ThenBy(meeting => meeting.Id).Take(2 * most);
        return [.. (await LinesAsync(meetings, cancellation)).Where(line => line.EndsAt > now).Take(most)];
    }

    /// <summary>The one meeting; null if there is none of this number.</summary>
    public static async Task<MeetingLine?> MeetingAsync(this WhalepaperDb db, int id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return (await LinesAsync(db.Meetings.Where(meeting => meeting.Id == id), cancellation)).FirstOrDefault();
    }

    // Two flat questions, put together here: one that nests talks, papers and people in each other took the framework longer to translate than all else
    // that the first page asks together. Two and not one, whose rows would be every paper of a talk with every presenter.
    private static async Task<List<MeetingLine>> LinesAsync(IQueryable<Meeting> meetings, CancellationToken cancellation)
    {
        var papers = await (
            from meeting in meetings
            from talk in meeting.Talks.DefaultIfEmpty()
            from paper in talk.Papers.Where(paper => paper.ReleasedAt == null).DefaultIfEmpty()
            orderby meeting.StartsAt, meeting.Id, talk.Id, paper.Position
            select new
            {
                meeting.Id,
                meeting.TopicId,
                meeting.TrackId,
                meeting.StartsAt,
                meeting.Minutes,
                meeting.IsMoved,
                meeting.CancelledAt,
                meeting.CancelledBecause,
                TalkId = (int?)talk.Id,
                State = (TalkState?)talk.State,
                Title = (string?)paper.Paper.Title,
            }).ToListAsync(cancellation);
        var presenters = (await (
            from meeting in meetings
            from talk in meeting.Talks
            from presenter in talk.Presenters
            orderby talk.Id, presenter.Position
            select new { TalkId = talk.Id, Person = new NameAndHandle(presenter.Member.Name, presenter.Member.Handle) }).ToListAsync(cancellation))
            .ToLookup(presenter => presenter.TalkId, presenter => presenter.Person);

        var lines = new List<MeetingLine>();
        List<TalkLineOfMeeting> talks = [];
        List<string> titles = [];
        foreach (var row in papers)
        {
            if (lines is not [.., var line] || line.Id != row.Id)
                lines.Add(new(row.Id, row.TopicId, row.TrackId, row.StartsAt, row.Minutes, row.IsMoved, row.CancelledAt is not null, row.CancelledBecause, talks = []));
            // A talk without papers was withdrawn.
            if (row is not { TalkId: { } talkId, State: { } state, Title: { } title })
                continue;
            if (talks is not [.., var last] || last.Id != talkId)
                talks.Add(new(talkId, state, titles = [], [.. presenters[talkId]]));
            titles.Add(title);
        }

        return lines;
    }
}
