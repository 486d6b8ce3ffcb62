using NodaTime;
using Whalepaper.Members;

namespace Whalepaper.Talks;

/// <summary>What can happen to a talk. The numbers are kept in databases.</summary>
public enum TalkStepKind
{
    /// <summary>Somebody asked for it who needs the committee's word.</summary>
    Asked = 1,

    /// <summary>Somebody claimed it.</summary>
    Claimed = 2,

    /// <summary>The committee gave its word.</summary>
    Accepted = 3,

    /// <summary>It got a date, or another one.</summary>
    Dated = 4,

    /// <summary>It lost its date.</summary>
    Undated = 5,

    /// <summary>A presenter said yes to the date.</summary>
    Confirmed = 6,

    /// <summary>Somebody shares it too from now on.</summary>
    Joined = 7,

    /// <summary>Somebody shares it no longer; others do.</summary>
    Left = 8,

    /// <summary>It went from one presenter to another.</summary>
    HandedOver = 9,

    /// <summary>Somebody moved up from the waiting list of its paper.</summary>
    MovedUp = 10,

    /// <summary>All parts are prepared.</summary>
    Prepared = 11,

    /// <summary>It was given.</summary>
    Given = 12,

    /// <summary>A presenter took it back.</summary>
    Withdrawn = 13,

    /// <summary>The committee called it off.</summary>
    Cancelled = 14,

    /// <summary>Nobody came to give it.</summary>
    Missed = 15,

    /// <summary>The committee planned that somebody shares it.</summary>
    Planned = 16,

    /// <summary>A presenter was called at its hour, and was not there.</summary>
    Absent = 17,

    /// <summary>Somebody who was missing arrived.</summary>
    Arrived = 18,

    /// <summary>Somebody stepped in for a presenter who was missing.</summary>
    SteppedIn = 19,

    /// <summary>The end of its hour was taken back, and with it that it was given.</summary>
    WentOn = 20,

    /// <summary>That it was called off, or left, was taken back.</summary>
    Restored = 21,
}

/// <summary>Something that happened to a talk. Steps are only ever added: they are the history of its owners and dates.</summary>
public sealed class TalkStep
{
    private TalkStep()
    {
    }

    internal TalkStep(TalkStepKind kind, Member? by, Instant at)
    {
        Kind = kind;
        By = by;
        At = at;
    }

    /// <summary>The database's number; later steps have higher ones.</summary>
    public int Id { get; private set; }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>What happened.</summary>
    public TalkStepKind Kind { get; private set; }

    /// <summary>Whose act it was: their database number; null for the program's own.</summary>
    public int? ById { get; private set; }

    /// <summary>Whose act it was; null for the program's own.</summary>
    public Member? By { get; private set; }

    /// <summary>Whom it concerned: their database number.</summary>
    public int? WhomId { get; private set; }

    /// <summary>Whom it concerned: who joined, left, took over, moved up, was missing or stepped in.</summary>
    public Member? Whom { get; internal set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>The talk's date at the time; null while it had none.</summary>
    public Instant? Date { get; internal set; }

    /// <summary>A word that was said with it.</summary>
    public string? Word { get; internal set; }

    /// <summary>Whether it was so shortly before the date that nobody could easily step in.</summary>
    public bool IsLate { get; internal set; }
}
