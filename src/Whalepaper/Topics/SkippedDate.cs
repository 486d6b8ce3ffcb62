using NodaTime;
using Whalepaper.Tracks;

namespace Whalepaper.Topics;

/// <summary>A day of a topic on which a track, or everybody, does not meet.</summary>
public sealed class SkippedDate
{
    private SkippedDate()
    {
    }

    internal SkippedDate(Topic topic, LocalDate date, string? reason, Track? track)
    {
        TopicId = topic.Id;
        Date = date;
        Reason = reason;
        TrackId = track?.Id;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The track that does not meet; null for all of them.</summary>
    public int? TrackId { get; private set; }

    /// <summary>The day, in the group's zone.</summary>
    public LocalDate Date { get; private set; }

    /// <summary>Why, for people: a holiday.</summary>
    public string? Reason { get; private set; }
}
