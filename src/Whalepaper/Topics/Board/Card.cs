namespace Whalepaper.Topics.Board;

/// <summary>Something that is or shall be shared, as the board shows it: what is real, with the draft laid over it.</summary>
/// <param name="Entry">The paper, as listed.</param>
/// <param name="Talk">The talk that holds it; null while nobody has it.</param>
/// <param name="Intention">What the draft means to do; null for nothing.</param>
public sealed record Card(BoardEntry Entry, BoardTalk? Talk, Intention? Intention)
{
    /// <summary>Whether the draft still speaks of what it was drawn over: another talk may hold the paper since, or none.</summary>
    public bool Applies => Intention is { } meant && meant.TalkId == Talk?.Id;

    /// <summary>Where it is or shall be; null without a date.</summary>
    public int? MeetingId => Applies ? Intention!.MeetingId : Talk?.MeetingId;

    /// <summary>Who shares it or shall, in order.</summary>
    public IReadOnlyList<int> Presenters => Talk?.Presenters ?? (Applies ? Intention!.Presenters : []);

    /// <summary>Whether there is anything to show: a talk, or a place in the draft.</summary>
    public bool IsThere => Talk is not null || MeetingId is not null;

    /// <summary>Whether publishing would change something about it.</summary>
    public bool IsChanged => Applies && MeetingId != Talk?.MeetingId;

    /// <summary>Whether it stays where it is.</summary>
    public bool IsPinned => Applies && Intention!.IsPinned;

    /// <summary>Whether it was given, or not shown up for: then nothing of it is planned.</summary>
    public bool IsOver => Talk is { IsAhead: false };
}
