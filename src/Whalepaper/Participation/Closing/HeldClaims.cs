using System.Text.Json;
using Whalepaper.Talks;

namespace Whalepaper.Participation.Closing;

/// <summary>A talk to come that somebody shared: how it stood before they were moved.</summary>
/// <param name="TalkId">Its database number.</param>
/// <param name="Position">Their place among its presenters.</param>
/// <param name="WasAlone">Whether they shared it alone, so that it ended with them.</param>
/// <param name="State">How far it was.</param>
/// <param name="MeetingId">Its meeting; null for none.</param>
/// <param name="Seat">Its seat there.</param>
/// <param name="ConfirmedById">Who had said yes to the date; null for nobody.</param>
/// <param name="ConfirmedAt">When, in Unix milliseconds.</param>
public sealed record HeldTalk(int TalkId, int Position, bool WasAlone, TalkState State, int? MeetingId, int? Seat, int? ConfirmedById, long? ConfirmedAt);

/// <summary>A place of somebody, and since when.</summary>
/// <param name="Id">Where: the database number of an entry, a meeting or an application.</param>
/// <param name="At">Since when, in Unix milliseconds.</param>
/// <param name="Note">What they had noted for themselves there; null for nothing.</param>
public sealed record HeldPlace(int Id, long At, string? Note = null);

/// <summary>What somebody held who was moved, and lost with it.</summary>
/// <param name="Talks">Talks to come.</param>
/// <param name="Waiting">Papers for which they waited.</param>
/// <param name="Standbys">Meetings at which they stood by.</param>
/// <param name="Seats">Panels on which they sat.</param>
public sealed record HeldClaims(IReadOnlyList<HeldTalk> Talks, IReadOnlyList<HeldPlace> Waiting, IReadOnlyList<HeldPlace> Standbys, IReadOnlyList<HeldPlace> Seats)
{
    /// <summary>Whether it is nothing.</summary>
    public bool IsEmpty => Talks.Count + Waiting.Count + Standbys.Count + Seats.Count == 0;

    /// <summary>As it is kept.</summary>
    public string Write() => JsonSerializer.Serialize(this);

    /// <summary>Reads what was kept; null for nothing.</summary>
    public static HeldClaims? Read(string? kept) => kept is null ? null : JsonSerializer.Deserialize<HeldClaims>(kept);
}
