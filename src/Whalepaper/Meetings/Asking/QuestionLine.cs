using NodaTime;

namespace Whalepaper.Meetings.Asking;

/// <summary>A question as pages show it.</summary>
/// <param name="Id">Its database number.</param>
/// <param name="TalkId">About which talk; null for none in particular.</param>
/// <param name="AskedById">Who asked: their database number.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="OnBehalfOf">The name of somebody without an account whose question it is; null where it is the asker's own.</param>
/// <param name="Text">The question.</param>
/// <param name="AskedAt">When.</param>
/// <param name="AnsweredAt">When it was answered; null while it was not.</param>
/// <param name="Answer">The answer, Markdown; null where it was only spoken.</param>
/// <param name="IsHidden">Whether the host hid it.</param>
/// <param name="Votes">How many others want it answered too.</param>
/// <param name="Version">Counts its changes.</param>
public sealed record QuestionLine(
    int Id, int? TalkId, int AskedById, NameAndHandle AskedBy, string? OnBehalfOf, string Text, Instant AskedAt, Instant? AnsweredAt, string? Answer, bool IsHidden, int Votes, int Version)
{
    /// <summary>Where it stands on the page of its meeting.</summary>
    public string Anchor => $"question-{Id}";
}

/// <summary>What is somebody's own in a room, and therefore no part of what is written to all.</summary>
/// <param name="MemberId">Whose: their database number.</param>
/// <param name="Votes">The questions that they voted for.</param>
/// <param name="Ticks">The parts that they marked.</param>
/// <param name="Shares">The talks that they share themselves.</param>
public sealed record OwnMarks(int MemberId, IReadOnlySet<int> Votes, IReadOnlySet<(int TalkId, int Position)> Ticks, IReadOnlySet<int> Shares);
