using NodaTime;
using Whalepaper.Tracks;

namespace Whalepaper.Meetings;

/// <summary>What it takes to bring the meetings in line with the plan.</summary>
/// <param name="Added">Meetings to plan anew.</param>
/// <param name="Removed">Meetings that nobody asks for any more.</param>
/// <param name="Changed">Meetings that were moved, handed on or cancelled.</param>
public sealed record PlanningOutcome(IReadOnlyList<Meeting> Added, IReadOnlyList<Meeting> Removed, IReadOnlyList<Meeting> Changed)
{
    /// <summary>Nothing to do.</summary>
    public static readonly PlanningOutcome None = new([], [], []);

    /// <summary>Whether everything stands as planned.</summary>
    public bool IsNothing => Added.Count + Removed.Count + Changed.Count == 0;
}

/// <summary>
/// Brings meetings in line with a plan, and does nothing the second time.
/// <para>A weekly hour comes once a week, so a track's meeting is known by its week, on whatever day it stands: when the weekly hour moves
/// from Saturday to Sunday, the meeting of each week to come moves along and keeps its number, its calendar name and its talks.
/// If this week's new day is past, or this week's meeting was held, the new hour begins next week.</para>
/// <para>What has begun never changes, be it that its room was opened some minutes before its hour, and what was moved or cancelled alone stays as people left it. A day that is skipped takes
/// its meeting away, or cancels it with the reason if somebody shares at it. A meeting that the plan does not ask for at all (its
/// topic was closed or ends sooner, its track has no hour any more) goes too, unless somebody shares at it: nobody's given date is
/// taken away in silence.</para>
/// <para>The past is filled once only: a topic that is entered with a first day gone by gets the meetings since then when it is planned
/// for the first time.</para>
/// </summary>
public sealed class MeetingReconciliation
{
    private readonly Instant _now;
    private readonly IReadOnlySet<int> _opened;
    private readonly List<Meeting> _existing;
    private readonly ILookup<(int Track, LocalDate Week), Meeting> _byWeek;
    private readonly HashSet<(int Topic, int Track)> _begun;
    private readonly HashSet<Meeting> _asked = [];
    private readonly List<Meeting> _added = [];
    private readonly List<Meeting> _removed = [];
    private readonly List<Meeting> _changed = [];

    private MeetingReconciliation(IEnumerable<Meeting> existing, IReadOnlySet<int> opened, Instant now)
    {
        (_now, _opened) = (now, opened);
        _existing = [.. existing.OrderBy(meeting => meeting.Id)];
        _byWeek = _existing.ToLookup(meeting => (meeting.TrackId, SlotOccurrence.WeekOf(meeting.PlannedOn)));
        _begun = _existing.Select(meeting => (meeting.TopicId, meeting.TrackId)).ToHashSet();
    }

    /// <summary>Changes the existing meetings, and says which to add and to remove.</summary>
    /// <param name="plan">The days asked for; see <see cref="MeetingPlan"/>.</param>
    /// <param name="existing">With their talks: all of the plan's topics, all in the plan's weeks and all to come.</param>
    /// <param name="now">The present.</param>
    /// <param name="opened">The database numbers of those whose rooms were opened; none unless said.</param>
    public static PlanningOutcome Of(IEnumerable<PlannedDay> plan, IEnumerable<Meeting> existing, Instant now, IReadOnlySet<int>? opened = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var work = new MeetingReconciliation(existing, opened ?? new HashSet<int>(), now);
        foreach (var day in plan)
            work.Settle(day);
        work.RemoveUnasked();
        return new PlanningOutcome(work._added, work._removed, work._changed);
    }

    private void Settle(PlannedDay day)
    {
        if (MeetingFor(day) is not { } meeting)
            Add(day);
        else if (!Follows(meeting))
            return;
        else if (day.Skipped is { } skipped)
            Skip(meeting, skipped.Reason);
        else
            Follow(meeting, day);
    }

    private Meeting? MeetingFor(PlannedDay day) => _byWeek[(day.TrackId, day.Occurrence.Week)]
        .OrderByDescending(meeting => meeting.PlannedOn == day.Occurrence.Date)
        .ThenByDescending(meeting => meeting.Talks.Count > 0)
        .FirstOrDefault();

    private bool Follows(Meeting meeting) => meeting.FollowsPlan(_now, _opened.Contains(meeting.Id));

    private void Add(PlannedDay day)
    {
        var (occurrence, topic) = (day.Occurrence, day.Topic);
        var enteredLate = topic.Starts is not null && !_begun.Contains((topic.Id, day.TrackId));
        if (day.Skipped is null && (occurrence.StartsAt > _now || enteredLate))
            _added.Add(new Meeting(topic.Id, day.TrackId, occurrence.Date, occurrence.StartsAt, occurrence.Minutes, _now));
    }

    private void Skip(Meeting meeting, string? reason)
    {
        // Without talks it is removed with all that nobody asks for.
        if (meeting.Talks.Count == 0)
            return;
        meeting.Cancel(reason, _now);
        _changed.Add(meeting);
    }

    private void Follow(Meeting meeting, PlannedDay day)
    {
        _asked.Add(meeting);
        var moved = day.Occurrence.StartsAt > _now && meeting.FollowSlot(day.Occurrence, _now);
        var passed = meeting.Talks.Count == 0 && meeting.PassTo(day.Topic.Id, _now);
        if (moved || passed)
            _changed.Add(meeting);
    }

    private void RemoveUnasked() =>
        _removed.AddRange(_existing.Where(meeting => Follows(meeting) && meeting.Talks.Count == 0 && !_asked.Contains(meeting)));
}
