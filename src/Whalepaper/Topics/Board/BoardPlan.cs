using Whalepaper.Members;
using Whalepaper.Talks.Claiming;

namespace Whalepaper.Topics.Board;

/// <summary>
/// A topic's plan: what is real, with a draft laid over it. It judges what somebody means to do, and says what to note in the draft; it changes
/// nothing itself.
/// </summary>
public sealed class BoardPlan
{
    private readonly IReadOnlyDictionary<int, Intention> _intentions;
    private readonly Dictionary<int, Card> _cards;
    private readonly Dictionary<int, BoardMeeting> _meetings;
    private readonly Dictionary<int, BoardMember> _members;
    private readonly ILookup<int, Card> _byMember;
    private readonly ILookup<int, Card> _byMeeting;
    private readonly ILookup<int, AwayDays> _away;
    private readonly ILookup<int, Engagement> _elsewhere;

    /// <summary>Lays a draft over what is known.</summary>
    public BoardPlan(BoardFacts facts, IReadOnlyDictionary<int, Intention> intentions)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(intentions);
        (Facts, _intentions) = (facts, intentions);
        var talks = facts.Talks.ToDictionary(talk => talk.EntryId);
        _meetings = facts.Meetings.ToDictionary(meeting => meeting.Id);
        _members = facts.Members.ToDictionary(member => member.Id);
        _cards = facts.Entries.Select(entry => new Card(entry, talks.GetValueOrDefault(entry.Id), intentions.GetValueOrDefault(entry.Id))).ToDictionary(card => card.Entry.Id);
        Cards = [.. facts.Entries.Select(entry => _cards[entry.Id]).Where(card => card.IsThere)];
        _byMember = Cards.SelectMany(card => card.Presenters.Select(member => (member, card))).ToLookup(pair => pair.member, pair => pair.card);
        (_away, _elsewhere) = (facts.Away.ToLookup(days => days.MemberId), facts.Elsewhere.ToLookup(one => one.MemberId));
        _byMeeting = Cards.Where(card => card.MeetingId is not null).ToLookup(card => card.MeetingId!.Value);
    }

    /// <summary>What is known.</summary>
    public BoardFacts Facts { get; }

    /// <summary>What the draft means to do, by entry.</summary>
    public IReadOnlyDictionary<int, Intention> Meant => _intentions;

    /// <summary>What is or shall be shared, in the order of the lists.</summary>
    public IReadOnlyList<Card> Cards { get; }

    /// <summary>The entries that nobody has and nobody shall have.</summary>
    public IEnumerable<BoardEntry> Unclaimed => Facts.Entries.Where(entry => !_cards[entry.Id].IsThere && !Facts.Held.Contains(entry.Id));

    /// <summary>What the draft means to do that was drawn over something that is so no longer.</summary>
    public IEnumerable<Card> Adrift => _cards.Values.Where(card => card.Intention is not null && !card.Applies).OrderBy(card => card.Entry.Id);

    /// <summary>What stands at a meeting, in the order of the lists.</summary>
    public IEnumerable<Card> At(int meetingId) => _byMeeting[meetingId];

    /// <summary>What somebody shares or shall.</summary>
    public IEnumerable<Card> Of(int memberId) => _byMember[memberId];

    /// <summary>The card of an entry; null if there is no such entry.</summary>
    public Card? Card(int entryId) => _cards.GetValueOrDefault(entryId);

    /// <summary>A meeting of the topic; null if there is none.</summary>
    public BoardMeeting? Meeting(int? id) => id is { } number ? _meetings.GetValueOrDefault(number) : null;

    /// <summary>Somebody; null for nobody who shares or can.</summary>
    public BoardMember? Member(int id) => _members.GetValueOrDefault(id);

    /// <summary>Somebody by the name in the address of their page, or by a name that nobody else has; null if there is none.</summary>
    public BoardMember? Named(string name)
    {
        var people = Facts.Members.Where(member => string.Equals(member.Handle, name, StringComparison.Ordinal)).ToList();
        if (people.Count == 0)
            people = [.. Facts.Members.Where(member => string.Equals(Members.Member.RecognisedAs(member.Name), Members.Member.RecognisedAs(name), StringComparison.Ordinal))];
        return people is [var one] ? one : null;
    }

    /// <summary>Whether something can be planned for a meeting.</summary>
    public bool IsToCome(BoardMeeting meeting)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        return !meeting.IsCancelled && meeting.StartsAt > Facts.Now;
    }

    /// <summary>Whether the hour of a talk has come: then nothing of it is planned any more. A meeting that does not take place has none.</summary>
    public bool HasBegun(Card card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return card.IsOver || (Meeting(card.Talk?.MeetingId) is { IsCancelled: false } real && real.StartsAt <= Facts.Now);
    }

    /// <summary>The same with something else meant for some entries.</summary>
    public BoardPlan With(IReadOnlyDictionary<int, Intention?> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var meant = _intentions.Where(one => !changes.ContainsKey(one.Key)).ToDictionary();
        foreach (var (entry, intention) in changes.Where(change => change.Value is not null))
            meant[entry] = intention!;
        return new BoardPlan(Facts, meant);
    }

    /// <summary>Whether somebody may share at a track: of the inner group, or of the open one where the track is open.</summary>
    public bool MayShare(int memberId, int trackId) =>
        Member(memberId) is { CanShare: true } member && (member.Standing is Standing.Inner || (member.Standing is Standing.Open && Facts.Tracks.Any(track => track.Id == trackId && track.Track.IsOpen)));

    /// <summary>Whether somebody said that they cannot on the day of a meeting.</summary>
    public bool IsAway(int memberId, BoardMeeting meeting) => _away[memberId].Any(days => days.Covers(meeting.Day));

    /// <summary>What somebody shares so near a meeting that they would run into it, besides one card.</summary>
    /// <returns>The cards, or none for a talk of another topic; and how near each is.</returns>
    public IEnumerable<(Card? Other, Nearness How)> Near(int memberId, BoardMeeting meeting, int besides)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        foreach (var other in Of(memberId).Where(card => card.Entry.Id != besides && !card.IsOver))
        {
            if (Meeting(other.MeetingId) is { IsCancelled: false } there && Engagement.Between(meeting.StartsAt, meeting.EndsAt, there.StartsAt, there.EndsAt) is var how and not Nearness.Apart)
                yield return (other, how);
        }

        foreach (var elsewhere in _elsewhere[memberId].Where(one => one is { StartsAt: not null, EndsAt: not null }))
        {
            if (Engagement.Between(meeting.StartsAt, meeting.EndsAt, elsewhere.StartsAt!.Value, elsewhere.EndsAt!.Value) is var how and not Nearness.Apart)
                yield return (null, how);
        }
    }

    /// <summary>The nearest of that; see <see cref="Near"/>.</summary>
    public (Card? Other, Nearness How) Nearest(int memberId, BoardMeeting meeting, int besides) =>
        Near(memberId, meeting, besides).OrderByDescending(one => one.How).FirstOrDefault((null, Nearness.Apart));

    /// <summary>Who of a card's presenters is to share at two meetings at once.</summary>
    public IEnumerable<int> TornApart(int entryId) => Card(entryId) is { IsOver: false } card && Meeting(card.MeetingId) is { IsCancelled: false } meeting
        ? card.Presenters.Where(member => Nearest(member, meeting, entryId).How is Nearness.AtOnce)
        : [];
}
