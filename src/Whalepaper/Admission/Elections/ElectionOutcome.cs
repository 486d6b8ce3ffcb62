namespace Whalepaper.Admission.Elections;

/// <summary>What came out of an election.</summary>
public enum ElectionOutcome
{
    /// <summary>Somebody was elected.</summary>
    Seated = 1,

    /// <summary>Enough voted, and nobody got enough of the votes.</summary>
    Nobody = 2,

    /// <summary>Too few voted, twice.</summary>
    TooFew = 3,

    /// <summary>It was called off.</summary>
    CalledOff = 4,

    /// <summary>Nobody stood, or too few could have voted: there was nothing to decide.</summary>
    NotHeld = 5,

    /// <summary>Somebody was elected, and the committee stayed: else nobody would have been on it any more beside the organizer.</summary>
    Kept = 6,
}
