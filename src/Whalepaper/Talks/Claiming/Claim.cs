using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Topics;

namespace Whalepaper.Talks.Claiming;

/// <summary>What stands against a claim.</summary>
public enum Obstacle
{
    /// <summary>The topic is not running.</summary>
    NotRunning,

    /// <summary>Somebody has the paper already.</summary>
    Taken,

    /// <summary>The meeting is of another list.</summary>
    Elsewhere,

    /// <summary>The meeting began, or is cancelled.</summary>
    NoMeeting,

    /// <summary>All seats of the meeting are taken.</summary>
    Full,

    /// <summary>The track is not open to who is no inner member.</summary>
    NotOpen,

    /// <summary>Somebody has as many talks in the topic as one may have.</summary>
    TooMany,

    /// <summary>Somebody shares at another meeting at the same hour.</summary>
    AtOnce,

    /// <summary>Somebody shares at another meeting right before or after: a warning.</summary>
    Close,

    /// <summary>Somebody said that they cannot on that day: a warning.</summary>
    Away,
}

/// <summary>An obstacle, and whom it concerns.</summary>
/// <param name="What">What it is.</param>
/// <param name="Who">Whom it concerns; null for paper and meeting.</param>
public sealed record Objection(Obstacle What, Member? Who = null)
{
    /// <summary>Whether it only warns: who knows it may claim all the same.</summary>
    public bool IsWarning => What is Obstacle.Close or Obstacle.Away;
}

/// <summary>What is known when somebody claims.</summary>
/// <param name="IsTaken">Whether a talk holds the entry.</param>
/// <param name="Seats">The seats of the meeting that are taken.</param>
/// <param name="Capacity">How many seats a meeting has.</param>
/// <param name="Most">How many talks one may have in a topic.</param>
/// <param name="Engagements">The talks of the presenters, given and to come.</param>
/// <param name="Away">The days on which the presenters cannot.</param>
public sealed record ClaimFacts(bool IsTaken, IReadOnlyList<int> Seats, int Capacity, int Most, IReadOnlyList<Engagement> Engagements, IReadOnlyList<AwayDays> Away)
{
    /// <summary>The first free seat; null if there is none.</summary>
    public int? FreeSeat => Enumerable.Range(0, Capacity).Where(seat => !Seats.Contains(seat)).Select(seat => (int?)seat).FirstOrDefault();
}

/// <summary>A paper and a date that somebody wants to take, in one step.</summary>
/// <param name="Entry">The entry, with its list, topic and track.</param>
/// <param name="Meeting">The meeting.</param>
/// <param name="Presenters">Who would share it, the claimer first.</param>
public sealed record Claim(ReadingListEntry Entry, Meeting Meeting, IReadOnlyList<Member> Presenters)
{
    /// <summary>Whether the committee has to say its word: who claims it is not of the inner group, whomever they name beside themselves, and unasked.</summary>
    public bool NeedsWord => Presenters[0].Standing is not Standing.Inner;

    /// <summary>All that stands against it; nothing if it can be had.</summary>
    /// <param name="facts">What is known.</param>
    /// <param name="day">The day of the meeting in the group's zone.</param>
    /// <param name="now">The present.</param>
    public IEnumerable<Objection> Against(ClaimFacts facts, LocalDate day, Instant now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        if (Entry.List.Topic.State is not TopicState.Running)
            yield return new Objection(Obstacle.NotRunning);
        if (facts.IsTaken)
            yield return new Objection(Obstacle.Taken);
        if (Meeting.TopicId != Entry.TopicId || Meeting.TrackId != Entry.TrackId)
            yield return new Objection(Obstacle.Elsewhere);
        else if (Meeting.StartsAt <= now || Meeting.CancelledAt is not null)
            yield return new Objection(Obstacle.NoMeeting);
        else if (facts.FreeSeat is null)
            yield return new Objection(Obstacle.Full);
        foreach (var objection in Presenters.SelectMany(member => Against(member, facts, day)))
            yield return objection;
    }

    /// <summary>Makes the talk: the claim is granted by whoever saves it first.</summary>
    public Talk Grant(ClaimFacts facts, Instant now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var talk = new Talk(Entry, Presenters, now, Presenters[0], NeedsWord);
        talk.ScheduleAt(Meeting, facts.FreeSeat ?? throw new InvalidOperationException("The meeting has no free seat."), now);
        foreach (var member in Presenters)
            member.TakeTurn();
        return talk;
    }

    private IEnumerable<Objection> Against(Member member, ClaimFacts facts, LocalDate day)
    {
        if (!member.CanShareIn(Entry.List.Track.IsOpen))
            yield return new Objection(Obstacle.NotOpen, member);
        foreach (var objection in Engaged(member, Entry.TopicId, Meeting, day, facts))
            yield return objection;
    }

    /// <summary>What stands against somebody's sharing at a meeting, whatever the paper.</summary>
    /// <param name="member">Who.</param>
    /// <param name="topicId">In which topic the talk counts; null if it counts already.</param>
    /// <param name="meeting">The meeting; null while there is no date.</param>
    /// <param name="day">Its day in the group's zone.</param>
    /// <param name="facts">What is known.</param>
    public static IEnumerable<Objection> Engaged(Member member, int? topicId, Meeting? meeting, LocalDate day, ClaimFacts facts)
    {
        ArgumentNullException.ThrowIfNull(member);
        ArgumentNullException.ThrowIfNull(facts);
        var own = facts.Engagements.Where(engagement => engagement.MemberId == member.Id).ToList();
        if (topicId is not null && own.Count(engagement => engagement.TopicId == topicId) >= facts.Most)
            yield return new Objection(Obstacle.TooMany, member);
        if (meeting is null)
            yield break;
        var nearest = own.Select(engagement => engagement.To(meeting)).DefaultIfEmpty(Nearness.Apart).Max();
        if (nearest is Nearness.AtOnce)
            yield return new Objection(Obstacle.AtOnce, member);
        else if (nearest is Nearness.Close)
            yield return new Objection(Obstacle.Close, member);
        if (facts.Away.Any(days => days.MemberId == member.Id && days.Covers(day)))
            yield return new Objection(Obstacle.Away, member);
    }
}
