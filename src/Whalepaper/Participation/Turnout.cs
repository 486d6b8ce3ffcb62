using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Policy;

namespace Whalepaper.Participation;

/// <summary>What a picture shows of one member at one meeting.</summary>
public enum TurnoutMark
{
    /// <summary>They were not there, and said nothing in time.</summary>
    Absent,

    /// <summary>They were there.</summary>
    Attended,

    /// <summary>They were there, and shared something.</summary>
    Presented,

    /// <summary>They were excused in time.</summary>
    Excused,

    /// <summary>They were excused too late: it counts as missed.</summary>
    ExcusedLate,
}

/// <summary>How one member took part in a topic.</summary>
/// <param name="MemberId">Who: their database number.</param>
/// <param name="Marks">By meeting; those that are not theirs are left out.</param>
/// <param name="Part">The same in numbers, as the policy counts them.</param>
/// <param name="Elsewhere">At how many other meetings of the topic they were: in tracks that were not theirs, or before they were asked.</param>
public sealed record MemberTurnout(int MemberId, IReadOnlyDictionary<int, TurnoutMark> Marks, TakingPart Part, int Elsewhere);

/// <summary>
/// Who was at which meeting of a topic, to be shown. It is asked for some hundred members at a time, in the same few questions whether a topic has ten entries or a million; and it counts to
/// what the policy measures, see <see cref="TopicRoll"/>.
/// </summary>
public static class TurnoutQueries
{
    /// <summary>A topic as participation sees it; null if there is none, or it was never opened.</summary>
    /// <param name="db">The data.</param>
    /// <param name="number">What the group counts it as.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<TopicFrame?> FrameAsync(this WhalepaperDb db, int number, Instant now, CancellationToken cancellation) =>
        (await TopicFrames.ReadAsync(db, number, 1, now, cancellation)).All is [{ } frame, ..] && frame.Number == number ? frame : null;

    /// <summary>Those of some meetings of which somebody wrote down who was there; asked for as <see cref="TopicFrames"/> does.</summary>
    internal static IQueryable<Meeting> HeldUntil(this IQueryable<Meeting> meetings, WhalepaperDb db, Instant now) =>
        meetings.Where(meeting => meeting.CancelledAt == null && meeting.StartsAt <= now && db.Attendances.Where(attendance => attendance.MeetingId == meeting.Id).Min(attendance => (int?)attendance.MemberId) != null);

    /// <summary>Those who are measured: of the inner group, whatever their office.</summary>
    public static IQueryable<Member> Measured(this IQueryable<Member> members) =>
        members.Where(member => member.Standing == Standing.Inner && member.LeftAt == null && member.MergedIntoId == null);

    /// <summary>Whether somebody is <see cref="Measured"/>.</summary>
    internal static bool IsMeasured(this Member member) => member is { Standing: Standing.Inner, LeftAt: null, MergedIntoId: null };

    /// <summary>How some members took part in a topic.</summary>
    /// <param name="db">The data.</param>
    /// <param name="frame">The topic.</param>
    /// <param name="memberIds">Who: their database numbers; some hundred, not all.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyDictionary<int, MemberTurnout>> TurnoutAsync(this WhalepaperDb db, TopicFrame frame, IReadOnlyCollection<int> memberIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(frame);
        var (topic, ids) = (frame.Id, memberIds.Distinct().ToArray());
        var people = db.Members.Where(member => EF.Parameter(ids).Contains(member.Id));
        var follows = await FollowedTimes.ReadAsync(db, people, cancellation);
        var there = (await db.Ledger.Where(entry => EF.Parameter(ids).Contains(entry.MemberId) && entry.TopicId == topic && entry.Kind == LedgerKind.Attended && entry.MeetingId != null)
            .Select(entry => new { entry.MemberId, Meeting = entry.MeetingId!.Value }).ToListAsync(cancellation)).ToLookup(entry => entry.MemberId, entry => entry.Meeting);
        var given = (await (
            from place in db.TalkPresenters
            join talk in db.Talks on place.TalkId equals talk.Id
            where EF.Parameter(ids).Contains(place.MemberId) && talk.TopicId == topic && talk.Giving != null
            select new { place.MemberId, talk.MeetingId }).ToListAsync(cancellation)).ToLookup(talk => talk.MemberId, talk => talk.MeetingId);
        var since = await SinceAsync(db, frame, people, member => there.Contains(member) || given.Contains(member), cancellation);
        var excused = (await ExcusedDates.ReadAsync(db, [.. frame.Held], people, cancellation)).ToLookup(date => date.MemberId);
        return ids.ToDictionary(id => id, id => Of(id, frame, frame.Held.Where(new OwnMeetings(follows, frame, id, since.GetValueOrDefault(id)).Includes), [.. there[id]], [.. given[id]], excused[id].ToLookup(date => date.MeetingId, date => date.Counts)));
    }

    // Since when each was of the inner group in the topic. Who moved in or out after it was over took part as what they were: where a closing moved them it kept since when they had been that,
    // and else nothing tells where they stood.
    private static async Task<Dictionary<int, Instant?>> SinceAsync(WhalepaperDb db, TopicFrame frame, IQueryable<Member> people, Func<int, bool> tookPart, CancellationToken cancellation)
    {
        var known = await people.Select(member => new { member.Id, Since = member.Standing == Standing.Inner ? member.StandingSince : null, IsInner = member.Standing == Standing.Inner }).ToListAsync(cancellation);
        var since = known.ToDictionary(member => member.Id, member => member.Since);
        int[] moved = [.. known.Where(member => !member.IsInner || member.Since > frame.ClosedAt).Select(member => member.Id)];
        if (moved.Length == 0)
            return since;
        var before = (await db.ClosingCases.Where(one => EF.Parameter(moved).Contains(one.MemberId) && one.BeforeStanding == Standing.Inner).OrderBy(one => one.Id).Select(one => new { one.MemberId, one.BeforeSince }).ToListAsync(cancellation))
            .Where(one => !(one.BeforeSince > frame.ClosedAt)).ToLookup(one => one.MemberId, one => one.BeforeSince);
        foreach (var member in moved.Where(member => before.Contains(member) || tookPart(member)))
            since[member] = before[member].LastOrDefault();
        return since;
    }

    private static MemberTurnout Of(int member, TopicFrame frame, IEnumerable<FramedMeeting> own, HashSet<int> there, List<int?> given, ILookup<int, bool> excused)
    {
        var marks = own.ToDictionary(meeting => meeting.Id, meeting =>
            there.Contains(meeting.Id) ? given.Contains(meeting.Id) ? TurnoutMark.Presented : TurnoutMark.Attended
            : excused[meeting.Id].Contains(true) ? TurnoutMark.Excused
            : excused.Contains(meeting.Id) ? TurnoutMark.ExcusedLate : TurnoutMark.Absent);
        return new(member, marks, new TakingPart(
            given.Count, marks.Count, marks.Values.Count(mark => mark is TurnoutMark.Attended or TurnoutMark.Presented),
            marks.Values.Count(mark => mark is TurnoutMark.Excused), marks.Values.Count(mark => mark is TurnoutMark.ExcusedLate)),
            frame.Held.Count(meeting => there.Contains(meeting.Id) && !marks.ContainsKey(meeting.Id)));
    }
}
