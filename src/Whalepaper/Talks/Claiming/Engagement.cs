using NodaTime;
using Whalepaper.Meetings;

namespace Whalepaper.Talks.Claiming;

/// <summary>A talk that somebody has already, as far as it bears on another one.</summary>
/// <param name="MemberId">Whose.</param>
/// <param name="TalkId">The talk.</param>
/// <param name="TopicId">Its topic: talks are counted by it.</param>
/// <param name="StartsAt">When its meeting begins; null while it has no date, or if that meeting is cancelled.</param>
/// <param name="EndsAt">When its meeting ends.</param>
public sealed record Engagement(int MemberId, int TalkId, int TopicId, Instant? StartsAt, Instant? EndsAt)
{
    /// <summary>Two meetings so shortly one after the other run into each other if a talk runs long.</summary>
    public static readonly Duration Margin = Duration.FromMinutes(30);

    /// <summary>How it lies to a meeting.</summary>
    public Nearness To(Meeting meeting)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        return StartsAt is { } starts && EndsAt is { } ends ? Between(starts, ends, meeting.StartsAt, meeting.EndsAt) : Nearness.Apart;
    }

    /// <summary>How two stretches of time lie to each other; each begins with its first instant and ends before its last.</summary>
    public static Nearness Between(Instant start, Instant end, Instant otherStart, Instant otherEnd)
    {
        if (start < otherEnd && otherStart < end)
            return Nearness.AtOnce;
        return start < otherEnd + Margin && otherStart < end + Margin ? Nearness.Close : Nearness.Apart;
    }
}

/// <summary>How two meetings lie to each other.</summary>
public enum Nearness
{
    /// <summary>Nobody minds.</summary>
    Apart,

    /// <summary>One after the other with little time between; see <see cref="Engagement.Margin"/>.</summary>
    Close,

    /// <summary>Nobody can be at both.</summary>
    AtOnce,
}
