using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Participation.Policy;
using Whalepaper.Talks;

namespace Whalepaper.Participation.Measuring;

/// <summary>Somebody who is measured.</summary>
/// <param name="Id">Their database number.</param>
/// <param name="Handle">Their name in addresses.</param>
/// <param name="Name">What the group calls them.</param>
/// <param name="Role">Their role.</param>
/// <param name="Since">When they joined the inner group.</param>
internal sealed record RollPerson(int Id, string Handle, string Name, Role Role, Instant? Since);

/// <summary>What is known of everybody in some topics.</summary>
internal sealed class RollFacts
{
    private readonly Dictionary<(int Topic, int Member), Deeds> _deeds = [];
    private FollowedTimes _follows = null!;
    private Dictionary<(int Member, int Place), string> _waivers = null!;
    private Dictionary<(int Topic, int Member), Instant> _warned = [];
    private HashSet<(int Closing, int Member)> _low = [];

    /// <summary>All who are measured, in the order in which they came.</summary>
    public List<RollPerson> People { get; private set; } = [];

    /// <summary>Reads what is known of some hundred.</summary>
    /// <param name="db">The data.</param>
    /// <param name="frames">The topics.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="span">Behind whom, by their database number, and how many at most; null for these below.</param>
    /// <param name="some">Their database numbers; who of them is not measured is left out.</param>
    public static async Task<RollFacts> ReadAsync(WhalepaperDb db, TopicFrames frames, CancellationToken cancellation, (int After, int Most)? span = null, int[]? some = null)
    {
        var facts = new RollFacts();
        var people = db.Members.AsNoTracking().Measured();
        if (some is not null)
            people = people.Where(m => EF.Parameter(some).Contains(m.Id));
        var asked = span is var (after, most) ? people.Where(m => m.Id > after).OrderBy(m => m.Id).Take(most) : people.OrderBy(m => m.Id);
        facts.People = await asked.Select(m => new RollPerson(m.Id, m.Handle, m.Name, m.Role, m.StandingSince)).ToListAsync(cancellation);
        if (facts.People.Count == 0)
            return facts;
        // From here on by their bounds. Each question goes from the members to what is theirs ("from member from other where"): of a join SQLite's planner would choose the order, and without
        // statistics begin with all that was ever written down of a topic or kind, for each stretch anew. Written like this it is a cross join, whose order it keeps.
        var (first, last) = (facts.People[0].Id, facts.People[^1].Id);
        people = people.Where(m => m.Id >= first && m.Id <= last);
        int[] topics = [.. frames.All.Select(frame => frame.Id)];
        facts._follows = await FollowedTimes.ReadAsync(db, people, cancellation);
        facts._warned = (await (from member in people from warning in db.MeterWarnings where warning.MemberId == member.Id && EF.Parameter(topics).Contains(warning.TopicId) select new { warning.TopicId, warning.MemberId, warning.At })
            .ToListAsync(cancellation)).ToDictionary(w => (w.TopicId, w.MemberId), w => w.At);
        await facts.AddAsync(db, frames, topics, people, cancellation);
        return facts;
    }

    /// <summary>The same of one who is measured and at hand, with the tracks that they follow: whether they were warned is not asked.</summary>
    public static async Task<RollFacts> ReadAsync(WhalepaperDb db, TopicFrames frames, Member member, CancellationToken cancellation)
    {
        var id = member.Id;
        var facts = new RollFacts { People = [new(id, member.Handle, member.Name, member.Role, member.StandingSince)], _follows = await FollowedTimes.ReadAsync(db, member, cancellation) };
        await facts.AddAsync(db, frames, [.. frames.All.Select(frame => frame.Id)], db.Members.Where(m => m.Id == id), cancellation);
        return facts;
    }

