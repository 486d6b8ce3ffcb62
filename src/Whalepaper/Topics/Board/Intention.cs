namespace Whalepaper.Topics.Board;

/// <summary>Why a suggested plan has somebody share a paper. The numbers are kept in databases.</summary>
public enum PlanReason
{
    /// <summary>They said that they would present it.</summary>
    Presents = 1,

    /// <summary>They want to hear it.</summary>
    Hears = 2,

    /// <summary>They follow its track.</summary>
    Follows = 3,

    /// <summary>It is their talk already, and only lacked a date.</summary>
    Own = 4,
}

/// <summary>What a draft means to do with an entry of a reading list.</summary>
/// <param name="TalkId">The talk that held the entry when this was drawn; null while nobody had it.</param>
/// <param name="FromMeetingId">Where that talk was then; null without a date.</param>
/// <param name="MeetingId">Where it shall be; null to take its date away.</param>
/// <param name="Presenters">Who shall share it, in order; of a talk that stands, those are its own.</param>
/// <param name="IsPinned">Whether it stays where it is, whoever moves or suggests.</param>
/// <param name="Reason">Why it was suggested; null if somebody put it there.</param>
/// <param name="Word">Why somebody is to share at two meetings at once all the same; null if nobody is.</param>
public sealed record Intention(int? TalkId, int? FromMeetingId, int? MeetingId, IReadOnlyList<int> Presenters, bool IsPinned, PlanReason? Reason, string? Word)
{
    /// <summary>Whether it says nothing but what is so already.</summary>
    public bool IsIdle => !IsPinned && Word is null && MeetingId == FromMeetingId;

    /// <inheritdoc />
    public bool Equals(Intention? other) =>
        other is not null && (TalkId, FromMeetingId, MeetingId, IsPinned, Reason) == (other.TalkId, other.FromMeetingId, other.MeetingId, other.IsPinned, other.Reason)
        && string.Equals(Word, other.Word, StringComparison.Ordinal) && Presenters.SequenceEqual(other.Presenters);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(TalkId, FromMeetingId, MeetingId, IsPinned, Reason, Word, Presenters.Count);
}
