using NodaTime;

namespace Whalepaper.Meetings.Live;

/// <summary>One stretch in which a part of a talk was on. Whoever goes back to a part adds another; its time is the sum of them.</summary>
public sealed class SpokenPart
{
    private SpokenPart()
    {
    }

    internal SpokenPart(int talkId, int position, Instant at) => (TalkId, Position, BeganAt) = (talkId, position, at);

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>The part's place in the outline, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>When it began.</summary>
    public Instant BeganAt { get; private set; }

    /// <summary>When it ended; null while it is on.</summary>
    public Instant? EndedAt { get; private set; }

    /// <summary>How long it took, or has taken until now.</summary>
    public Duration Lasted(Instant now) => Duration.Max((EndedAt ?? now) - BeganAt, Duration.Zero);

    internal void End(Instant at) => EndedAt = Instant.Max(at, BeganAt);
}