    /// <summary>What somebody did until now, at the meetings that were theirs.</summary>
    public TakingPart Done(RollPerson person, TopicFrame frame)
    {
        var (own, deeds) = (new OwnMeetings(_follows, frame, person.Id, person.Since), _deeds.GetValueOrDefault((frame.Id, person.Id)));
        var held = frame.Held.Count(own.Includes);
        if (deeds is null)
            return new(0, held, 0, 0);
        var attended = Math.Min(own.Always is { } tracks ? tracks.Sum(track => deeds.Attended.GetValueOrDefault(track)) : frame.Held.Count(meeting => deeds.There.Contains(meeting.Id) && own.Includes(meeting)), held);
        var excused = Math.Min(frame.Held.Count(meeting => deeds.Excused.Contains(meeting.Id) && own.Includes(meeting)), held - attended);
        var late = Math.Min(frame.Held.Count(meeting => deeds.Late.Contains(meeting.Id) && !deeds.Excused.Contains(meeting.Id) && own.Includes(meeting)), held - attended - excused);
        return new(deeds.Given, held, attended, excused, late);
    }

    /// <summary>What they can still do: the meetings left in their tracks, the talks they have planned, and as many free dates as they may take.</summary>
    public Ahead Ahead(RollPerson person, TopicFrame frame)
    {
        var (own, deeds) = (new OwnMeetings(_follows, frame, person.Id, null), _deeds.GetValueOrDefault((frame.Id, person.Id)));
        var left = frame.Left.Where(own.Includes).ToList();
        var (given, planned) = (deeds?.Given ?? 0, deeds?.Planned ?? 0);
        return new(left.Count, planned + Math.Clamp(frame.MostTalks - given - planned, 0, frame.FreeDates), deeds is null ? 0 : left.Count(meeting => deeds.Excused.Contains(meeting.Id)));
    }

    public string? Locked(RollPerson person) => _waivers.GetValueOrDefault((person.Id, Waiver.PlaceOf(null)));

    public string? Excepted(RollPerson person, TopicFrame frame) => _waivers.GetValueOrDefault((person.Id, Waiver.PlaceOf(frame.Id)));

    public Instant? WarnedAt(RollPerson person, TopicFrame frame) => _warned.TryGetValue((frame.Id, person.Id), out var at) ? at : null;

    /// <summary>Whether the closing that was carried out found them low.</summary>
    public bool WasLow(RollPerson person, TopicFrame frame) => frame.ClosingId is { } closing && _low.Contains((closing, person.Id));

    // What was waived for them, and what they did.
    private async Task AddAsync(WhalepaperDb db, TopicFrames frames, int[] topics, IQueryable<Member> people, CancellationToken cancellation)
    {
        _waivers = (await (from member in people from waiver in db.Waivers where waiver.MemberId == member.Id && (waiver.TopicId == null || EF.Parameter(topics).Contains(waiver.TopicId.Value)) select new { waiver.MemberId, waiver.Place, waiver.Reason })
            .ToListAsync(cancellation)).ToDictionary(w => (w.MemberId, w.Place), w => w.Reason);
        int[] closings = [.. frames.All.Select(frame => frame.ClosingId).OfType<int>()];
        if (closings.Length > 0)
            _low = [.. (await (from member in people from one in db.ClosingCases where one.MemberId == member.Id && EF.Parameter(closings).Contains(one.ClosingId) && one.Kind == VerdictKind.Low select new { one.ClosingId, one.MemberId })
                .ToListAsync(cancellation)).Select(one => (one.ClosingId, one.MemberId))];
        await TalksAsync(db, topics, people, cancellation);
        await AttendedAsync(db, frames, topics, people, cancellation);
        await ExcusedAsync(db, frames, people, cancellation);
    }

    // Talks of which only an archive tells count here too: nobody is low because a group came to this program late.
    private async Task TalksAsync(WhalepaperDb db, int[] topics, IQueryable<Member> people, CancellationToken cancellation)
    {
        var ahead = db.Talks.Living().Ahead();
        var counted = await (from member in people
                             from presenter in db.TalkPresenters
                             from talk in db.Talks
                             where presenter.MemberId == member.Id && talk.Id == presenter.TalkId && EF.Parameter(topics).Contains(talk.TopicId) && (talk.State == TalkState.Given || ahead.Any(planned => planned.Id == talk.Id))
                             group talk by new { talk.TopicId, MemberId = member.Id, IsGiven = talk.State == TalkState.Given } into talks
                             select new { talks.Key.TopicId, talks.Key.MemberId, talks.Key.IsGiven, Count = talks.Count() }).ToListAsync(cancellation);
        foreach (var one in counted)
        {
            var deeds = Of(one.TopicId, one.MemberId);
            if (one.IsGiven)
                deeds.Given = one.Count;
            else
                deeds.Planned = one.Count;
        }
    }

