using NodaTime;

namespace Whalepaper.Participation.Policy;

/// <summary>
/// That nothing is asked of a member, by the word of a person, with a reason: of the committee, in one topic; or of the organizer, who locks a standing until they unlock it. Nobody waives
/// for themselves.
/// </summary>
public sealed class Waiver
{
    /// <summary>The longest reason, in UTF-16 units.</summary>
    public const int ReasonMaximum = 500;

    private Waiver()
    {
    }

    /// <summary>Waives.</summary>
    /// <param name="memberId">For whom: their database number.</param>
    /// <param name="topicId">In which topic: its database number; null to lock their standing.</param>
    /// <param name="reason">Why.</param>
    /// <param name="byId">Who does: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">Somebody waives for themselves.</exception>
    public Waiver(int memberId, int? topicId, string reason, int byId, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, ReasonMaximum, nameof(reason));
        if (memberId == byId)
            throw new InvalidOperationException("Nobody waives for themselves.");
        (MemberId, TopicId, Reason, ById, At) = (memberId, topicId, reason.Trim(), byId, at);
        Place = PlaceOf(topicId);
    }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>What it is about: the topic's database number, or 0 for the standing. With the member it is the key: each is waived once.</summary>
    public int Place { get; private set; }

    /// <summary>The topic's database number; null where a standing is locked.</summary>
    public int? TopicId { get; private set; }

    /// <summary>Why.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Who waived: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>What a waiver is about, as the key says it.</summary>
    /// <param name="topicId">The topic's database number; null for a standing.</param>
    public static int PlaceOf(int? topicId) => topicId ?? 0;

    /// <summary>Says another reason.</summary>
    /// <exception cref="InvalidOperationException">It is one's own.</exception>
    public void Say(string reason, int byId, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, ReasonMaximum, nameof(reason));
        if (MemberId == byId)
            throw new InvalidOperationException("Nobody waives for themselves.");
        (Reason, ById, At) = (reason.Trim(), byId, at);
    }
}
