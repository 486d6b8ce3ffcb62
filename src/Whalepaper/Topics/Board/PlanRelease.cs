using NodaTime;
using Whalepaper.Members;

namespace Whalepaper.Topics.Board;

/// <summary>A plan that was published: numbered within its topic, with what it changed. Everybody may read it.</summary>
public sealed class PlanRelease
{
    /// <summary>The longest word with it, in UTF-16 units.</summary>
    public const int WordMaximum = 500;

    private readonly List<ReleaseChange> _changes = [];

    private PlanRelease()
    {
    }

    /// <summary>Publishes.</summary>
    /// <param name="topicId">The topic's database number.</param>
    /// <param name="number">The number within the topic, from 1: the database gives each once.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="word">A word with it.</param>
    /// <param name="at">When.</param>
    /// <param name="changes">What it changes; at least one.</param>
    public PlanRelease(int topicId, int number, Member by, string? word, Instant at, IEnumerable<ReleaseChange> changes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        TopicId = topicId;
        Number = number;
        By = by;
        Word = string.IsNullOrWhiteSpace(word) ? null : word.Trim();
        At = at;
        _changes.AddRange(changes);
        if (_changes.Count == 0)
            throw new ArgumentException("A release changes something.", nameof(changes));
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The number within the topic, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Who published it: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>Who published it; null where it was not loaded.</summary>
    public Member By { get; private set; } = null!;

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>A word with it.</summary>
    public string? Word { get; private set; }

    /// <summary>What it changed.</summary>
    public IReadOnlyList<ReleaseChange> Changes => _changes;
}

/// <summary>What a release did to a talk. The numbers are kept in databases.</summary>
public enum ReleaseChangeKind
{
    /// <summary>A paper that nobody had got a presenter and a date.</summary>
    Planned = 1,

    /// <summary>A talk got another date.</summary>
    Moved = 2,

    /// <summary>A talk without a date got one.</summary>
    Dated = 3,

    /// <summary>A talk lost its date.</summary>
    Undated = 4,
}

/// <summary>A line of a release's changelog.</summary>
public sealed class ReleaseChange
{
    private ReleaseChange()
    {
    }

    internal ReleaseChange(ReleaseChangeKind kind, int talkId, int paperId, Instant? fromAt, Instant? toAt, IEnumerable<int> presenters) =>
        (Kind, TalkId, PaperId, FromAt, ToAt, Presenters) = (kind, talkId, paperId, fromAt, toAt, [.. presenters]);

    /// <summary>The database's number; lines are told in its order.</summary>
    public int Id { get; private set; }

    /// <summary>The release's database number.</summary>
    public int ReleaseId { get; private set; }

    /// <summary>What was done.</summary>
    public ReleaseChangeKind Kind { get; private set; }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>The paper's database number.</summary>
    public int PaperId { get; private set; }

    /// <summary>The date before, as it was then; null if there was none.</summary>
    public Instant? FromAt { get; private set; }

    /// <summary>The date after, as it was then; null if there is none.</summary>
    public Instant? ToAt { get; private set; }

    /// <summary>Who shares it: their database numbers. Names are asked for when it is shown, for people may change or take back theirs.</summary>
    public List<int> Presenters { get; private set; } = [];
}
