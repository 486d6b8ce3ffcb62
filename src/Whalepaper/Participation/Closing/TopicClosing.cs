using System.Text.Json;
using NodaTime;
using Whalepaper.Participation.Policy;
using Whalepaper.Topics;

namespace Whalepaper.Participation.Closing;

/// <summary>How far a closing is. The numbers are kept in databases.</summary>
public enum ClosingState
{
    /// <summary>What everybody did stands still, and who was low is listed. Nobody was told yet.</summary>
    Frozen = 0,

    /// <summary>Those who were low were told, may object, and are decided about one by one.</summary>
    Told = 1,

    /// <summary>What was decided is done.</summary>
    Executed = 2,

    /// <summary>The topic's archive is published: the end.</summary>
    Published = 3,

    /// <summary>What was done is undone.</summary>
    Undone = 4,

    /// <summary>It was called off before anything was done.</summary>
    CalledOff = 5,
}

/// <summary>
/// The end of a topic (期末结算): its steps are records, each one transaction with who took it and when, so that whoever comes back after a crash, or presses at the same moment as somebody
/// else, finds it where it stands. A topic has one that runs at most; the database holds that.
/// </summary>
public sealed class TopicClosing
{
    private TopicClosing()
    {
    }

    /// <summary>Freezes what was done: the first step.</summary>
    /// <param name="topic">The topic; it is over with this, if it was not before.</param>
    /// <param name="policy">By what its members are measured.</param>
    /// <param name="byId">Who does it: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">The topic was never opened.</exception>
    public TopicClosing(Topic topic, ParticipationPolicy policy, int byId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(policy);
        if (topic.State is TopicState.Planned)
            throw new InvalidOperationException("What has not begun is not closed.");
        (TopicId, RunsFor, FrozenById, FrozenAt) = (topic.Id, topic.Id, byId, at);
        Policy = JsonSerializer.Serialize(policy);
        EndedTopic = topic.State is TopicState.Running;
        topic.Close(at);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The topic, while it runs or led to its end; null once it was called off or undone. It is unique, and so no topic has two.</summary>
    public int? RunsFor { get; private set; }

    /// <summary>How far it is.</summary>
    public ClosingState State { get; private set; }

    /// <summary>By what its members were measured, as it was then: JSON of <see cref="ParticipationPolicy"/>.</summary>
    public string Policy { get; private set; } = "";

    /// <summary>How many members were measured.</summary>
    public int Measured { get; private set; }

    /// <summary>Whether the topic still ran, and ended with it.</summary>
    public bool EndedTopic { get; private set; }

    /// <summary>When everything was frozen.</summary>
    public Instant FrozenAt { get; private set; }

    /// <summary>Who froze it: their database number.</summary>
    public int FrozenById { get; private set; }

    /// <summary>When those who were low were told; null before.</summary>
    public Instant? ToldAt { get; private set; }

    /// <summary>Who told them: their database number.</summary>
    public int? ToldById { get; private set; }

    /// <summary>Until when they may object, and nobody is decided against; null before they are told.</summary>
    public Instant? ObjectUntil { get; private set; }

    /// <summary>When what was decided was done; null before.</summary>
    public Instant? ExecutedAt { get; private set; }

    /// <summary>Who did it: their database number.</summary>
    public int? ExecutedById { get; private set; }

    /// <summary>Until when it can be undone; null before it is done.</summary>
    public Instant? UndoUntil { get; private set; }

    /// <summary>When the archive was published; null before.</summary>
    public Instant? PublishedAt { get; private set; }

    /// <summary>Who published it: their database number.</summary>
    public int? PublishedById { get; private set; }

    /// <summary>When it was called off or undone; null unless it was.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>Who called it off or undid it: their database number.</summary>
    public int? EndedById { get; private set; }

    /// <summary>Counts changes: of two who take the same step at once, one does.</summary>
    public int Version { get; private set; }

    /// <summary>Whether it still leads somewhere.</summary>
    public bool Runs => State < ClosingState.Published;

    /// <summary>By what its members were measured.</summary>
    public ParticipationPolicy Measure() => JsonSerializer.Deserialize<ParticipationPolicy>(Policy)!;

    /// <summary>Whether what is decided in a case is not for a reader: whom it is about learns it once it is carried out, office or not.</summary>
    /// <param name="one">The case.</param>
    /// <param name="readerId">Who reads: their database number.</param>
    public bool IsHiddenFrom(ClosingCase one, int? readerId)
    {
        ArgumentNullException.ThrowIfNull(one);
        return ExecutedAt is null && one.MemberId == readerId;
    }

    /// <summary>Whether those who were low may still object.</summary>
    public bool MayObject(Instant now) => State is ClosingState.Told && now < ObjectUntil;

    /// <summary>Whether what was done can still be undone.</summary>
    public bool MayUndo(Instant now) => State is ClosingState.Executed && now < UndoUntil;

    /// <summary>Notes how many were measured.</summary>
    public void Count(int measured) => Measured = measured;

    /// <summary>Tells those who were low.</summary>
    /// <param name="byId">Who does: their database number.</param>
    /// <param name="days">In how many days they may object; at least 1.</param>
    /// <param name="at">When.</param>
    public void Tell(int byId, int days, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        Must(State is ClosingState.Frozen);
        (State, ToldAt, ToldById, ObjectUntil) = (ClosingState.Told, at, byId, at + Duration.FromDays(days));
    }

    /// <summary>Whether what was decided can be done by now: the days to object are over.</summary>
    public bool MayExecute(Instant now) => State is ClosingState.Told && now >= ObjectUntil;

    /// <summary>Does what was decided.</summary>
    /// <param name="byId">Who does: their database number.</param>
    /// <param name="days">In how many days it can be undone; at least 0.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">They may still object, or it is not that far, or farther.</exception>
    public void Execute(int byId, int days, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        Must(MayExecute(at));
        (State, ExecutedAt, ExecutedById, UndoUntil) = (ClosingState.Executed, at, byId, at + Duration.FromDays(days));
    }

    /// <summary>Undoes what was done.</summary>
    /// <exception cref="InvalidOperationException">It was not done, or too long ago.</exception>
    public void Undo(int byId, Instant at)
    {
        Must(MayUndo(at));
        EndAs(ClosingState.Undone, byId, at);
    }

    /// <summary>Whether the topic's archive can be published by now: what was done can be undone no more; or nobody was low, and there is nothing to tell, to decide or to undo.</summary>
    /// <param name="low">How many were low.</param>
    /// <param name="now">The present.</param>
    public bool MayPublish(int low, Instant now) => low == 0 ? Runs && RunsFor is not null : State is ClosingState.Executed && !MayUndo(now);

    /// <summary>Publishes the topic's archive.</summary>
    /// <param name="low">How many were low.</param>
    /// <param name="byId">Who does: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">Somebody was low, and it was not done, or can still be undone.</exception>
    public void Publish(int low, int byId, Instant at)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(low);
        Must(MayPublish(low, at));
        (State, PublishedAt, PublishedById) = (ClosingState.Published, at, byId);
    }

    /// <summary>Calls it off: nothing was done yet. A topic that ended with it goes on.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="byId">Who does: their database number.</param>
    /// <param name="at">When.</param>
    public void CallOff(Topic topic, int byId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Must(State is ClosingState.Frozen or ClosingState.Told);
        if (EndedTopic && topic.ClosedAt == FrozenAt)
            topic.Open(at);
        EndAs(ClosingState.CalledOff, byId, at);
    }

    private void EndAs(ClosingState state, int byId, Instant at) => (State, RunsFor, EndedAt, EndedById) = (state, null, at, byId);

    private void Must(bool isMet)
    {
        if (!isMet)
            throw new InvalidOperationException($"A closing that is {State} cannot do this.");
    }
}
