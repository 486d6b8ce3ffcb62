namespace Whalepaper.Members;

/// <summary>Who may open a profile.</summary>
public enum ProfileReaders
{
    /// <summary>Everybody, and search engines.</summary>
    Everyone = 0,

    /// <summary>Whoever is signed in.</summary>
    Members = 1,
}

/// <summary>A track that a member follows: its meetings concern them.</summary>
public sealed class FollowedTrack
{
    private FollowedTrack()
    {
    }

    /// <summary>Follows a track.</summary>
    /// <param name="trackId">The track's database number.</param>
    public FollowedTrack(int trackId) => TrackId = trackId;

    /// <summary>Who follows.</summary>
    public int MemberId { get; private set; }

    /// <summary>What is followed.</summary>
    public int TrackId { get; private set; }
}
