using NodaTime;
using Whalepaper.Members;
using Whalepaper.Papers;

namespace Whalepaper.Topics.Proposals;

/// <summary>A member's wish that a paper be put on a reading list; the committee decides.</summary>
public sealed class Proposal
{
    /// <summary>The longest word why, or back from the committee, in UTF-16 units.</summary>
    public const int WordMaximum = 500;

    private Proposal()
    {
    }

    /// <summary>Proposes a paper.</summary>
    /// <param name="list">For whose list.</param>
    /// <param name="paper">What is to be read.</param>
    /// <param name="by">Who proposes.</param>
    /// <param name="why">Why it is worth an hour; may be empty.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">The topic is over.</exception>
    public Proposal(TopicTrack list, Paper paper, Member by, string? why, Instant at)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (list.Topic.State == TopicState.Closed)
            throw new InvalidOperationException("Nothing is added to a topic that is over.");
        List = list;
        TopicId = list.TopicId;
        TrackId = list.TrackId;
        Paper = paper;
        By = by;
        Why = Word(why);
        At = at;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The track's database number.</summary>
    public int TrackId { get; private set; }

    /// <summary>For whose list; null where it was not loaded.</summary>
    public TopicTrack List { get; private set; } = null!;

    /// <summary>The paper's database number.</summary>
    public int PaperId { get; private set; }

    /// <summary>What is to be read; null where it was not loaded.</summary>
    public Paper Paper { get; private set; } = null!;

    /// <summary>Who proposes: their number.</summary>
    public int ById { get; private set; }

    /// <summary>Who proposes; null where it was not loaded.</summary>
    public Member By { get; private set; } = null!;

    /// <summary>Why it is worth an hour.</summary>
    public string? Why { get; private set; }

    /// <summary>When it was proposed.</summary>
    public Instant At { get; private set; }

    /// <summary>How it ended; null while it waits.</summary>
    public ProposalEnd? End { get; private set; }

    /// <summary>When it ended.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>Who ended it: a committee member, or who proposed.</summary>
    public int? EndedById { get; private set; }

    /// <summary>The committee's word to who proposed.</summary>
    public string? Answer { get; private set; }

    /// <summary>Counts changes: of two who decide at once, one is too late.</summary>
    public int Version { get; private set; }

    /// <summary>Accepts it: the paper stands on the list.</summary>
    /// <param name="position">Its place there, from 0.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It was decided already, or the topic is over.</exception>
    public ReadingListEntry Accept(int position, Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (List.Topic.State == TopicState.Closed)
            throw new InvalidOperationException("Nothing is added to a topic that is over.");
        EndAs(ProposalEnd.Accepted, by.Id, at);
        return new ReadingListEntry(List, Paper, position, at);
    }

    /// <summary>Declines it, with a word.</summary>
    /// <exception cref="InvalidOperationException">It was decided already.</exception>
    public void Decline(string? answer, Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(by);
        EndAs(ProposalEnd.Declined, by.Id, at);
        Answer = Word(answer);
    }

    /// <summary>Takes it back.</summary>
    /// <exception cref="InvalidOperationException">It was decided already.</exception>
    public void Withdraw(Instant at) => EndAs(ProposalEnd.Withdrawn, ById, at);

    private static string? Word(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private void EndAs(ProposalEnd end, int byId, Instant at)
    {
        if (End is not null)
            throw new InvalidOperationException("This proposal was decided already.");
        End = end;
        EndedAt = at;
        EndedById = byId;
    }
}

/// <summary>How a proposal ended.</summary>
public enum ProposalEnd
{
    /// <summary>The committee put it on the list.</summary>
    Accepted = 1,

    /// <summary>The committee said no.</summary>
    Declined = 2,

    /// <summary>Who proposed took it back.</summary>
    Withdrawn = 3,
}
