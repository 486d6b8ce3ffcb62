using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Tracks;

namespace Whalepaper.Meetings.Live;

/// <summary>A meeting with what decides who may do what in its room.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Track">Its track: open, or inner.</param>
/// <param name="Session">Its hour, with who spoke when; null while nobody opened it.</param>
public sealed record MeetingRoom(Meeting Meeting, Track Track, Session? Session)
{
    /// <summary>How one gets in from afar: the meeting's own way, else that of its track.</summary>
    public JoinLink? JoinLink => Meeting.JoinLink ?? Track.JoinLink;

    /// <summary>Whether the hour goes on.</summary>
    public bool IsLive(Instant now) => Meeting.CancelledAt is null && Session?.IsLive(now) is true;
}

/// <summary>What the commands of the room share: loading it to change it, and the acts that many do at the same moment.</summary>
public static class RoomChanges
{
    // In one question, worked out once: it stands before every act of a room. What was spoken finds its hour by itself.
    private static readonly Prepared<Func<WhalepaperDb, int, CancellationToken, Task<RoomRow?>>> roomOf = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int id, CancellationToken cancellation) => (
        from meeting in db.Meetings
        where meeting.Id == id
        join track in db.Tracks on meeting.TrackId equals track.Id
        join session in db.Sessions on meeting.Id equals session.MeetingId into sessions
        from session in sessions.DefaultIfEmpty()
        select new RoomRow(meeting, track, session, db.Set<SpokenPart>().Where(stretch => stretch.MeetingId == meeting.Id).OrderBy(stretch => stretch.Id).ToList())).SingleOrDefault()));

    /// <summary>A meeting's room, to be changed; null if there is no such meeting.</summary>
    public static async Task<MeetingRoom?> RoomForChangeAsync(this WhalepaperDb db, int meetingId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        // All that a command asks goes over one connection: each of its own comes from the pool, is cleared, and has another process of the server begin anew. It goes back with the context.
        await db.Database.OpenConnectionAsync(cancellation);
        return await roomOf.For(db)(db, meetingId, cancellation) is { } found ? new MeetingRoom(found.Meeting, found.Track, found.Session) : null;
    }

    /// <summary>Opens a meeting, unless somebody did already.</summary>
    /// <returns>Whether it was opened by this.</returns>
    public static async Task<bool> OpenAsync(this WhalepaperDb db, Meeting meeting, int byId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(meeting);
        var id = meeting.Id;
        if (await IsOpenAsync())
            return false;
        db.Add(new Session(meeting, byId, now));
        return await db.SaveOnceAsync(IsOpenAsync, cancellation);

        Task<bool> IsOpenAsync() => db.Sessions.AnyAsync(session => session.MeetingId == id, cancellation);
    }

    /// <summary>A talk with all that its hour looks at: its meeting, presenters, records, and what happened to it; null if there is none.</summary>
    public static async Task<Talk?> TalkForHourAsync(this WhalepaperDb db, int id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.TalkForChangeAsync(id, cancellation) is not { } talk)
            return null;
        await db.TalkSteps.Include(step => step.Whom).Where(step => step.TalkId == id).OrderBy(step => step.Id).LoadAsync(cancellation);
        return talk;
    }

    /// <summary>Who stands by at a meeting; null for nobody.</summary>
    public static Task<Member?> StandbyForChangeAsync(this WhalepaperDb db, int meetingId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Standbys.Where(standby => standby.MeetingId == meetingId).Select(standby => standby.Member).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Marks a part of a talk as covered, or takes the mark away; and saves it.</summary>
    /// <returns>Whether anything changed.</returns>
    public static async Task<bool> TickAsync(this WhalepaperDb db, Talk talk, int position, int memberId, bool isCovered, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(talk);
        var id = talk.Id;
        var known = await db.PartTicks.SingleOrDefaultAsync(tick => tick.TalkId == id && tick.Position == position && tick.MemberId == memberId, cancellation);
        if (known is not null == isCovered)
            return false;
        if (known is null)
            db.Add(new PartTick(talk, position, memberId, now));
        else
            db.Remove(known);
        return await db.SaveOnceAsync(async () => await db.PartTicks.AnyAsync(tick => tick.TalkId == id && tick.Position == position && tick.MemberId == memberId, cancellation) == isCovered, cancellation);
    }

    /// <summary>Says the host's word about a part of a talk, lets the record of the talk follow, and saves it.</summary>
    /// <param name="db">The data.</param>
    /// <param name="talk">The talk, with its record if it was given.</param>
    /// <param name="position">The part's place in the outline, from 0.</param>
    /// <param name="isCovered">Whether it was covered; null takes the word back.</param>
    /// <param name="byId">Who says so: their database number.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task SayAsync(this WhalepaperDb db, Talk talk, int position, bool? isCovered, int byId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(talk);
        var words = await db.PartWords.Where(word => word.TalkId == talk.Id).ToListAsync(cancellation);
        var known = words.Find(word => word.Position == position);
        if (isCovered is { } covered)
        {
            if (known is null)
                words.Add(db.Add(new PartWord(talk, position, covered, byId, now)).Entity);
            else
                known.Say(covered, byId, now);
        }
        else if (known is not null)
        {
            words.Remove(known);
            db.Remove(known);
        }

        talk.Follow(Coverage.Of(words.Select(word => word.Position), [], words));
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>What of the outline the talks of a meeting covered, by their numbers.</summary>
    public static async Task<IReadOnlyDictionary<int, Coverage>> CoveredAsync(this WhalepaperDb db, int meetingId, IReadOnlyList<int> talks, IReadOnlyList<OutlinePart> outline, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var ticks = (await db.PartTicks.AsNoTracking().Where(tick => tick.MeetingId == meetingId).ToListAsync(cancellation)).ToLookup(tick => tick.TalkId);
        var words = (await db.PartWords.AsNoTracking().Where(word => word.MeetingId == meetingId).ToListAsync(cancellation)).ToLookup(word => word.TalkId);
        return talks.ToDictionary(talk => talk, talk => Coverage.Of(outline.Select(part => part.Position), ticks[talk], words[talk]));
    }

    /// <summary>What of the outline a talk covered.</summary>
    public static async Task<Coverage> CoverageAsync(this WhalepaperDb db, int talkId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return Coverage.Of(
            await db.OutlineParts.Select(part => part.Position).ToListAsync(cancellation),
            await db.PartTicks.AsNoTracking().Where(tick => tick.TalkId == talkId).ToListAsync(cancellation),
            await db.PartWords.AsNoTracking().Where(word => word.TalkId == talkId).ToListAsync(cancellation));
    }

    private sealed record RoomRow(Meeting Meeting, Track Track, Session? Session, List<SpokenPart> Spoken);
}
