using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tracks;

namespace Whalepaper.Admission.Panels;

/// <summary>A meeting at which a trial talk could be, or what stands against it.</summary>
/// <param name="MeetingId">The meeting's number.</param>
/// <param name="Track">Its track.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="IsFull">Whether all its seats are taken.</param>
/// <param name="IsCandidateAway">Whether the candidate cannot come on that day, or shares something else at that hour.</param>
/// <param name="Away">How many of the panel cannot come on that day.</param>
public sealed record TrialDate(int MeetingId, Track Track, Instant StartsAt, bool IsFull, bool IsCandidateAway, int Away)
{
    /// <summary>Whether nothing stands against it.</summary>
    public bool IsOffered => !IsFull && !IsCandidateAway && Away == 0;
}

/// <summary>An application whose trial talk is shared at a meeting, for those who ask and answer there.</summary>
/// <param name="Id">The application's number.</param>
/// <param name="Name">Who applies, as the group calls them.</param>
/// <param name="IsOwn">Whether it is the reader's own.</param>
public sealed record TrialAtMeeting(int Id, string Name, bool IsOwn);

/// <summary>What is asked about trial talks.</summary>
public static class TrialQueries
{
    /// <summary>How far ahead dates are looked for.</summary>
    public static readonly Duration Span = Duration.FromDays(56);

    /// <summary>Whether a talk to come is a trial talk: its date is the committee's to set, and nobody shares it but the candidate.</summary>
    /// <param name="db">The data.</param>
    /// <param name="talkId">The talk's database number.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Task<bool> IsTrialAsync(this WhalepaperDb db, int talkId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Applications.AnyAsync(a => a.TalkId == talkId && a.State == ApplicationState.Planned, cancellation);
    }

    /// <summary>The trial talks at a meeting whose questions somebody asks or answers: the candidate and the panel. For everybody else there is none.</summary>
    /// <param name="db">The data.</param>
    /// <param name="meetingId">The meeting's database number.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<TrialAtMeeting>> TrialsAtAsync(this WhalepaperDb db, int meetingId, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        if (who.MemberId is not { } me)
            return [];
        var hasOffice = who.May(Act.DoCommitteeWork);
        return await db.Applications.AsNoTracking()
            .Where(a => a.EndedAt == null && db.Talks.Any(talk => talk.Id == a.TalkId && talk.MeetingId == meetingId)
                && (a.MemberId == me || (hasOffice && db.PanelSeats.Any(seat => seat.ApplicationId == a.Id && seat.MemberId == me))))
            .OrderBy(a => a.Id).Select(a => new TrialAtMeeting(a.Id, a.Member.Name, a.MemberId == me)).ToListAsync(cancellation);
    }

    /// <summary>A trial talk; null for none.</summary>
    internal static async Task<TrialView?> TrialAsync(this WhalepaperDb db, int? talkId, Instant now, CancellationToken cancellation)
    {
        if (talkId is not { } id)
            return null;
        var found = await db.Talks.AsNoTracking().Where(talk => talk.Id == id)
            .Select(talk => new { talk.MeetingId, At = talk.Meeting == null ? null : (Instant?)talk.Meeting.StartsAt, IsCancelled = talk.Meeting != null && talk.Meeting.CancelledAt != null, IsGiven = talk.State == TalkState.Given }).SingleOrDefaultAsync(cancellation);
        return found is null ? null : new TrialView(id, found.MeetingId, found.At, found.IsCancelled, !found.IsCancelled && found.At <= now, found.IsGiven);
    }

    /// <summary>The meetings of the wanted tracks within <see cref="Span"/>, in order of time, with what stands against each.</summary>
    /// <param name="db">The data.</param>
    /// <param name="application">The application. Its trial talk, if it has one already, is in nobody's way.</param>
    /// <param name="panel">Who sits on its panel, by database number.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static async Task<IReadOnlyList<TrialDate>> TrialDatesAsync(this WhalepaperDb db, Application application, IReadOnlyCollection<int> panel, Instant now, CancellationToken cancellation)
    {
        var (until, besides, candidate) = (now + Span, application.TalkId ?? 0, application.MemberId);
        int[] wanted = [.. application.TrackIds];
        int[] people = [.. panel, candidate];
        var meetings = await (
            from meeting in db.Meetings.AsNoTracking()
            join track in db.Tracks on meeting.TrackId equals track.Id
            where EF.Parameter(wanted).Contains(meeting.TrackId) && meeting.StartsAt > now && meeting.StartsAt <= until && meeting.CancelledAt == null
                && db.Topics.Any(topic => topic.Id == meeting.TopicId && topic.ClosedAt == null)
            orderby meeting.StartsAt, meeting.Id
            select new { meeting.Id, meeting.StartsAt, meeting.Minutes, Track = track, Taken = db.Talks.Count(talk => talk.MeetingId == meeting.Id && talk.Seat != null && talk.Id != besides) }).ToListAsync(cancellation);
        if (meetings.Count == 0)
            return [];
        var capacity = (int)SettingsCatalogue.TalksAtMeeting.Of(await db.SettingsAsync(cancellation));
        var zone = DateTimeZoneProviders.Tzdb[await db.Groups.Where(group => group.Id == Group.TheOne).Select(group => group.ZoneId).SingleAsync(cancellation)];
        var away = (await db.AwayDays.AsNoTracking().Where(days => EF.Parameter(people).Contains(days.MemberId)).ToListAsync(cancellation)).ToLookup(days => days.MemberId);
        var busy = await BusyAsync(db, candidate, besides, cancellation);
        return meetings.ConvertAll(meeting =>
        {
            var (day, ends) = (meeting.StartsAt.InZone(zone).Date, meeting.StartsAt + Duration.FromMinutes(meeting.Minutes));
            bool IsAway(int member) => away[member].Any(days => days.Covers(day));
            var isTorn = busy.Exists(other => Engagement.Between(other.From, other.To, meeting.StartsAt, ends) is Nearness.AtOnce);
            return new TrialDate(meeting.Id, meeting.Track, meeting.StartsAt, meeting.Taken >= capacity, isTorn || IsAway(candidate), panel.Count(IsAway));
        });
    }

    private static async Task<List<(Instant From, Instant To)>> BusyAsync(WhalepaperDb db, int candidate, int besides, CancellationToken cancellation)
    {
        var hours = await db.Talks.AsNoTracking().Ahead()
            .Where(talk => talk.Id != besides && talk.Meeting != null && talk.Meeting.CancelledAt == null && db.TalkPresenters.Any(place => place.TalkId == talk.Id && place.MemberId == candidate))
            .Select(talk => new { talk.Meeting!.StartsAt, talk.Meeting.Minutes }).ToListAsync(cancellation);
        return hours.ConvertAll(hour => (hour.StartsAt, hour.StartsAt + Duration.FromMinutes(hour.Minutes)));
    }
}
