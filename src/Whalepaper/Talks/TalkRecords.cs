using NodaTime;
using Whalepaper.Members;

namespace Whalepaper.Talks;

/// <summary>The committee's word that somebody may share who needs it.</summary>
public sealed class Acceptance
{
    private Acceptance()
    {
    }

    internal Acceptance(Member by, Instant at)
    {
        By = by;
        At = at;
    }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>The member's database number.</summary>
    public int ById { get; private set; }

    /// <summary>Who gave it.</summary>
    public Member By { get; private set; } = null!;

    /// <summary>When.</summary>
    public Instant At { get; private set; }
}

/// <summary>A presenter's yes to the date.</summary>
public sealed class Confirmation
{
    private Confirmation()
    {
    }

    internal Confirmation(Member member, Instant at)
    {
        Member = member;
        At = at;
    }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Who said yes.</summary>
    public Member Member { get; private set; } = null!;

    /// <summary>When.</summary>
    public Instant At { get; private set; }
}

/// <summary>From where we know that a talk was given.</summary>
public enum GivingSource
{
    /// <summary>The charter's list names a presenter.</summary>
    Charter,

    /// <summary>The meeting's host recorded it.</summary>
    Meeting,
}

/// <summary>The record that a talk was shared.</summary>
public sealed class Giving
{
    private Giving()
    {
    }

    internal Giving(GivingSource source, Instant recordedAt, bool isPartial)
    {
        Source = source;
        RecordedAt = recordedAt;
        IsPartial = isPartial;
        WasPartial = isPartial;
    }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>From where we know.</summary>
    public GivingSource Source { get; private set; }

    /// <summary>When it was written down; the date of the talk itself is its meeting's.</summary>
    public Instant RecordedAt { get; private set; }

    /// <summary>Whether parts were left out that every talk must cover.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Whether it was recorded so: what holds where no host says a word about the parts, or none any more.</summary>
    public bool WasPartial { get; private set; }

    /// <summary>Follows the host's words about the parts.</summary>
    /// <param name="isPartial">Whether they leave a part out; null where there are none.</param>
    internal void Weigh(bool? isPartial) => IsPartial = isPartial ?? WasPartial;
}

/// <summary>How a talk ended that was not given.</summary>
public enum EndingKind
{
    /// <summary>A presenter took it back.</summary>
    Withdrawn = 1,

    /// <summary>The committee called it off.</summary>
    Cancelled = 2,

    /// <summary>Nobody came to give it.</summary>
    Missed = 3,
}

/// <summary>The record that a talk will not be given; its paper and its date are free again.</summary>
public sealed class Ending
{
    /// <summary>The longest word why, in UTF-16 units.</summary>
    public const int WordMaximum = 500;

    private Ending()
    {
    }

    internal Ending(EndingKind kind, Member by, Instant at, string? word, bool isLate)
    {
        Kind = kind;
        By = by;
        At = at;
        Word = string.IsNullOrWhiteSpace(word) ? null : word.Trim();
        IsLate = isLate;
    }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>How it ended.</summary>
    public EndingKind Kind { get; private set; }

    /// <summary>Who said so: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>Who said so.</summary>
    public Member By { get; private set; } = null!;

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>Why, in their words.</summary>
    public string? Word { get; private set; }

    /// <summary>Whether it was so shortly before its hour that nobody could easily step in.</summary>
    public bool IsLate { get; private set; }
}