    private async Task AttendedAsync(WhalepaperDb db, TopicFrames frames, int[] topics, IQueryable<Member> people, CancellationToken cancellation)
    {
        int[] held = [.. frames.All.SelectMany(frame => frame.Held).Select(meeting => meeting.Id)];
        // The bounds once more, for PostgreSQL: it does not conclude from the members' to the ledger's, and would go through all of it for each stretch as long as that is not too large.
        var (first, last) = (People[0].Id, People[^1].Id);
        var attended = await (from member in people
                              from entry in db.Ledger
                              where entry.MemberId == member.Id && entry.MemberId >= first && entry.MemberId <= last && EF.Parameter(topics).Contains(entry.TopicId) && entry.Kind == LedgerKind.Attended && entry.MeetingId != null && EF.Parameter(held).Contains(entry.MeetingId.Value)
                                  && (member.StandingSince == null || entry.At >= member.StandingSince)
                              group entry by new { entry.TopicId, entry.MemberId, entry.TrackId } into entries
                              select new { entries.Key.TopicId, entries.Key.MemberId, entries.Key.TrackId, Count = entries.Count() }).ToListAsync(cancellation);
        attended.ForEach(one => Of(one.TopicId, one.MemberId).Attended[one.TrackId] = one.Count);
        // Of the few who followed now this and now that, it matters which meetings they were.
        int[] changing = [.. People.Where(person => frames.All.Any(frame => _follows.Changes(person.Id, frame))).Select(person => person.Id)];
        if (changing.Length == 0)
            return;
        var there = await db.Ledger.Where(entry => EF.Parameter(changing).Contains(entry.MemberId) && EF.Parameter(topics).Contains(entry.TopicId) && entry.Kind == LedgerKind.Attended && entry.MeetingId != null && EF.Parameter(held).Contains(entry.MeetingId.Value))
            .Select(entry => new { entry.TopicId, entry.MemberId, Meeting = entry.MeetingId!.Value }).ToListAsync(cancellation);
        there.ForEach(one => Of(one.TopicId, one.MemberId).There.Add(one.Meeting));
    }

    private async Task ExcusedAsync(WhalepaperDb db, TopicFrames frames, IQueryable<Member> people, CancellationToken cancellation)
    {
        var meetings = frames.All.SelectMany(frame => frame.Held.Concat(frame.Left).Select(meeting => (frame.Id, Meeting: meeting))).ToDictionary(one => one.Meeting.Id, one => (Topic: one.Id, one.Meeting));
        foreach (var (meeting, member, counts) in await ExcusedDates.ReadAsync(db, [.. meetings.Values.Select(one => one.Meeting)], people, cancellation))
        {
            var deeds = Of(meetings[meeting].Topic, member);
            (counts ? deeds.Excused : deeds.Late).Add(meeting);
        }
    }

    private Deeds Of(int topic, int member)
    {
        if (!_deeds.TryGetValue((topic, member), out var deeds))
            _deeds.Add((topic, member), deeds = new Deeds());
        return deeds;
    }

    /// <summary>What somebody did in a topic.</summary>
    private sealed class Deeds
    {
        private HashSet<int>? _excused;
        private HashSet<int>? _late;
        private HashSet<int>? _there;

        public int Given { get; set; }

        public int Planned { get; set; }

        /// <summary>Meetings attended, by track.</summary>
        public Dictionary<int, int> Attended { get; } = [];

        /// <summary>The meetings attended, one by one; only of whoever changed what they follow.</summary>
        public HashSet<int> There => _there ??= [];

        /// <summary>Meetings for which they are excused, and to which they did not come.</summary>
        public HashSet<int> Excused => _excused ??= [];

        /// <summary>Meetings for which they said a word too late, and to which they did not come.</summary>
        public HashSet<int> Late => _late ??= [];
    }
}
