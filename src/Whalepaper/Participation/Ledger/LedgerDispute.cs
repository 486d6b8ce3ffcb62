using NodaTime;

namespace Whalepaper.Participation.Ledger;

/// <summary>What the committee says to a dispute. The numbers are kept in databases.</summary>
public enum DisputeOutcome
{
    /// <summary>The ledger stands as it is.</summary>
    Upheld = 1,

    /// <summary>The ledger was changed.</summary>
    Changed = 2,
}

/// <summary>A member says that an entry of their ledger is wrong, or that one is missing; the committee answers, in words.</summary>
public sealed class LedgerDispute
{
    /// <summary>The longest words of either side, in UTF-16 units.</summary>
    public const int WordsMaximum = 2000;

    /// <summary>How many disputes of one member can be open at a time.</summary>
    public const int MostOpen = 10;

    private LedgerDispute()
    {
    }

    /// <summary>Disputes.</summary>
    /// <param name="memberId">Who: their database number.</param>
    /// <param name="topicId">In which topic: its database number.</param>
    /// <param name="entry">The entry; null where one is missing.</param>
    /// <param name="words">What is wrong.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">The entry is somebody else's, or of another topic.</exception>
    public LedgerDispute(int memberId, int topicId, LedgerEntry? entry, string words, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(words);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(words.Length, WordsMaximum, nameof(words));
        if (entry is not null && (entry.MemberId != memberId || entry.TopicId != topicId))
            throw new InvalidOperationException("One disputes one's own entries.");
        (MemberId, TopicId, Words, At) = (memberId, topicId, words.Trim(), at);
        (EntryId, OpenFor, Kind, ManualEntryId) = (entry?.Id, entry?.Id, entry?.Kind, entry?.ManualEntryId);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>Who disputes: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>In which topic: its database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>Which entry; null where one is missing, or it is gone by now.</summary>
    public int? EntryId { get; private set; }

    /// <summary>The entry, while the dispute is open. It is unique: an entry is disputed once at a time.</summary>
    public int? OpenFor { get; private set; }

    /// <summary>What the entry counted; null where one is missing.</summary>
    public LedgerKind? Kind { get; private set; }

    /// <summary>The committee's own entry that is disputed; null where it is another.</summary>
    public int? ManualEntryId { get; private set; }

    /// <summary>What is wrong, in the member's words; null once they left.</summary>
    public string? Words { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>What the committee said; null while it is open.</summary>
    public DisputeOutcome? Outcome { get; private set; }

    /// <summary>The committee's words.</summary>
    public string? Answer { get; private set; }

    /// <summary>Who answered: their database number.</summary>
    public int? AnsweredById { get; private set; }

    /// <summary>When it was answered; null while it is open.</summary>
    public Instant? AnsweredAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Whether it waits for an answer.</summary>
    public bool IsOpen => AnsweredAt is null;

    /// <summary>Whether somebody of the committee may answer: never who disputes, nor who wrote the entry.</summary>
    /// <param name="byId">Who would: their database number.</param>
    /// <param name="writtenById">Who wrote the committee's own entry that is disputed; null where it is another.</param>
    public bool CanBeAnsweredBy(int byId, int? writtenById) => byId != MemberId && byId != writtenById;

    /// <summary>Answers.</summary>
    /// <param name="outcome">What becomes of it.</param>
    /// <param name="answer">Why.</param>
    /// <param name="byId">Who answers: their database number.</param>
    /// <param name="writtenById">Who wrote the committee's own entry that is disputed; null where it is another.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It was answered before, or not by them.</exception>
    public void Reply(DisputeOutcome outcome, string answer, int byId, int? writtenById, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(answer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answer.Length, WordsMaximum, nameof(answer));
        if (!IsOpen || !CanBeAnsweredBy(byId, writtenById))
            throw new InvalidOperationException("It was answered, or is for others to answer.");
        (Outcome, Answer, AnsweredById, AnsweredAt, OpenFor) = (outcome, answer.Trim(), byId, at, null);
    }

    /// <summary>Forgets what was said, since the member left; what was open is so no longer.</summary>
    internal void Forget(Instant at)
    {
        (Words, Answer, OpenFor) = (null, null, null);
        AnsweredAt ??= at;
    }
}
