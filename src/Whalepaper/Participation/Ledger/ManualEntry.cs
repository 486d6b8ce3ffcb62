using NodaTime;

namespace Whalepaper.Participation.Ledger;

/// <summary>Something that counts and that no page recorded: the committee writes it down, with a reason. It is never changed, only taken back; and nobody writes one for themselves.</summary>
public sealed class ManualEntry
{
    /// <summary>The longest reason, in UTF-16 units.</summary>
    public const int ReasonMaximum = 500;

    /// <summary>The most points, in either direction.</summary>
    public const decimal MostPoints = 100;

    private ManualEntry()
    {
    }

    /// <summary>Writes it down.</summary>
    /// <param name="memberId">Whose it is: their database number.</param>
    /// <param name="topicId">In which topic: its database number.</param>
    /// <param name="trackId">In which track: its database number.</param>
    /// <param name="points">How much it counts, in halves; below 0 to take away; not 0.</param>
    /// <param name="reason">Why.</param>
    /// <param name="byId">Who writes it: their database number.</param>
    /// <param name="key">A text that is new with each entry: sent twice, it is written once.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">Somebody writes it for themselves.</exception>
    public ManualEntry(int memberId, int topicId, int trackId, decimal points, string reason, int byId, string key, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, ReasonMaximum, nameof(reason));
        if (!IsPoints(points))
            throw new ArgumentOutOfRangeException(nameof(points));
        if (memberId == byId)
            throw new InvalidOperationException("Nobody counts for themselves.");
        (MemberId, TopicId, TrackId, HalfPoints, Reason, ById, Key, At) = (memberId, topicId, trackId, (int)(points * 2), reason.Trim(), byId, key, at);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>Whose it is: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>In which topic: its database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>In which track: its database number.</summary>
    public int TrackId { get; private set; }

    /// <summary>How much it counts, in half points: whole numbers are the same on every engine.</summary>
    public int HalfPoints { get; private set; }

    /// <summary>How much it counts.</summary>
    public decimal Points => HalfPoints / 2m;

    /// <summary>Why; null once its member left.</summary>
    public string? Reason { get; private set; }

    /// <summary>Who wrote it: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>What tells it from others of the same writer.</summary>
    public string Key { get; private set; } = "";

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>When it was taken back; null while it counts.</summary>
    public Instant? TakenBackAt { get; private set; }

    /// <summary>Who took it back: their database number.</summary>
    public int? TakenBackById { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Whether so many points can be written down: halves, not none, at most <see cref="MostPoints"/> in either direction.</summary>
    public static bool IsPoints(decimal points) => points != 0 && Math.Abs(points) <= MostPoints && points * 2 == decimal.Truncate(points * 2);

    /// <summary>Takes it back.</summary>
    /// <param name="byId">Who does: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It is their own, or was taken back before.</exception>
    public void TakeBack(int byId, Instant at)
    {
        if (TakenBackAt is not null || byId == MemberId)
            throw new InvalidOperationException("It counts no longer, or is one's own.");
        (TakenBackAt, TakenBackById) = (at, byId);
    }

    /// <summary>Forgets the reason, since who it tells about left.</summary>
    internal void Forget() => Reason = null;
}
