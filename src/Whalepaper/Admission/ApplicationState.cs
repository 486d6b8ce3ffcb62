namespace Whalepaper.Admission;

/// <summary>How far an application is. The numbers are kept in databases; what is <see cref="Promoted"/> or more has ended.</summary>
public enum ApplicationState
{
    /// <summary>It is being written, and nobody else sees it.</summary>
    Draft = 0,

    /// <summary>It was sent, and waits for the committee.</summary>
    Applied = 1,

    /// <summary>The committee took them on as a candidate (候选成员), and a trial talk is to be planned.</summary>
    Candidate = 2,

    /// <summary>The trial talk has a date.</summary>
    Planned = 3,

    /// <summary>It was given; no ballot is held yet.</summary>
    Presented = 4,

    /// <summary>The committee votes, or has voted and composes its answer.</summary>
    Voting = 5,

    /// <summary>They belong to the inner group.</summary>
    Promoted = 10,

    /// <summary>They were not let in, this time.</summary>
    Declined = 11,

    /// <summary>They took it back.</summary>
    Withdrawn = 12,

    /// <summary>Nothing came of it for too long.</summary>
    Expired = 13,
}

/// <summary>What can happen to an application. The numbers are kept in databases.</summary>
public enum ApplicationStepKind
{
    /// <summary>It was sent.</summary>
    Applied = 1,

    /// <summary>The committee took them on as a candidate.</summary>
    Accepted = 2,

    /// <summary>The trial talk got a date.</summary>
    Planned = 3,

    /// <summary>The trial talk lost its date.</summary>
    Unplanned = 4,

    /// <summary>The trial talk was given.</summary>
    Presented = 5,

    /// <summary>A ballot was opened.</summary>
    BallotOpened = 6,

    /// <summary>Too few had voted: it got as long once more.</summary>
    BallotExtended = 7,

    /// <summary>The ballot closed.</summary>
    BallotClosed = 8,

    /// <summary>The ballot was called off.</summary>
    BallotCalledOff = 9,

    /// <summary>They were let in.</summary>
    Promoted = 10,

    /// <summary>They were not let in.</summary>
    Declined = 11,

    /// <summary>They took it back.</summary>
    Withdrawn = 12,

    /// <summary>Nothing came of it for too long.</summary>
    Expired = 13,

    /// <summary>The trial talk was recorded as given by who gave it: the committee says whether it was.</summary>
    Recorded = 14,

    /// <summary>The record that the trial talk was given was taken back.</summary>
    WentOn = 15,
}

/// <summary>Something that happened to an application.</summary>
public sealed class ApplicationStep
{
    private ApplicationStep()
    {
    }

    internal ApplicationStep(ApplicationStepKind kind, int? byId, NodaTime.Instant at) => (Kind, ById, At) = (kind, byId, at);

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The application's database number.</summary>
    public int ApplicationId { get; private set; }

    /// <summary>What happened.</summary>
    public ApplicationStepKind Kind { get; private set; }

    /// <summary>Who did it: their database number; null for the program.</summary>
    public int? ById { get; private set; }

    /// <summary>When.</summary>
    public NodaTime.Instant At { get; private set; }
}
