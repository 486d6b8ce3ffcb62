using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Participation.Policy;
using Whalepaper.Settings;
using Whalepaper.Talks;

namespace Whalepaper.Participation.Measuring;

/// <summary>A meeting as participation sees it.</summary>
/// <param name="Id">Its database number.</param>
/// <param name="TrackId">Its track's database number.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="Day">The day on which it begins, in the group's zone.</param>
public sealed record FramedMeeting(int Id, int TrackId, Instant StartsAt, LocalDate Day);

/// <summary>By what everybody in a topic is measured.</summary>
/// <param name="Id">The topic's database number.</param>
/// <param name="Number">What the group counts it as.</param>
/// <param name="Ends">Its last day in the group's zone: the planned one, or the day on which it was closed, whichever came first; null for neither.</param>
/// <param name="IsOver">Whether it is closed.</param>
/// <param name="TrackIds">The tracks that take part, in their order.</param>
/// <param name="Policy">Its policy: kept since it opened, or as the settings are.</param>
/// <param name="Held">The meetings that are over and of which somebody wrote down who was there. Of others nobody can be held to anything.</param>
/// <param name="Left">The meetings that are not over; none where the topic is.</param>
/// <param name="FreeDates">At how many of those there is room for one more talk.</param>
/// <param name="MostTalks">How many talks one member may have in it.</param>
/// <param name="ClosedAt">When it was closed; null while it goes on.</param>
/// <param name="ClosingId">The closing that was carried out, by its database number; null while there is none. Who was low in the topic was decided by it.</param>
public sealed record TopicFrame(
    int Id, int Number, LocalDate? Ends, bool IsOver, IReadOnlyList<int> TrackIds, ParticipationPolicy Policy, IReadOnlyList<FramedMeeting> Held, IReadOnlyList<FramedMeeting> Left, int FreeDates, int MostTalks, Instant? ClosedAt = null, int? ClosingId = null);

/// <summary>Topics by what is measured in them, the newest first; behind those that are asked for one more, which tells who was low before.</summary>
/// <param name="Zone">The group's zone.</param>
/// <param name="Now">The present.</param>
/// <param name="Asked">How many of them are asked for.</param>
/// <param name="All">Those and one more, where there is one.</param>
public sealed record TopicFrames(DateTimeZone Zone, Instant Now, int Asked, IReadOnlyList<TopicFrame> All)
{
    /// <summary>Reads topics that were opened: the same few questions, however many meetings they have.</summary>
    /// <param name="db">The data.</param>
    /// <param name="number">The newest that is asked for; null for the newest of all.</param>
    /// <param name="count">How many are asked for, from 1.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="settings">What the organizer set, where it is at hand; null to read it.</param>
    public static async Task<TopicFrames> ReadAsync(WhalepaperDb db, int? number, int count, Instant now, CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(db);
        settings ??= await db.SettingsAsync(cancellation);
        var opened = db.Topics.AsNoTracking().Where(t => t.OpenedAt != null && (number == null || t.Number <= number)).OrderByDescending(t => t.Number).Take(count + 1);
        var topics = await (
            from topic in opened
            join policy in db.TopicPolicies on topic.Id equals policy.TopicId into policies
            from kept in policies.DefaultIfEmpty()
            orderby topic.Number descending
            select new
            {
                topic.Id,
                topic.Number,
                topic.Ends,
                topic.ClosedAt,
                TrackIds = topic.Tracks.OrderBy(list => list.Position).Select(list => list.TrackId).ToList(),
                Kept = kept,
                ClosingId = db.TopicClosings.Where(closing => closing.RunsFor == topic.Id && closing.ExecutedAt != null).Select(closing => (int?)closing.Id).FirstOrDefault(),
                ZoneId = db.Groups.Where(one => one.Id == Group.TheOne).Select(one => one.ZoneId).FirstOrDefault(),
            }).ToListAsync(cancellation);
        var zone = (topics is [{ ZoneId: { } zoneId }, ..] ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneId) : null) ?? DateTimeZone.Utc;
        var meetings = await MeetingsAsync(db, [.. topics.Select(t => t.Id)], now, cancellation);
        var seats = (int)SettingsCatalogue.TalksAtMeeting.Of(settings);
        return new(zone, now, count, topics.ConvertAll(topic =>
        {
            var over = topic.ClosedAt is not null;
            var left = meetings[topic.Id].Where(m => !over && m.EndsAt > now).ToList();
            return new TopicFrame(
                topic.Id, topic.Number, Earlier(topic.Ends, topic.ClosedAt?.InZone(zone).Date), over, topic.TrackIds,
                topic.Kept?.Policy ?? ParticipationPolicy.From(settings),
                [.. meetings[topic.Id].Where(m => m.IsTaken && (over ? m.StartsAt <= now : m.EndsAt <= now)).Select(m => m.Frame(zone))],
                left.ConvertAll(m => m.Frame(zone)), left.Count(m => m.StartsAt > now && m.Talks < seats), (int)SettingsCatalogue.MostTalks.Of(settings), topic.ClosedAt, topic.ClosingId);
        }));
    }

    private static LocalDate? Earlier(LocalDate? planned, LocalDate? closed) => planned is { } one && closed is { } other ? LocalDate.Min(one, other) : planned ?? closed;

    // By topic, in order of time. How many talks stand at one matters only while it is to come.
    private static async Task<ILookup<int, MeetingRow>> MeetingsAsync(WhalepaperDb db, int[] topics, Instant now, CancellationToken cancellation)
    {
        var talks = db.Talks.Living();
        // Whether anybody was there, by the smallest number of theirs, and not by "any", for which PostgreSQL goes through all who ever were at any meeting until it meets one of this, which is late where they lie in order.
        var meetings = await db.Meetings.AsNoTracking().Where(m => EF.Parameter(topics).Contains(m.TopicId) && m.CancelledAt == null)
            .Select(m => new MeetingRow(
                m.Id, m.TopicId, m.TrackId, m.StartsAt, m.Minutes, db.Attendances.Where(a => a.MeetingId == m.Id).Min(a => (int?)a.MemberId) != null, m.StartsAt > now ? talks.Count(talk => talk.MeetingId == m.Id) : 0))
            .ToListAsync(cancellation);
        return meetings.OrderBy(m => m.StartsAt).ThenBy(m => m.Id).ToLookup(m => m.TopicId);
    }

    private sealed record MeetingRow(int Id, int TopicId, int TrackId, Instant StartsAt, int Minutes, bool IsTaken, int Talks)
    {
        public Instant EndsAt => StartsAt + Duration.FromMinutes(Minutes);

        public FramedMeeting Frame(DateTimeZone zone) => new(Id, TrackId, StartsAt, StartsAt.InZone(zone).Date);
    }
}
