using NodaTime;

namespace Whalepaper.Audit;

/// <summary>
/// That somebody did something that concerns others: who, what, when, to whom, and what it was before and after. Written in the
/// same transaction as the act, never changed and never deleted. It holds no secret and no vote, and of people only their numbers,
/// so that a name that its owner takes back is gone from here too.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>The longest account of a state, in UTF-16 units; what is longer is cut.</summary>
    public const int StateMaximum = 2000;

    private AuditEntry()
    {
    }

    /// <summary>Records an act.</summary>
    /// <param name="act">What was done: a word of <see cref="AuditActs"/>.</param>
    /// <param name="byId">Who did it; null for the program and its commands.</param>
    /// <param name="memberId">To whom; null where it concerns nobody in particular.</param>
    /// <param name="subject">To what: a setting's key, a track's code, a token's name.</param>
    /// <param name="before">What it was.</param>
    /// <param name="after">What it is.</param>
    /// <param name="at">When.</param>
    public AuditEntry(string act, int? byId, int? memberId, string? subject, string? before, string? after, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(act);
        Act = act;
        ById = byId;
        MemberId = memberId;
        Subject = Cut(subject);
        Before = Cut(before);
        After = Cut(after);
        At = at;
    }

    /// <summary>The database's number: later acts have higher ones.</summary>
    public int Id { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>What was done.</summary>
    public string Act { get; private set; } = "";

    /// <summary>Who did it.</summary>
    public int? ById { get; private set; }

    /// <summary>To whom.</summary>
    public int? MemberId { get; private set; }

    /// <summary>To what.</summary>
    public string? Subject { get; private set; }

    /// <summary>What it was.</summary>
    public string? Before { get; private set; }

    /// <summary>What it is.</summary>
    public string? After { get; private set; }

    private static string? Cut(string? text) => text is { Length: > StateMaximum } ? text[..(char.IsHighSurrogate(text[StateMaximum - 1]) ? StateMaximum - 1 : StateMaximum)] : text;
}
