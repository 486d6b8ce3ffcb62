using Whalepaper.Tracks;

namespace Whalepaper.Topics;

/// <summary>A track's part in a topic: its theme, and the place of its reading list.</summary>
public sealed class TopicTrack
{
    private TopicTrack()
    {
    }

    internal TopicTrack(Topic topic, Track track, int position)
    {
        Topic = topic;
        Track = track;
        Position = position;
    }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The track's database number.</summary>
    public int TrackId { get; private set; }

    /// <summary>The topic.</summary>
    public Topic Topic { get; private set; } = null!;

    /// <summary>The track.</summary>
    public Track Track { get; private set; } = null!;

    /// <summary>What the track reads about in this topic; null if nobody said.</summary>
    public string? Theme { get; private set; }

    /// <summary>The place of its list in the topic, from 0.</summary>
    public int Position { get; private set; }

    internal void Study(string? theme) => Theme = string.IsNullOrWhiteSpace(theme) ? null : theme.Trim();
}
