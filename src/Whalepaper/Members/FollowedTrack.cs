using NodaTime;

namespace Whalepaper.Members;

/// <summary>A track that a member follows: its meetings concern them.</summary>
public sealed class FollowedTrack
{
    private FollowedTrack()
    {
    }

    /// <summary>Follows a track.</summary>
    /// <param name="trackId">The track's database number.</param>
    /// <param name="since">From when on.</param>
    public FollowedTrack(int trackId, Instant since) => (TrackId, Since) = (trackId, since);

    /// <summary>Who follows.</summary>
    public int MemberId { get; private set; }

    /// <summary>What is followed.</summary>
    public int TrackId { get; private set; }

    /// <summary>From when on; null where it began before that was written down.</summary>
    public Instant? Since { get; private set; }
}

/// <summary>A track that a member followed once: the meetings of that time were theirs, and stay so when they follow it no more.</summary>
public sealed class EarlierFollow
{
    private EarlierFollow()
    {
    }

    internal EarlierFollow(FollowedTrack followed, Instant until) => (TrackId, Since, Until) = (followed.TrackId, followed.Since, until);

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>Who followed.</summary>
    public int MemberId { get; private set; }

    /// <summary>What was followed.</summary>
    public int TrackId { get; private set; }

    /// <summary>From when on; null where it began before that was written down.</summary>
    public Instant? Since { get; private set; }

    /// <summary>Until when.</summary>
    public Instant Until { get; private set; }
}
