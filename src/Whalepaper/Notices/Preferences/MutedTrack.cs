namespace Whalepaper.Notices.Preferences;

/// <summary>That a member wants to hear nothing of a track: no meetings, plans and notices of it. What concerns their own talks comes all the same.</summary>
public sealed class MutedTrack
{
    private MutedTrack()
    {
    }

    /// <summary>Mutes a track.</summary>
    public MutedTrack(int memberId, int trackId) => (MemberId, TrackId) = (memberId, trackId);

    /// <summary>For whom.</summary>
    public int MemberId { get; private set; }

    /// <summary>Which.</summary>
    public int TrackId { get; private set; }
}
