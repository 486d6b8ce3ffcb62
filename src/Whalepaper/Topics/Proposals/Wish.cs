using NodaTime;
using Whalepaper.Members;

namespace Whalepaper.Topics.Proposals;

/// <summary>
/// "I want to hear this", of a paper that is proposed for a list or stands on it; perhaps "I would present it" too. One a member, paper
/// and list, so that it outlives the committee's yes.
/// </summary>
public sealed class Wish
{
    private Wish()
    {
    }

    /// <summary>Wishes for a paper.</summary>
    /// <param name="topicId">The topic's database number.</param>
    /// <param name="trackId">The track's database number.</param>
    /// <param name="paperId">The paper's database number.</param>
    /// <param name="memberId">Who wishes.</param>
    /// <param name="presents">Whether they would present it.</param>
    /// <param name="at">When.</param>
    public Wish(int topicId, int trackId, int paperId, int memberId, bool presents, Instant at)
    {
        TopicId = topicId;
        TrackId = trackId;
        PaperId = paperId;
        MemberId = memberId;
        Presents = presents;
        At = at;
    }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The track's database number.</summary>
    public int TrackId { get; private set; }

    /// <summary>The paper's database number.</summary>
    public int PaperId { get; private set; }

    /// <summary>Who wishes: their number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Who wishes; null where it was not loaded.</summary>
    public Member Member { get; private set; } = null!;

    /// <summary>Whether they would present it.</summary>
    public bool Presents { get; private set; }

    /// <summary>When they said so first.</summary>
    public Instant At { get; private set; }

    /// <summary>Says whether they would present it.</summary>
    public void Offer(bool presents) => Presents = presents;
}
