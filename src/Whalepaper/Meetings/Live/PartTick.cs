using NodaTime;
using Whalepaper.Talks;

namespace Whalepaper.Meetings.Live;

/// <summary>A listener's mark that a part of a talk was covered.</summary>
public sealed class PartTick
{
    private PartTick()
    {
    }

    /// <summary>Marks a part.</summary>
    /// <param name="talk">The talk, which stands at a meeting.</param>
    /// <param name="position">The part's place in the outline, from 0.</param>
    /// <param name="memberId">Who marks it: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">The talk stands at no meeting.</exception>
    public PartTick(Talk talk, int position, int memberId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(talk);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        (TalkId, MeetingId, Position, MemberId, At) = (talk.Id, PartWord.MeetingOf(talk), position, memberId, at);
    }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>The part's place in the outline, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>Who marked it: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>The same mark in another's name, because the two are one person.</summary>
    internal PartTick For(int memberId) => new() { TalkId = TalkId, MeetingId = MeetingId, Position = Position, MemberId = memberId, At = At };
}

/// <summary>The host's word whether a part of a talk was covered; it stands above the listeners' marks.</summary>
public sealed class PartWord
{
    private PartWord()
    {
    }

    /// <summary>Says it.</summary>
    /// <param name="talk">The talk, which stands at a meeting.</param>
    /// <param name="position">The part's place in the outline, from 0.</param>
    /// <param name="isCovered">Whether it was covered.</param>
    /// <param name="byId">Who says so: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">The talk stands at no meeting.</exception>
    public PartWord(Talk talk, int position, bool isCovered, int byId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(talk);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        (TalkId, MeetingId, Position) = (talk.Id, MeetingOf(talk), position);
        Say(isCovered, byId, at);
    }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>The part's place in the outline, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>Whether it was covered.</summary>
    public bool IsCovered { get; private set; }

    /// <summary>Who said so last: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>Says it anew; the last word counts.</summary>
    public void Say(bool isCovered, int byId, Instant at) => (IsCovered, ById, At) = (isCovered, byId, at);

    internal static int MeetingOf(Talk talk) => talk.MeetingId ?? throw new InvalidOperationException("This talk stands at no meeting.");
}
