namespace Whalepaper.Topics.Board;

/// <summary>An <see cref="Board.Intention"/> as a draft keeps it: one an entry. Only the committee knows of it.</summary>
public sealed class Placement
{
    /// <summary>The longest reason for sharing at two meetings at once, in UTF-16 units.</summary>
    public const int WordMaximum = 300;

    private Placement()
    {
    }

    internal Placement(int topicId, int entryId, Intention intention)
    {
        TopicId = topicId;
        EntryId = entryId;
        Become(intention);
    }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The entry's database number.</summary>
    public int EntryId { get; private set; }

    /// <summary>The talk that held the entry when this was drawn.</summary>
    public int? TalkId { get; private set; }

    /// <summary>Where that talk was then.</summary>
    public int? FromMeetingId { get; private set; }

    /// <summary>Where it shall be.</summary>
    public int? MeetingId { get; private set; }

    /// <summary>Who shall share it: their database numbers, in order.</summary>
    public List<int> Presenters { get; private set; } = [];

    /// <summary>Whether it stays where it is.</summary>
    public bool IsPinned { get; private set; }

    /// <summary>Why it was suggested.</summary>
    public PlanReason? Reason { get; private set; }

    /// <summary>Why somebody is to share at two meetings at once all the same.</summary>
    public string? Word { get; private set; }

    /// <summary>All of it as a value.</summary>
    public Intention Intention => new(TalkId, FromMeetingId, MeetingId, Presenters, IsPinned, Reason, Word);

    /// <summary>Takes somebody out; whether others are left to share it.</summary>
    internal bool IsSharedWithout(int memberId)
    {
        Presenters = [.. Presenters.Where(presenter => presenter != memberId)];
        return Presenters.Count > 0;
    }

    internal void Become(Intention intention)
    {
        (TalkId, FromMeetingId, MeetingId) = (intention.TalkId, intention.FromMeetingId, intention.MeetingId);
        Presenters = [.. intention.Presenters];
        (IsPinned, Reason, Word) = (intention.IsPinned, intention.Reason, intention.Word);
    }
}
