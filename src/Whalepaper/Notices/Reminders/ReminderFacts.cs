using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Settings;
using Whalepaper.Talks;

namespace Whalepaper.Notices.Reminders;

/// <summary>Somebody who can be reminded, and the zone by whose clock they live.</summary>
internal sealed record Remembered(int MemberId, DateTimeZone Zone);

/// <summary>A presenter, and since when the talk with its date is theirs.</summary>
internal sealed record PresenterToRemind(Remembered Person, Instant Since);

/// <summary>A talk to come, as far as reminders look at it.</summary>
internal sealed record TalkToRemind(int Id, int TrackId, int MeetingId, Instant StartsAt, TalkState State, bool IsPrepared, Instant Since, IReadOnlyList<PresenterToRemind> Presenters);

/// <summary>A meeting to come at which something is shared.</summary>
internal sealed record MeetingToRemind(int Id, int TrackId, bool IsOpen, Instant StartsAt);

/// <summary>Somebody who follows a track, though they may have muted it.</summary>
internal sealed record Follower(int TrackId, Standing? Standing, bool IsMuted, Remembered Person);

/// <summary>All that reminders follow from, as it stood at one moment: always the same questions, however much is to come.</summary>
internal sealed class ReminderFacts
{
    private ReminderFacts()
    {
    }

    public required Instant Now { get; init; }

    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    public required DateTimeZone Zone { get; init; }

    public required IReadOnlyList<TalkToRemind> Talks { get; init; }

    public required IReadOnlyList<MeetingToRemind> Meetings { get; init; }

    public required ILookup<int, Follower> Followers { get; init; }

    public required IReadOnlyList<GroupNewsItem> News { get; init; }

    public required IReadOnlyList<Remembered> Committee { get; init; }

    public required ILookup<int, Remembered> Standbys { get; init; }

    public required bool HasOutline { get; init; }

    public required AdmissionToRemind Admission { get; init; }

