namespace Whalepaper.Meetings.Live;

/// <summary>What changes in the room of a meeting by the second, each of it by itself: what did not change is not read again, nor set unless it goes by the clock.</summary>
[Flags]
public enum LiveParts
{
    /// <summary>Nothing: time went by, or somebody came in.</summary>
    None = 0,

    /// <summary>Whether the hour goes on, where it is, and who spoke when.</summary>
    Hour = 1,

    /// <summary>Who is here.</summary>
    Here = 2,

    /// <summary>What is asked, wanted and answered.</summary>
    Asked = 4,

    /// <summary>What of the outline was covered.</summary>
    Covered = 8,

    /// <summary>The meeting itself, its talks, who stands by.</summary>
    Meeting = 16,

    /// <summary>All of it: read and set anew.</summary>
    All = Hour | Here | Asked | Covered | Meeting,
}
