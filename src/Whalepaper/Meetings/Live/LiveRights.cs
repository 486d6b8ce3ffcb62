using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Talks;

namespace Whalepaper.Meetings.Live;

/// <summary>What decides who may be in the room of a meeting, and as whom.</summary>
/// <param name="MeetingId">The meeting's database number.</param>
/// <param name="TopicId">Its topic's.</param>
/// <param name="IsOpen">Whether its track is open to everyone who joined.</param>
/// <param name="OpenedById">The number of who opened it and is host by that; null while nobody did, and once it is long over: see <see cref="Session.HostOf"/>.</param>
/// <param name="Presenters">The numbers of those who share something at it.</param>
internal sealed record LiveDoor(int MeetingId, int TopicId, bool IsOpen, int? OpenedById, IReadOnlyList<int> Presenters);

/// <summary>Who may listen at a meeting.</summary>
internal static class LiveRights
{
    private static readonly Prepared<Func<WhalepaperDb, int, IAsyncEnumerable<int>>> presentersOf = new(() => EF.CompileAsyncQuery((WhalepaperDb db, int meeting) =>
        from talk in db.Talks
        join presenter in db.TalkPresenters on talk.Id equals presenter.TalkId
        where talk.MeetingId == meeting && talk.State != TalkState.Asked
        select presenter.MemberId));

    /// <summary>As whom somebody is there; null if they may not be.</summary>
    public static LiveAudience? AudienceOf(this LiveDoor door, Actor who, bool candidatesObserve) =>
        who.MemberId is not { } me || !who.MayEnter(door.IsOpen, candidatesObserve, door.Presenters.Contains(me)) ? null
        : who.MayHost(door.OpenedById) ? LiveAudience.Host
        : door.Presenters.Contains(me) ? LiveAudience.Presenter
        : LiveAudience.Listener;

    /// <summary>Whether candidates listen at inner meetings.</summary>
    public static async Task<bool> DoCandidatesObserveAsync(this WhalepaperDb db, CancellationToken cancellation) =>
        SettingsCatalogue.CandidatesObserve.Of(await db.SettingsAsync(cancellation));

    /// <summary>The same where it matters: it is asked for candidates alone.</summary>
    public static async Task<bool> MayObserveAsync(this WhalepaperDb db, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(who);
        return who.Standing is Standing.Candidate && await db.DoCandidatesObserveAsync(cancellation);
    }

    /// <summary>The door of a meeting that is at hand to be changed.</summary>
    public static async Task<LiveDoor> LiveDoorAsync(this WhalepaperDb db, MeetingRoom room, Instant now, CancellationToken cancellation)
    {
        var presenters = new List<int>();
        await foreach (var presenter in presentersOf.For(db)(db, room.Meeting.Id).WithCancellation(cancellation))
            presenters.Add(presenter);
        return new LiveDoor(room.Meeting.Id, room.Meeting.TopicId, room.Track.IsOpen, Session.HostOf(room.Session?.OpenedById, room.Session?.EndsAt, now), presenters);
    }

    /// <summary>The doors of some meetings.</summary>
    public static async Task<List<LiveDoor>> LiveDoorsAsync(this WhalepaperDb db, IReadOnlyCollection<int> meetings, Instant now, CancellationToken cancellation)
    {
        var found = await (
            from meeting in db.Meetings
            join track in db.Tracks on meeting.TrackId equals track.Id
            join session in db.Sessions on meeting.Id equals session.MeetingId into sessions
            from session in sessions.DefaultIfEmpty()
            where meetings.Contains(meeting.Id)
            select new { meeting.Id, meeting.TopicId, track.IsOpen, OpenedById = (int?)session!.OpenedById, EndsAt = (Instant?)session!.EndsAt })
            .ToListAsync(cancellation);
        var presenters = await PresentersAsync(db, meetings, cancellation);
        return found.ConvertAll(one => new LiveDoor(
            one.Id, one.TopicId, one.IsOpen, Session.HostOf(one.OpenedById, one.EndsAt, now), [.. presenters.Where(presenter => presenter.MeetingId == one.Id).Select(presenter => presenter.MemberId)]));
    }

    /// <summary>Those who signed out since, left, or may no longer be there, or not as they were.</summary>
    public static async Task<List<LiveListener>> WithoutRightAsync(this WhalepaperDb db, IReadOnlyList<LiveListener> listeners, Instant now, CancellationToken cancellation)
    {
        var numbers = listeners.Select(listener => listener.Place.SignInId).Distinct().ToList();
        var found = await (
            from signIn in db.SignIns.AsNoTracking()
            join account in db.Accounts on signIn.AccountId equals account.Id
            where numbers.Contains(signIn.Id)
            select new { SignIn = signIn, account.Member }).ToListAsync(cancellation);
        var there = found.Where(one => one.SignIn.IsOpen(now) && one.Member.LeftAt is null)
            .ToDictionary(one => one.SignIn.Id, one => new Actor(one.Member.Id, one.Member.Handle, one.Member.Name, one.Member.Standing, one.Member.Role, one.SignIn.Id, null));
        var doors = (await db.LiveDoorsAsync([.. listeners.Select(listener => listener.Place.MeetingId).Distinct()], now, cancellation)).ToDictionary(door => door.MeetingId);
        var observe = await db.DoCandidatesObserveAsync(cancellation);
        return [.. listeners.Where(listener => !(there.TryGetValue(listener.Place.SignInId, out var who) && doors.TryGetValue(listener.Place.MeetingId, out var door)
            && door.AudienceOf(who, observe) == listener.Place.Variant.Audience))];
    }

    private static async Task<List<(int MeetingId, int MemberId)>> PresentersAsync(WhalepaperDb db, IReadOnlyCollection<int> meetings, CancellationToken cancellation)
    {
        var presenters = await (
            from talk in db.Talks
            join presenter in db.TalkPresenters on talk.Id equals presenter.TalkId
            where talk.MeetingId != null && meetings.Contains(talk.MeetingId.Value) && talk.State != TalkState.Asked
            select new { MeetingId = talk.MeetingId!.Value, presenter.MemberId }).ToListAsync(cancellation);
        return presenters.ConvertAll(presenter => (presenter.MeetingId, presenter.MemberId));
    }
}