    public required IReadOnlyList<RetrospectiveToRemind> Retrospectives { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="db">The database.</param>
    /// <param name="now">The present.</param>
    /// <param name="horizon">How far ahead rows are written.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<ReminderFacts> ReadAsync(WhalepaperDb db, Instant now, Duration horizon, CancellationToken cancellation)
    {
        var settings = await db.SettingsAsync(cancellation);
        var zone = DateTimeZoneProviders.Tzdb[await db.Groups.Where(group => group.Id == Group.TheOne).Select(group => group.ZoneId).SingleAsync(cancellation)];
        var until = now + horizon + Longest(ReminderLadder.OfTalk(settings));
        var talks = await TalksAsync(db, now, until, zone, cancellation);
        // A group that reminds nobody of meetings needs none, and nobody who follows them.
        var rungs = ReminderLadder.OfMeeting(settings);
        var meetings = rungs.Count == 0 ? [] : await MeetingsAsync(db, now, now + horizon + Longest(rungs), cancellation);
        var news = await GroupNewsItem.ReadAsync(db, now, cancellation);
        var committee = await db.Members.Where(m => m.Role != Role.None && m.ClaimedAt != null && m.LeftAt == null).OrderBy(m => m.Id).Select(m => new { m.Id, m.ZoneId }).ToListAsync(cancellation);
        List<int> dates = [.. talks.Select(talk => talk.MeetingId).Distinct()];
        var standbys = await db.Standbys.Where(s => EF.Parameter(dates).Contains(s.MeetingId) && s.Member.LeftAt == null).Select(s => new { s.MeetingId, s.MemberId, s.Member.ZoneId }).ToListAsync(cancellation);
        return new ReminderFacts
        {
            Now = now,
            Settings = settings,
            Zone = zone,
            Talks = talks,
            Meetings = meetings,
            News = news,
            Followers = await FollowersAsync(db, [.. meetings.Select(meeting => meeting.TrackId).Concat(news.SelectMany(item => item.Tracks)).Distinct()], zone, cancellation),
            Committee = committee.ConvertAll(m => new Remembered(m.Id, OwnZone.Of(m.ZoneId, zone))),
            Standbys = standbys.ToLookup(s => s.MeetingId, s => new Remembered(s.MemberId, OwnZone.Of(s.ZoneId, zone))),
            HasOutline = await db.OutlineParts.AnyAsync(cancellation),
            Admission = await AdmissionToRemind.ReadAsync(db, now, horizon, zone, cancellation),
            Retrospectives = await RetrospectiveToRemind.ReadAsync(db, now, horizon, zone, cancellation),
        };
    }

    private static Duration Longest(IReadOnlyList<Rung> rungs) => rungs.Count == 0 ? Duration.Zero : rungs[0].Before;

    private static async Task<List<TalkToRemind>> TalksAsync(WhalepaperDb db, Instant now, Instant until, DateTimeZone zone, CancellationToken cancellation)
    {
        var ahead = db.Talks.Ahead().Where(t => t.State != TalkState.Asked && t.Meeting != null && t.Meeting.CancelledAt == null && t.Meeting.StartsAt > now && t.Meeting.StartsAt <= until);
        var talks = await ahead.OrderBy(t => t.Id).Select(t => new { t.Id, t.TrackId, MeetingId = t.MeetingId!.Value, t.Meeting!.StartsAt, t.State, IsPrepared = t.PreparedAt != null }).ToListAsync(cancellation);
        var presenters = (await db.TalkPresenters.Where(p => ahead.Any(t => t.Id == p.TalkId) && p.Member.ClaimedAt != null && p.Member.LeftAt == null)
            .OrderBy(p => p.Position).Select(p => new { p.TalkId, p.MemberId, p.Member.ZoneId }).ToListAsync(cancellation)).ToLookup(p => p.TalkId);
        var steps = (await db.TalkSteps.Where(s => ahead.Any(t => t.Id == s.TalkId)).Select(s => new { s.TalkId, s.Kind, s.WhomId, s.At }).ToListAsync(cancellation)).ToLookup(s => s.TalkId);
        return talks.ConvertAll(talk =>
        {
            var dated = Last(steps[talk.Id].Where(s => s.Kind is TalkStepKind.Claimed or TalkStepKind.Accepted or TalkStepKind.Dated or TalkStepKind.MovedUp or TalkStepKind.Planned).Select(s => s.At));
            return new TalkToRemind(talk.Id, talk.TrackId, talk.MeetingId, talk.StartsAt, talk.State, talk.IsPrepared, dated, [.. presenters[talk.Id].Select(p => new PresenterToRemind(
                new Remembered(p.MemberId, OwnZone.Of(p.ZoneId, zone)),
                Instant.Max(dated, Last(steps[talk.Id].Where(s => s.Kind is TalkStepKind.HandedOver or TalkStepKind.Joined && s.WhomId == p.MemberId).Select(s => s.At)))))]);
        });
    }

    private static Task<List<MeetingToRemind>> MeetingsAsync(WhalepaperDb db, Instant now, Instant until, CancellationToken cancellation) => (
        from meeting in db.Meetings
        join track in db.Tracks on meeting.TrackId equals track.Id
        where meeting.CancelledAt == null && meeting.StartsAt > now && meeting.StartsAt <= until && db.Talks.Ahead().Any(t => t.MeetingId == meeting.Id && t.State != TalkState.Asked)
        orderby meeting.Id
        select new MeetingToRemind(meeting.Id, meeting.TrackId, track.IsOpen, meeting.StartsAt)).ToListAsync(cancellation);

    private static async Task<ILookup<int, Follower>> FollowersAsync(WhalepaperDb db, IReadOnlyList<int> tracks, DateTimeZone zone, CancellationToken cancellation)
    {
        if (tracks.Count == 0)
            return Array.Empty<Follower>().ToLookup(follower => follower.TrackId);
        var followers = await (
            from follow in db.Set<FollowedTrack>()
            where EF.Parameter(tracks).Contains(follow.TrackId)
            join member in db.Members on follow.MemberId equals member.Id
            where member.ClaimedAt != null && member.LeftAt == null && member.Standing != Standing.Former
            orderby member.Id
            select new { follow.TrackId, member.Id, member.Standing, member.ZoneId, IsMuted = db.MutedTracks.Any(m => m.MemberId == member.Id && m.TrackId == follow.TrackId) }).ToListAsync(cancellation);
        return followers.ToLookup(f => f.TrackId, f => new Follower(f.TrackId, f.Standing, f.IsMuted, new Remembered(f.Id, OwnZone.Of(f.ZoneId, zone))));
    }

    private static Instant Last(IEnumerable<Instant> moments) => moments.DefaultIfEmpty(Instant.MinValue).Max();
}
