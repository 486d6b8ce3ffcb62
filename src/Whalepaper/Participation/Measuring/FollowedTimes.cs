using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Participation.Measuring;

/// <summary>A stretch of time in which somebody followed a track.</summary>
/// <param name="MemberId">Who: their database number.</param>
/// <param name="TrackId">What: the track's database number.</param>
/// <param name="Since">From when on; null for always.</param>
/// <param name="Until">Until when; null where it goes on.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FollowedTime(int MemberId, int TrackId, Instant? Since, Instant? Until)
{
    public bool Holds(Instant at) => !(at < Since) && !(at >= Until);
}

/// <summary>
/// Which tracks some members followed when, and so which meetings were theirs: those of the tracks that they followed at its hour. Who followed none of a topic's then is measured by those that they chose next,
/// and who never chose any by all. So nobody loses a meeting that they missed by following its track no more, and none is added for having begun to.
/// </summary>
internal sealed class FollowedTimes
{
    private static readonly FollowedTime[] never = [];
    private readonly Dictionary<int, FollowedTime[]> _times;

    public FollowedTimes(IEnumerable<FollowedTime> times) => _times = times.GroupBy(time => time.MemberId).ToDictionary(of => of.Key, of => of.ToArray());

    /// <summary>Reads those of some members.</summary>
    public static async Task<FollowedTimes> ReadAsync(WhalepaperDb db, IQueryable<Member> people, CancellationToken cancellation)
    {
        var now = await (from member in people from follow in db.Set<FollowedTrack>() where follow.MemberId == member.Id select new { follow.MemberId, follow.TrackId, follow.Since }).ToListAsync(cancellation);
        return new([.. now.Select(f => new FollowedTime(f.MemberId, f.TrackId, f.Since, null)), .. await EarlierAsync(db, people, cancellation)]);
    }

    /// <summary>Reads those of one member whose present ones are at hand.</summary>
    public static async Task<FollowedTimes> ReadAsync(WhalepaperDb db, Member member, CancellationToken cancellation)
    {
        var id = member.Id;
        return new([.. member.Follows.Select(f => new FollowedTime(id, f.TrackId, f.Since, null)), .. await EarlierAsync(db, db.Members.Where(m => m.Id == id), cancellation)]);
    }

    /// <summary>The tracks of a topic that somebody follows at an hour; by those a meeting of it is theirs or not.</summary>
    /// <param name="memberId">Who.</param>
    /// <param name="frame">The topic.</param>
    /// <param name="at">The hour.</param>
    public IReadOnlyCollection<int> At(int memberId, TopicFrame frame, Instant at)
    {
        var times = Of(memberId, frame);
        if (times.Length == 0)
            return frame.TrackIds;
        var hour = times.Any(time => time.Holds(at)) ? at : times.Min(time => time.Since > at ? time.Since : null);
        return hour is { } then ? [.. times.Where(time => time.Holds(then)).Select(time => time.TrackId).Distinct()] : frame.TrackIds;
    }

    /// <summary>Whether what somebody follows of a topic's tracks was another at some hour: else one hour speaks for all.</summary>
    public bool Changes(int memberId, TopicFrame frame) => Of(memberId, frame) is { Length: > 0 } times && (times.Any(time => time.Until is not null) || times.DistinctBy(time => time.Since).Skip(1).Any());

    private FollowedTime[] Of(int memberId, TopicFrame frame) =>
        _times.TryGetValue(memberId, out var times) ? Array.FindAll(times, time => frame.TrackIds.Contains(time.TrackId)) : never;

    private static async Task<IEnumerable<FollowedTime>> EarlierAsync(WhalepaperDb db, IQueryable<Member> people, CancellationToken cancellation) =>
        (await (from member in people from follow in db.Set<EarlierFollow>() where follow.MemberId == member.Id select new { follow.MemberId, follow.TrackId, follow.Since, follow.Until }).ToListAsync(cancellation))
            .Select(f => new FollowedTime(f.MemberId, f.TrackId, f.Since, f.Until));
}

/// <summary>The meetings of one member in one topic.</summary>
/// <param name="times">Who followed what when.</param>
/// <param name="frame">The topic.</param>
/// <param name="memberId">Who.</param>
/// <param name="since">Since when they are asked; null for always.</param>
internal sealed class OwnMeetings(FollowedTimes times, TopicFrame frame, int memberId, Instant? since)
{
    // What one hour says, where it says it for all.
    private readonly IReadOnlyCollection<int>? _always = times.Changes(memberId, frame) ? null : times.At(memberId, frame, Instant.MaxValue);

    /// <summary>The tracks that are theirs at every hour; null where that changed.</summary>
    public IReadOnlyCollection<int>? Always => _always;

    /// <summary>Whether a meeting is theirs.</summary>
    public bool Includes(FramedMeeting meeting) => !(meeting.StartsAt < since) && (_always ?? times.At(memberId, frame, meeting.StartsAt)).Contains(meeting.TrackId);
}
